"""Quotations, bound to their citations and lead-ins."""

import re

import pytest
from hypothesis import given

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.readers import blocks
from embeddings.types import Document, Name, Quotation, Work
from tests.support.made_up_texts import concordances

DIARY = Work("diary", "Diary in Exile", (Name("Trotsky", "Leon"),))
LOST = Work("lost", "How the Revolution Was Lost", (Name("Harman", "Chris"),))
LORE = KnownWorks((DIARY, LOST), LOST)


def read(text: str) -> Concordance:
    """Read a small text."""
    return Concordance.of(Document.of("text", "A text", blocks(text)), LORE)


def lead_in(concordance: Concordance, quotation: Quotation) -> str | None:
    """Return the words of a lead-in."""
    span = quotation.lead_in
    return concordance.document.quote(span.start, span.end) if span else None


def test_words_in_marks_are_a_quotation_from_four_on_or_with_a_citation() -> None:
    found = read("He said “bread”, “bread, peace, land and power”, and “snow” (45).")
    text = found.document.text
    words = [text[one.start : one.end] for one in found.quotations]
    assert words == ["“bread, peace, land and power”", "“snow”"]


def test_a_known_title_in_marks_is_no_quotation() -> None:
    assert read("He read “How the Revolution Was Lost” again.").quotations == ()


def test_one_citation_may_cover_several_quotations() -> None:
    found = read("Three things:\n\n“It froze…”;\n\n“It thawed…”;\n\n“It froze again (161-63)…”")
    (quotation,) = found.quotations
    assert found.document.paragraphs_in(quotation.span) == (2, 3, 4)
    assert found.citations[0].quotation_paragraph == 2


def test_quotations_that_nothing_joins_do_not_share_a_citation() -> None:
    found = read("“It froze that night.”\n\n“It thawed (45)…”")
    assert [len(one.citations) for one in found.quotations] == [0, 1]


def test_a_line_under_a_quotation_names_its_work() -> None:
    found = read("“There is no one left now.”\n\n– Trotsky, Diary in Exile")
    assert (found.quotations[0].key, found.quotations[0].citations) == ("diary", ())
    found = read("“There is no one left now.”\n\n— Anna Petrova, Letters")
    assert (found.quotations[0].key, found.quotations[0].work) == (None, "Anna Petrova, Letters")


def test_a_line_under_a_quotation_may_carry_the_page() -> None:
    found = read("“There is no one left now.”\n\n– Trotsky, Diary in Exile, p. 46")
    (citation,) = found.quotations[0].citations
    assert (citation.work, citation.first_page, citation.quotation_paragraph) == (
        "Diary in Exile",
        46,
        1,
    )
    assert len(found.passages) == 1


def test_a_bracket_behind_a_quotation_may_name_its_work_without_a_page() -> None:
    found = read("It was “the pivot on which all turns” (Diary in Exile by Leon Trotsky).")
    assert (found.quotations[0].key, found.citations) == ("diary", ())


def test_a_lead_in_is_the_sentence_that_introduces_and_the_one_before() -> None:
    found = read("It was late. He sat. Then he wrote: “It froze all night” (45).")
    assert lead_in(found, found.quotations[0]) == "He sat. Then he wrote:"


def test_a_quotation_that_begins_a_paragraph_is_introduced_at_the_end_of_the_one_before() -> None:
    found = read("It was late. Trotsky rose to speak:\n\n“It froze all night” (45).")
    assert lead_in(found, found.quotations[0]) == "It was late. Trotsky rose to speak:"


def test_a_paragraph_introduces_the_quotation_behind_it_however_it_ends() -> None:
    found = read("What did she say?\n\n“It froze all night” (45).")
    assert lead_in(found, found.quotations[0]) == "What did she say?"


def test_paragraphs_that_open_the_mark_again_are_one_quotation_under_one_citation() -> None:
    found = read("She wrote:\n\n“It froze all night long.\n\n“It thawed by day (46).”")
    (quotation,) = found.quotations
    assert found.document.paragraphs_in(quotation.span) == (2, 3)
    assert lead_in(found, quotation) == "She wrote:"


def test_paragraphs_that_open_the_mark_again_without_a_page_have_one_lead_in() -> None:
    found = read("She wrote:\n\n“It froze all night long.\n\n“It thawed by day.”")
    assert [lead_in(found, one) for one in found.quotations] == ["She wrote:", "She wrote:"]


def test_an_open_mark_behind_which_the_author_speaks_is_not_joined() -> None:
    found = read("“It froze all night long.\n\nShe wrote: “It thawed by day” (46).")
    assert [len(one.citations) for one in found.quotations] == [0, 1]
    assert found.citations[0].quotation_paragraph == 2


def test_a_lead_in_does_not_begin_with_the_rest_of_an_earlier_sentence() -> None:
    found = read("He said “it froze all night” (a boy); it did. “We saw it first of all,” he said.")
    assert lead_in(found, found.quotations[1]) is None


def test_a_lead_in_never_reaches_over_another_quotation() -> None:
    found = read("He wrote “it froze all night” (45). She answered: “it thawed by day” (46).")
    assert lead_in(found, found.quotations[1]) == "She answered:"
    found = read("He wrote:\n\n“It froze all night (45)…”\n\n“It thawed by day (46)…”")
    assert lead_in(found, found.quotations[1]) is None


@given(concordances())
def test_every_quotation_and_lead_in_is_cut_from_the_text(concordance: Concordance) -> None:
    text = concordance.document.text
    for one in concordance.quotations:
        assert re.match("[“‘\"'«„‚‹»”’]", text[one.start])
        if one.lead_in is not None:
            words = concordance.document.quote(one.lead_in.start, one.lead_in.end)
            assert words.strip() == words
            assert one.lead_in.end <= one.start


@given(concordances())
def test_a_citation_and_the_quotation_it_closes_know_each_other(concordance: Concordance) -> None:
    quotations = {one.span: one for one in concordance.quotations}
    for citation in concordance.citations:
        if citation.closes is not None:
            assert citation in quotations[citation.closes].citations
            start = concordance.document.paragraph_at(citation.closes.start)
            assert citation.quotation_paragraph == start.number
        else:
            assert citation.quotation_paragraph is None


@pytest.mark.parametrize(
    "words",
    [
        "Okafor (1987, p. 45) notes that “the river froze in the night”.",
        "Okafor (1987: 45–46) calls it “a court without judges”, and no more.",
        "In Okafor’s (1987 [2004], p. 45) phrase, “the republic of wet coats”, much is lost.",
    ],
)
def test_author_and_year_in_the_sentence_give_their_page_to_what_they_lead_in(words: str) -> None:
    concordance = read(words)
    (quotation,) = concordance.quotations
    (citation,) = quotation.citations
    assert citation in concordance.citations
    assert (citation.first_page, citation.closes) == (45, quotation.span)


@pytest.mark.parametrize(
    "words",
    [
        "Okafor (1987, p. 45) notes it. “The river froze in the night.”",
        "Okafor (1987, p. 45) notes “the river froze in the night” (p. 50).",
        "The river froze (45) and some called it “the end of the harbour”.",
        "Okafor (1987) notes that “the river froze in the night”.",
    ],
)
def test_a_page_before_other_words_is_not_given_to_a_quotation(words: str) -> None:
    pages = [
        page.first_page for quotation in read(words).quotations for page in quotation.citations
    ]
    assert 45 not in pages
