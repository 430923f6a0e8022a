"""How long passages are, by whose words they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from embeddings.concordance.concordance import Concordance
from embeddings.types import Passage, Voice

VOICES: dict[Voice, str] = {
    "essay": "the author’s own words",
    "quotation": "quoted words",
    "mixed": "both",
}


@dataclass(frozen=True, slots=True)
class Lengths:
    """Passages of one voice, or all: how long they are in characters."""

    name: str
    voice: Voice | None
    characters: tuple[int, ...]
    shortest: Passage
    longest: Passage

    @property
    def median(self) -> int:
        """The length that half of them reach."""
        return round(median(self.characters))


def lengths(concordance: Concordance) -> tuple[Lengths, ...]:
    """Return the lengths of the passages of each voice that there is, then of all."""
    every = concordance.passages
    groups = [
        (name, voice, [one for one in every if one.voice == voice])
        for voice, name in VOICES.items()
    ]
    found = [_lengths(name, voice, group) for name, voice, group in groups if group]
    return (*found, _lengths("all", None, every)) if every else ()


def _lengths(name: str, voice: Voice | None, passages: Sequence[Passage]) -> Lengths:
    order = sorted(passages, key=_length)
    return Lengths(name, voice, tuple(map(_length, order)), order[0], order[-1])


def _length(passage: Passage) -> int:
    return len(passage.text)
