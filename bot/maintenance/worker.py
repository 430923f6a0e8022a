"""The process beside the bot: does one piece of work on an index, and tells how far it is.

Its memory, and whatever takes it down, are not the bot's. It ends with the bot, whose end closes
its standard input.
"""

import os
import sys
import threading
from collections.abc import Callable

from bot.maintenance.protocol import Failed, Job, Result, Step
from bot.maintenance.tasks import done
from bot.process.error_text import TOLD, sentence
from embeddings.errors import SourceError, shortened

NICE = 5
"""By how much it stands back behind whoever answers questions."""


def main() -> None:
    """Do what a line on standard input asks for."""
    os.nice(NICE)
    tell = _teller()
    job = Job.model_validate_json(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_bot, daemon=True).start()
    try:
        tell(done(job, tell))
    except TOLD as error:
        tell(Failed(kind=type(error).__name__, sentence=_said(error, job)))


def _teller() -> Callable[[Step | Result | Failed], None]:
    """Return what tells a line; whatever libraries print goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(line: Step | Result | Failed) -> None:
        out.write(f"{line.model_dump_json()}\n")
        out.flush()

    return tell


def _end_with_the_bot() -> None:
    while os.read(0, 1):
        continue
    os._exit(0)  # the index is whole at any moment


def _said(error: Exception, job: Job) -> str:
    """Return what is wrong; of the file, by the name that somebody gave it."""
    if isinstance(error, SourceError) and error.path == job.file:
        return f"{shortened(job.named)}: {error.problem}; {error.remedy}"
    return sentence(error)


if __name__ == "__main__":
    main()
