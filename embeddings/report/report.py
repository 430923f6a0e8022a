"""The contents of a report: what an index holds, and how it answers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.diagnostics import Doubt, check_concordance
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.opening import make_answerer
from embeddings.editions.summary import EditionSummary, summarize_edition
from embeddings.evaluation.evaluate import EvaluationQuestion, Result
from embeddings.guide.guide import Section
from embeddings.index.index import Index
from embeddings.lookup.works import CitedWork, list_cited_works
from embeddings.report.cited_pages import WorkPages, collect_cited_pages
from embeddings.report.edition_comparison import EditionComparison, compare_editions, pair_editions
from embeddings.report.passage_lengths import VoiceLengths, measure_lengths
from embeddings.report.question_results import QuestionResults, Track, measure_answers
from embeddings.report.semantic_map import SemanticMap, map_passages


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """A section of a text, with the number of quotations and citations that begin in it."""

    section: Section
    quotations: int
    citations: int


@dataclass(frozen=True, slots=True)
class Report:
    """The contents of a report.

    `comparison` is a sentence where there is no other edition to compare.
    """

    name: str
    about: EditionSummary
    concordance: Concordance
    parts: tuple[SectionCounts, ...]
    works: tuple[CitedWork, ...]
    work_pages: tuple[WorkPages, ...]
    lengths: tuple[VoiceLengths, ...]
    semantic_map: SemanticMap | None
    doubts: tuple[Doubt, ...]
    questions: QuestionResults | None
    comparison: EditionComparison | str


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a report covers besides the index: questions to ask, and an edition to compare."""

    questions: Sequence[EvaluationQuestion] = ()
    against: str | None = None
    track: Track = iter


def gather_report(editions: Editions, edition: Edition, wanted: ReportOptions) -> Report:
    """Return the report on the live edition of an index."""
    concordance = edition.concordance
    results = _ask(editions, edition, wanted) if wanted.questions else None
    return Report(
        name=edition.path.name,
        about=summarize_edition(edition),
        concordance=concordance,
        parts=_count_by_section(concordance, edition.guide.sections),
        works=list_cited_works(concordance),
        work_pages=collect_cited_pages(concordance),
        lengths=measure_lengths(concordance),
        semantic_map=map_passages(Index.load(edition.path, concordance)),
        doubts=tuple(check_concordance(concordance)),
        questions=results,
        comparison=_compare(editions, edition, wanted, results),
    )


def _compare(
    editions: Editions, live: Edition, wanted: ReportOptions, results: QuestionResults | None
) -> EditionComparison | str:
    """Compare the live edition with another, by the same questions if any were asked."""
    pair = pair_editions(editions, live, wanted.against)
    if isinstance(pair, str):
        return pair
    of_live: Sequence[Result] = results.results if results else ()
    of_other = _ask(editions, pair.other, wanted).results if results else ()
    in_order = (of_other, of_live) if pair.other is pair.before else (of_live, of_other)
    return compare_editions(editions, pair, in_order)


def _ask(editions: Editions, edition: Edition, wanted: ReportOptions) -> QuestionResults:
    return measure_answers(wanted.questions, make_answerer(edition, editions.models), wanted.track)


def _count_by_section(
    concordance: Concordance, sections: Sequence[Section]
) -> tuple[SectionCounts, ...]:
    """Return the sections of a text with the quotations and citations that begin in each."""
    document, firsts = concordance.document, [section.first for section in sections]
    quotations, citations = (
        Counter(bisect_right(firsts, paragraph) - 1 for paragraph in paragraphs)
        for paragraphs in (
            [document.paragraph_at(quotation.start).number for quotation in concordance.quotations],
            [citation.paragraph for citation in concordance.citations],
        )
    )
    return tuple(
        SectionCounts(section, quotations[at], citations[at]) for at, section in enumerate(sections)
    )
