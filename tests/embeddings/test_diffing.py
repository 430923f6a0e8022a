"""What one edition has that another has not: each edit is named, and nothing besides."""

import pytest
from hypothesis import given

from embeddings.citations import Lore
from embeddings.concordance import Concordance
from embeddings.diffing import Edit, diff
from embeddings.types import Document, Work
from tests.embeddings.correcting import HARMFUL, HARMLESS, corrected, removed_with_its_page
from tests.embeddings.made_up import concordances

LAMP, TIDES = Work("lamp", "The Lamp"), Work("tides", "A Book of Tides", aliases=("Marsh",))


def made(*paragraphs: str) -> Concordance:
    """Return the concordance of a text."""
    return Concordance.of(Document.of("text", "Text", paragraphs), Lore((LAMP, TIDES), LAMP))


def edits(before: str | list[str], after: str | list[str]) -> tuple[Edit, ...]:
    """Return the edits of quotations and citations from one text to another."""
    texts = [[one] if isinstance(one, str) else one for one in (before, after)]
    return tuple(
        one for one in diff(made(*texts[0]), made(*texts[1])).edits if one.what != "paragraph"
    )


@pytest.mark.parametrize("seed", range(12))
def test_twenty_edits_of_ten_kinds_are_named_and_nothing_else(seed: int) -> None:
    draft = corrected(seed, (*HARMLESS, *HARMFUL))
    assert len(draft.before) == draft.size
    found = diff(*(made(*(one.text for one in side)) for side in (draft.before, draft.after))).edits
    named = [(one.what, one.kind, one.before, one.after) for one in found]
    assert len(named) == len(set(named))
    assert set(named) == draft.expected()


def test_what_goes_with_its_paragraph_is_lost() -> None:
    draft = corrected(0, (removed_with_its_page,))
    found = diff(*(made(*(one.text for one in side)) for side in (draft.before, draft.after))).edits
    assert {(one.what, one.kind, one.before, one.after) for one in found} == draft.expected()
    assert all(one.lost for one in found)


@given(concordances())
def test_an_edition_has_all_that_it_has(concordance: Concordance) -> None:
    found = diff(concordance, concordance)
    assert found.edits == ()
    count = len(concordance.document.paragraphs)
    assert found.numbers() == {number: {number} for number in range(1, count + 1)}


@given(concordances(), concordances())
def test_what_is_not_lost_is_there_and_what_is_not_gained_was(
    one: Concordance, other: Concordance
) -> None:
    found = diff(one, other).edits

    def without(what: str, kind: str, count: int) -> int:
        return count - sum((edit.what, edit.kind) == (what, kind) for edit in found)

    kept = without("quotation", "lost", len(one.quotations))
    assert kept == without("quotation", "gained", len(other.quotations))
    kept = without("citation", "lost", len(one.citations))
    assert kept == without("citation", "gained", len(other.citations))


def test_a_page_is_named_with_its_printed_form_its_work_and_its_paragraph() -> None:
    (found,) = edits("He said: “The lamp is lit” (p. 12).", "He said: “The lamp is lit” (p. 13).")
    assert (found.what, found.kind, found.before, found.after) == ("citation", "moved", (1,), (1,))
    assert (found.was, found.now, found.fields) == ("(p. 12)", "(p. 13)", ("page",))
    assert (found.was_cited, found.now_cited) == ("The Lamp, p. 12", "The Lamp, p. 13")


def test_a_page_of_another_work_is_moved() -> None:
    (found,) = edits(
        "He said: “The lamp is lit” (p. 12).", "He said: “The lamp is lit” (Marsh, p. 12)."
    )
    assert (found.kind, found.fields) == ("moved", ("work",))
    assert found.now_cited == "A Book of Tides, p. 12"


def test_a_page_of_no_work_any_more_is_lost_and_another_one_gained() -> None:
    before = made("He said: “The lamp is lit” (p. 12).")
    document = before.document
    after = Concordance.of(document, Lore((LAMP, TIDES)))
    found = diff(before, after).edits
    assert [(one.what, one.kind) for one in found] == [("citation", "lost"), ("citation", "gained")]


def test_a_page_that_closes_another_quotation_is_moved() -> None:
    before = "He said: “The lamp is lit” (p. 12). She said: “The tide is coming in.”"
    after = "He said: “The lamp is lit.” She said: “The tide is coming in” (p. 12)."
    found = {one.what: one for one in edits(before, after) if one.what == "citation"}
    assert (found["citation"].kind, found["citation"].fields) == ("moved", ("quotation",))


def test_a_quotation_that_loses_its_marks_is_lost_and_its_page_closes_none() -> None:
    before = "He said: “The lamp is lit every night” (p. 12)."
    after = "He said: The lamp is lit every night (p. 12)."
    found = {one.what: one for one in edits(before, after)}
    assert found["quotation"].kind == "lost"
    assert found["quotation"].was == "“The lamp is lit every night”"
    assert found["quotation"].was_cited == "(p. 12)"
    assert found["citation"].fields == ("quotation",)


def test_a_quotation_in_another_paragraph_is_moved_with_its_page() -> None:
    said = " He said: “The lamp is lit every night” (p. 12)."
    plain = ["One keeper of the light wrote it all down.", "Another one never wrote a word at all."]
    found = edits([plain[0] + said, plain[1]], [plain[0], plain[1] + said])
    assert [(one.what, one.kind, one.before, one.after) for one in found] == [
        ("quotation", "moved", (1,), (2,))
    ]


def test_a_page_behind_the_authors_own_words_is_known_by_them() -> None:
    before = "The lamp was lit every night (p. 12), and so it went on (p. 14)."
    (found,) = edits(before, before.replace("p. 12", "p. 13"))
    assert (found.kind, found.was, found.now) == ("moved", "(p. 12)", "(p. 13)")
    (lost,) = edits(before, before.replace(" (p. 14)", ""))
    assert (lost.kind, lost.was) == ("lost", "(p. 14)")


def test_of_a_changed_paragraph_the_words_that_differ_are_shown() -> None:
    (found,) = diff(
        made("The keeper lit the old lamp before the tide came in."),
        made("The keeper lit the new lamps before the tide came in."),
    ).edits
    assert (found.was, found.now) == ("old lamp", "new lamps")
