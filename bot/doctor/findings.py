"""What was found of one thing: good, doubtful or bad, and what mends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError
from embeddings.errors import EmbeddingsError

State = Literal["good", "doubtful", "bad"]
STATES: Sequence[State] = ("good", "doubtful", "bad")

Told = BotError | EmbeddingsError | OSError
"""Errors whose words are meant for a reader."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; `mend` is what to do about it, None where it is good."""

    check: str
    state: State
    found: str
    mend: str | None = None


def good(check: str, found: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(check, "good", found)


def doubtful(check: str, found: str, mend: str) -> Finding:
    """Say that something works, or may work, and should be looked at."""
    return Finding(check, "doubtful", found, mend)


def bad(check: str, found: str, mend: str) -> Finding:
    """Say that something does not work."""
    return Finding(check, "bad", found, mend)


def refused(check: str, error: Told) -> Finding:
    """Say what an error says: what is wrong, and behind the last semicolon what mends it."""
    if isinstance(error, OSError):
        found = f"{error.filename or 'the disk'}: {error.strerror or type(error).__name__}"
        return bad(check, found, "let whoever runs the bot read it")
    found, _, mend = str(error).rpartition("; ")
    return bad(check, found or mend, mend)


def megabytes(size: int) -> str:
    """Return a number of bytes as it is told."""
    return f"{size / 1e6:,.0f} MB"


def worst(lines: Sequence[Finding]) -> State:
    """Return the worst state of some lines."""
    return max((line.state for line in lines), key=STATES.index, default="good")


def summary(lines: Sequence[Finding]) -> str:
    """Return how many lines are in which state."""
    counts = [sum(line.state == state for line in lines) for state in STATES]
    return ", ".join(f"{count} {state}" for count, state in zip(counts, STATES, strict=True))
