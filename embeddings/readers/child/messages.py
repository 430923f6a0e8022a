"""What parent and child say to each other: a line of JSON each, and the bytes of the file.

JSON, because a hostile file may have changed what speaks.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from pydantic import TypeAdapter

from embeddings.errors import SourceError
from embeddings.readers.child.limits import Limits
from embeddings.readers.parsed_file import Source


@dataclass(frozen=True, slots=True)
class Request:
    """A file to be read, and the limits for it."""

    path: Path
    data: bytes
    limits: Limits

    def write(self, stream: IO[bytes]) -> None:
        """Write the request, for `read` to read."""
        head = {"path": str(self.path), "size": len(self.data), "limits": asdict(self.limits)}
        stream.write(json.dumps(head).encode() + b"\n")
        stream.write(self.data)
        stream.flush()

    @classmethod
    def read(cls, stream: IO[bytes]) -> "Request | None":
        """Read a request; None where there is none any more."""
        if not (line := stream.readline()):
            return None
        head = json.loads(line)
        data = stream.read(head["size"])
        return cls(Path(head["path"]), data, Limits(**head["limits"]))


def write_source(source: Source) -> bytes:
    """Return the answer that a file was read."""
    return _line({"source": _adapter().dump_python(source, mode="json")})


def write_refusal(error: SourceError) -> bytes:
    """Return the answer that a file was refused."""
    fields = {name: value for name, value in vars(error).items() if name != "path"}
    return _line({"error": type(error).__name__, "message": str(error), "fields": fields})


def read_answer(line: bytes, path: Path) -> Source:
    """Return what was read; raise SourceError, as it was raised in the child, where none was."""
    answer = json.loads(line)
    if "source" in answer:
        return _adapter().validate_python(answer["source"])
    kind = {kind.__name__: kind for kind in _kinds(SourceError)}[answer["error"]]
    error = kind.__new__(kind, answer["message"])
    vars(error).update(answer["fields"], path=path)
    raise error


def _line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode() + b"\n"


@cache
def _adapter() -> TypeAdapter[Source]:
    return TypeAdapter(Source)


def _kinds(kind: type[SourceError]) -> Iterator[type[SourceError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _kinds(child)
