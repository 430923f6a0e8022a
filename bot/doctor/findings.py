"""Findings of the checks: good, doubtful or bad, and what to do about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.errors import BotError
from embeddings.errors import EmbeddingsError

FindingState = Literal["good", "doubtful", "bad"]
STATES: Sequence[FindingState] = ("good", "doubtful", "bad")
"""The states of a finding, from the best to the worst."""

ReadableError = BotError | EmbeddingsError | OSError
"""Errors whose messages are written for a reader."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `remedy` is what to do about it, None where all is good."""

    check: str
    state: FindingState
    text: str
    remedy: str | None = None


def good(check: str, text: str) -> Finding:
    """Report that something is as it should be."""
    return Finding(check, "good", text)


def doubtful(check: str, text: str, remedy: str) -> Finding:
    """Report that something works, or may work, and should be looked at."""
    return Finding(check, "doubtful", text, remedy)


def bad(check: str, text: str, remedy: str) -> Finding:
    """Report that something does not work."""
    return Finding(check, "bad", text, remedy)


def describe_error(check: str, error: ReadableError) -> Finding:
    """Report an error; what follows the last semicolon of its message is the remedy."""
    if isinstance(error, OSError):
        text = f"{error.filename or 'the disk'}: {error.strerror or type(error).__name__}"
        return bad(check, text, "let whoever runs the bot read it")
    text, _, remedy = str(error).rpartition("; ")
    return bad(check, text or remedy, remedy)


def format_megabytes(size: int) -> str:
    """Return a number of bytes in megabytes."""
    return f"{size / 1e6:,.0f} MB"


def find_worst_state(findings: Sequence[Finding]) -> FindingState:
    """Return the worst state among some findings, `good` for none."""
    return max((finding.state for finding in findings), key=STATES.index, default="good")


def summarize(findings: Sequence[Finding]) -> str:
    """Return how many findings are good, doubtful and bad."""
    counts = [sum(finding.state == state for finding in findings) for state in STATES]
    return ", ".join(f"{count} {state}" for count, state in zip(counts, STATES, strict=True))
