"""The child: one file after the other is read, until nobody asks any more."""

import os
import sys
from contextlib import suppress
from importlib import import_module

from embeddings.readers.child.messages import Request
from embeddings.readers.child.worker import answer

_LIBRARIES = ("lxml.html", "markdown_it", "pypdfium2.raw")
"""What readers import: once here, instead of for each file anew."""


def main() -> None:
    """Answer requests on standard input."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever else is printed is no answer
    for library in _LIBRARIES:
        with suppress(ImportError):  # an installation that only asks has none of them
            import_module(library)
    while (request := Request.read(sys.stdin.buffer)) is not None:
        answers.write(answer(request, sys.stdin.fileno()))
        answers.flush()


if __name__ == "__main__":
    main()
