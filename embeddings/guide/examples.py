"""Examples of what to ask a text: those of its manifest entry, or else about its names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from embeddings.concordance.concordance import Concordance
from embeddings.guide.proper_names import proper_names, without_citations
from embeddings.manifest.tables import MAX_EXAMPLE_LENGTH
from embeddings.text.headings import headings
from embeddings.text.stemming import stems
from embeddings.text.synonyms import Synonyms

ABOUT = "What does the text say about {}?"

MAX_NAMES = 12
"""Names that are asked about, of a text whose entry has no examples."""

SUGGESTIONS = 3
"""Examples that a hint names."""


def examples(given: Sequence[str], concordance: Concordance) -> tuple[str, ...]:
    """Return the examples of a manifest entry; where it has none, questions about names."""
    return tuple(given) or questions_about_names(concordance)


def questions_about_names(concordance: Concordance) -> tuple[str, ...]:
    """Return a question about each of the names that a text speaks of most, the first most."""
    questions = (ABOUT.format(subject.phrase) for subject in _distinct_subjects(concordance))
    return tuple(islice((q for q in questions if len(q) <= MAX_EXAMPLE_LENGTH), MAX_NAMES))


def suggestions(asked: Sequence[str]) -> tuple[str, ...]:
    """Return the examples that a hint names: evenly spread, as they stand in order."""
    count = min(SUGGESTIONS, len(asked))
    return tuple(asked[len(asked) * number // count] for number in range(count))


@dataclass(slots=True)
class _Subject:
    """What a text names in one form or several: its commonest form, and where it is named."""

    phrase: str
    paragraphs: set[int]


_Stems = frozenset[str]


def _distinct_subjects(concordance: Concordance) -> Iterator[_Subject]:
    """Yield subjects by the number of paragraphs that name them; of `Ada` and `Ada Marlow` one."""
    subjects = _subjects(concordance)
    yielded: list[_Stems] = []
    for key in sorted(subjects, key=lambda key: -len(subjects[key].paragraphs)):
        if not any(key <= other or other <= key for other in yielded):
            yielded.append(key)
            yield subjects[key]


def _subjects(concordance: Concordance) -> dict[_Stems, _Subject]:
    """Return what a text names outside its headings, the commonest name first."""
    document, folding = concordance.document, Synonyms(concordance.names)
    titles = set(headings(document))
    subjects: dict[_Stems, _Subject] = {}
    names = [name for name in proper_names(without_citations(concordance)) if name.fits]
    for name in sorted(names, key=lambda name: -len(name.places)):
        numbers = {document.paragraph_at(place.start).number for place in name.places} - titles
        if numbers and (key := frozenset(stems(folding.fold(name.name)))):
            subjects.setdefault(key, _Subject(name.phrase, set())).paragraphs |= numbers
    return subjects
