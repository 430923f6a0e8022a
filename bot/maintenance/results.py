"""What the program prints of a job, read and validated: its progress, its result, its refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, NonNegativeInt, TypeAdapter, ValidationError

from bot.maintenance.errors import NotDoneError, UnreadableError
from embeddings.diff.diff import Edit, EditKind, EditSubject
from embeddings.editions.errors import NotPromotedError
from embeddings.editions.journal import JournalEntry

Stage = Literal["reading", "loading", "embedding", "learning", "comparing"]


class _Printed(BaseModel):
    model_config = ConfigDict(frozen=True)


class Step(_Printed):
    """How far a job has come; `of` is nought where that is not counted."""

    stage: Stage
    done: NonNegativeInt = 0
    of: NonNegativeInt = 0


class BuildOutput(_Printed):
    """The edition that a build has made, or that it would make again."""

    path: Path
    changed: bool
    warnings: tuple[str, ...] = ()


class DiffOutput(_Printed):
    """An edition beside the live one: how many differences of each kind, and what they are.

    Of very many only the first are listed. `reasons` are why it had better not go live, and
    `questions` how many were asked to tell; `candidate` says whether it never was; `notes` are
    what a build found unusual.
    """

    before: str | None
    after: str
    candidate: bool = True
    counts: dict[EditSubject, dict[EditKind, int]] = {}
    reasons: tuple[str, ...] = ()
    questions: NonNegativeInt = 0
    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """How many differences are not listed."""
        return sum(sum(kinds.values()) for kinds in self.counts.values()) - len(self.edits)


class UnchangedOutput(_Printed):
    """A build that would give what is live."""

    name: str


class RefusalOutput(_Printed):
    """An edition that did not go live, and why."""

    name: str
    reasons: tuple[str, ...]


class DiscardOutput(_Printed):
    """A candidate that is gone."""

    discarded: str


Result = DiffOutput | UnchangedOutput | JournalEntry | RefusalOutput | DiscardOutput
"""What a job comes to; the entry of the journal is that of an edition that has gone live."""


class _Refusal(_Printed):
    error: str
    message: str
    edition: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """What the program printed on standard output, and its exit status: 0, or 2 for a refusal."""

    status: int
    printed: bytes


Value = TypeVar("Value")

_EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)


def read_step(line: bytes) -> Step | None:
    """Return the progress that a line of standard error tells; None for any other line."""
    try:
        return Step.model_validate_json(line)
    except ValidationError:
        return None


def read_build(output: Output) -> BuildOutput:
    """Return what was built; raise NotDoneError for a refusal, UnreadableError for nonsense."""
    return _only(output, BuildOutput.model_validate_json)


def read_comparison(output: Output) -> DiffOutput:
    """Return a summary with the differences behind it; raise as `read_build` does."""
    summary, *edits = _lines(output)
    comparison = _parse(DiffOutput.model_validate_json, summary)
    listed = tuple(_parse(_EDIT.validate_json, line) for line in edits)
    return comparison.model_copy(update={"edits": listed})


def read_entry(output: Output) -> JournalEntry | RefusalOutput:
    """Return what has gone live, or why it has not; raise as `read_build` does."""
    try:
        return _only(output, JournalEntry.model_validate_json)
    except NotPromotedError as error:
        return RefusalOutput(name=error.name, reasons=error.reasons)


def read_discarded(output: Output) -> DiscardOutput:
    """Return what is gone; raise as `read_build` does."""
    return _only(output, DiscardOutput.model_validate_json)


def _only(output: Output, read: Callable[[bytes], Value]) -> Value:
    lines = _lines(output)
    if len(lines) > 1:
        raise UnreadableError(f"printed {len(lines)} lines in the place of one")
    return _parse(read, lines[0])


def _lines(output: Output) -> list[bytes]:
    """Return the lines that were printed, at least one; raise what says why nothing was done."""
    lines = output.printed.splitlines()
    if not lines:
        raise UnreadableError("printed nothing")
    if output.status == 0:
        return lines
    refusal = _parse(_Refusal.model_validate_json, lines[-1])
    if refusal.reasons:
        raise NotPromotedError(refusal.edition, refusal.reasons)
    raise NotDoneError(refusal.error, refusal.message)


def _parse(read: Callable[[bytes], Value], line: bytes) -> Value:
    try:
        return read(line)
    except ValidationError as error:
        detail = error.errors(include_input=False, include_context=False)[0]
        problem = f"{error.title} {'.'.join(map(str, detail['loc']))}: {detail['type']}"
        raise UnreadableError(problem) from None  # what was printed may be the text's words
