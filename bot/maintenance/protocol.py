"""What the process beside the bot is asked, and what it tells: a JSON object a line."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from embeddings.diff.diff import Edit, Kind, What
from embeddings.editions.journal import Entry

Task = Literal["build", "compare", "promote", "roll back", "discard"]
Stage = Literal["reading", "loading", "embedding", "learning", "comparing"]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class Job(_Said):
    """A piece of work on an index.

    A file is built, under the name that it was given by; `edition` is what is compared, promoted,
    gone back to or discarded, the one that the index itself means unless told; `seen` is what was
    live when somebody decided to go back.
    """

    task: Task
    index: Path
    library: Path
    model: str | None = None
    file: Path | None = None
    named: str = ""
    document: str | None = None
    edition: str | None = None
    seen: str | None = None
    reason: str | None = None
    who: str | None = None


class Step(_Said):
    """How far it has come; `total` is nought where that is not counted."""

    told: Literal["step"] = "step"
    stage: Stage
    done: int = 0
    total: int = 0


class Compared(_Said):
    """An edition beside the live one: how many differences of each kind, and what they are.

    Of very many only the first are listed. `reasons` are why it had better not go live;
    `candidate` says whether it never was; `notes` are what a build found unusual.
    """

    told: Literal["compared"] = "compared"
    name: str
    live: str | None
    counted: tuple[tuple[What, Kind, int], ...] = ()
    edits: tuple[Edit, ...] = ()
    reasons: tuple[str, ...] = ()
    candidate: bool = True
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """How many differences are not listed."""
        return sum(number for _, _, number in self.counted) - len(self.edits)


class Unchanged(_Said):
    """A build that would give what is live."""

    told: Literal["unchanged"] = "unchanged"
    name: str


class WentLive(_Said):
    """An edition that is live now."""

    told: Literal["live"] = "live"
    entry: Entry


class Refused(_Said):
    """An edition that did not go live, and why."""

    told: Literal["refused"] = "refused"
    name: str
    reasons: tuple[str, ...]


class Discarded(_Said):
    """A candidate that is gone."""

    told: Literal["discarded"] = "discarded"
    name: str


class Failed(_Said):
    """What went wrong, in a sentence that names the remedy."""

    told: Literal["failed"] = "failed"
    kind: str
    sentence: str


Result = Compared | Unchanged | WentLive | Refused | Discarded
Line = Annotated[Step | Result | Failed, Field(discriminator="told")]

LINES: TypeAdapter[Step | Result | Failed] = TypeAdapter(Line)
"""Reads a line that the process tells."""
