"""All that a report says of an index, gathered: what it holds, and how it answers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.diagnostics import Doubt, doubtful
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.opening import answering
from embeddings.editions.summary import About, about
from embeddings.evaluation.evaluate import Question, Result
from embeddings.guide.guide import Section
from embeddings.index.index import Index
from embeddings.lookup.works import CitedWork, works
from embeddings.report.cited_pages import Cited, cited
from embeddings.report.edition_comparison import EditionComparison, beside, two_of
from embeddings.report.passage_lengths import Lengths, lengths
from embeddings.report.question_results import Draw, Measured, measured
from embeddings.report.semantic_map import Meaning, meaning


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text, and how much of what is found in it begins there."""

    section: Section
    quotations: int
    citations: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says; `beside` is a sentence where there is no other edition to show."""

    name: str
    about: About
    concordance: Concordance
    parts: tuple[Part, ...]
    works: tuple[CitedWork, ...]
    cited: tuple[Cited, ...]
    lengths: tuple[Lengths, ...]
    meaning: Meaning | None
    doubts: tuple[Doubt, ...]
    measured: Measured | None
    beside: EditionComparison | str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is to be of besides the index: questions, and another edition."""

    questions: Sequence[Question] = ()
    against: str | None = None
    draw: Draw = iter


def report(editions: Editions, edition: Edition, wanted: Wanted) -> Report:
    """Return the report on the live edition of an index."""
    concordance = edition.concordance
    asked = _measured(editions, edition, wanted) if wanted.questions else None
    return Report(
        name=edition.path.name,
        about=about(edition),
        concordance=concordance,
        parts=parts(concordance, edition.guide.sections),
        works=works(concordance),
        cited=cited(concordance),
        lengths=lengths(concordance),
        meaning=meaning(Index.load(edition.path, concordance)),
        doubts=tuple(doubtful(concordance)),
        measured=asked,
        beside=_beside(editions, edition, wanted, asked),
    )


def _beside(
    editions: Editions, edition: Edition, wanted: Wanted, asked: Measured | None
) -> EditionComparison | str:
    two = two_of(editions, edition, wanted.against)
    if isinstance(two, str):
        return two
    own: Sequence[Result] = asked.asked if asked else ()
    others = _measured(editions, two.other, wanted).asked if asked else ()
    return beside(editions, two, (others, own) if two.other is two.before else (own, others))


def _measured(editions: Editions, edition: Edition, wanted: Wanted) -> Measured:
    return measured(wanted.questions, answering(edition, editions.models), wanted.draw)


def parts(concordance: Concordance, sections: Sequence[Section]) -> tuple[Part, ...]:
    """Return the parts of a text with the quotations and citations that begin in each."""
    document, firsts = concordance.document, [one.first for one in sections]
    quoted, cited_in = (
        Counter(bisect_right(firsts, number) - 1 for number in numbers)
        for numbers in (
            [document.paragraph_at(one.start).number for one in concordance.quotations],
            [one.paragraph for one in concordance.citations],
        )
    )
    return tuple(Part(one, quoted[at], cited_in[at]) for at, one in enumerate(sections))
