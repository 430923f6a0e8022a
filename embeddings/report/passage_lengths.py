"""How long passages are, by whose words they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from embeddings.concordance.concordance import Concordance
from embeddings.types import Passage, Voice

VOICE_NAMES: dict[Voice, str] = {
    "essay": "the author’s own words",
    "quotation": "quoted words",
    "mixed": "both",
}


@dataclass(frozen=True, slots=True)
class VoiceLengths:
    """The lengths of the passages of one voice, in characters; voice None stands for all."""

    name: str
    voice: Voice | None
    characters: tuple[int, ...]
    shortest: Passage
    longest: Passage

    @property
    def median(self) -> int:
        """The median length."""
        return round(median(self.characters))


def measure_lengths(concordance: Concordance) -> tuple[VoiceLengths, ...]:
    """Return the lengths of the passages of each voice that occurs, and of all passages last."""
    passages = concordance.passages
    if not passages:
        return ()
    groups = [
        (name, voice, [passage for passage in passages if passage.voice == voice])
        for voice, name in VOICE_NAMES.items()
    ]
    by_voice = [_measure(name, voice, group) for name, voice, group in groups if group]
    return (*by_voice, _measure("all", None, passages))


def _measure(name: str, voice: Voice | None, passages: Sequence[Passage]) -> VoiceLengths:
    ordered = sorted(passages, key=_length)
    return VoiceLengths(name, voice, tuple(map(_length, ordered)), ordered[0], ordered[-1])


def _length(passage: Passage) -> int:
    return len(passage.text)
