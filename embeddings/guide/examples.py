"""Example questions for a text: those of its manifest entry, or else about its names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from embeddings.concordance.concordance import Concordance
from embeddings.guide.proper_names import find_proper_names, hide_citations
from embeddings.manifest.tables import MAX_EXAMPLE_LENGTH
from embeddings.text.headings import find_headings
from embeddings.text.words import Synonyms, stem_words

QUESTION_ABOUT = "What does the text say about {}?"

MAX_NAMES = 12
"""Names that are asked about if the manifest entry has no examples."""

MAX_SUGGESTIONS = 3
"""Examples that a hint suggests."""


def choose_examples(given: Sequence[str], concordance: Concordance) -> tuple[str, ...]:
    """Return the examples of a manifest entry, or questions about names if it has none."""
    return tuple(given) or ask_about_names(concordance)


def ask_about_names(concordance: Concordance) -> tuple[str, ...]:
    """Return a question about each of the names that a text mentions most, in that order."""
    questions = (QUESTION_ABOUT.format(subject.phrase) for subject in _rank_subjects(concordance))
    short = (question for question in questions if len(question) <= MAX_EXAMPLE_LENGTH)
    return tuple(islice(short, MAX_NAMES))


def choose_suggestions(asked: Sequence[str]) -> tuple[str, ...]:
    """Return the examples that a hint suggests: evenly spread, in order."""
    count = min(MAX_SUGGESTIONS, len(asked))
    return tuple(asked[len(asked) * number // count] for number in range(count))


@dataclass(slots=True)
class _Subject:
    """What one or several forms of a name stand for: the commonest form, and where it stands."""

    phrase: str
    paragraphs: set[int]


_Stems = frozenset[str]


def _rank_subjects(concordance: Concordance) -> Iterator[_Subject]:
    """Yield subjects by how many paragraphs name them; of `Ada` and `Ada Marlow` only one."""
    subjects = _find_subjects(concordance)
    yielded: list[_Stems] = []
    for key in sorted(subjects, key=lambda key: -len(subjects[key].paragraphs)):
        if not any(key <= other or other <= key for other in yielded):
            yielded.append(key)
            yield subjects[key]


def _find_subjects(concordance: Concordance) -> dict[_Stems, _Subject]:
    """Return what a text names outside its headings, the commonest name first, by stems."""
    document, folding = concordance.document, Synonyms(concordance.names)
    titles = set(find_headings(document))
    subjects: dict[_Stems, _Subject] = {}
    names = [name for name in find_proper_names(hide_citations(concordance)) if name.fits]
    for name in sorted(names, key=lambda name: -len(name.places)):
        numbers = {document.paragraph_at(place.start).number for place in name.places} - titles
        if numbers and (key := frozenset(stem_words(folding.fold(name.name)))):
            subjects.setdefault(key, _Subject(name.phrase, set())).paragraphs |= numbers
    return subjects
