"""What one edition has that another has not: each edit is named, and nothing besides."""

import pytest
from hypothesis import given

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.diff.diff import Edit, diff
from embeddings.types import Document, Work
from embeddings.types.document import Block, PageBreak
from tests.support.corrected_texts import HARMFUL, HARMLESS, corrected, removed_with_its_page
from tests.support.made_up_texts import concordances

LAMP, TIDES = Work("lamp", "The Lamp"), Work("tides", "A Book of Tides", aliases=("Marsh",))


def made(*paragraphs: str) -> Concordance:
    """Return the concordance of a text."""
    return Concordance.of(Document.of("text", "Text", paragraphs), KnownWorks((LAMP, TIDES), LAMP))


def paged(*blocks: tuple[str, str]) -> Concordance:
    """Return the concordance of a text, each paragraph with the pages of the file it stands on."""
    made = (
        Block(words, pages=tuple(PageBreak(7 * at, one) for at, one in enumerate(pages.split())))
        for words, pages in blocks
    )
    return Concordance.of(Document.of("text", "Text", made), KnownWorks())


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
    assert found.map_paragraphs() == {number: {number} for number in range(1, count + 1)}


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
    after = Concordance.of(document, KnownWorks((LAMP, TIDES)))
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


LIT, KEPT, NEVER = (
    "The keeper lit the old lamp before the tide came in.",
    "His daughter kept her word until the winter was over.",
    "Nobody ever wrote down who had painted the green door.",
)


@pytest.mark.parametrize(
    ("was", "now", "kind", "was_cited", "now_cited"),
    [
        ("xii", "", "lost", "p. xii", None),
        ("4 5", "", "lost", "pp. 4–5", None),
        ("", "4 5 6", "gained", None, "pp. 4–6"),
        ("4", "5", "moved", "p. 4", "p. 5"),
        ("4", "4 5", "moved", "p. 4", "pp. 4–5"),
        ("xii", "12", "moved", "p. xii", "p. 12"),
    ],
)
def test_pages_of_the_file_are_lost_gained_or_moved(
    was: str, now: str, kind: str, was_cited: str | None, now_cited: str | None
) -> None:
    (found,) = diff(paged((LIT, "1"), (KEPT, was)), paged((LIT, "1"), (KEPT, now))).edits
    assert (found.what, found.kind, found.before, found.after) == ("page", kind, (2,), (2,))
    assert (found.was, found.now, found.fields) == (None, None, ())
    assert (found.was_cited, found.now_cited) == (was_cited, now_cited)
    assert found.lost == (kind == "lost")


@pytest.mark.parametrize("pages", ["", "4", "4 5"])
def test_pages_of_the_file_that_are_the_same_are_no_difference(pages: str) -> None:
    assert diff(paged((LIT, pages)), paged((LIT, pages))).edits == ()


def test_a_paragraph_put_in_moves_those_behind_it_that_stand_on_other_pages_now() -> None:
    before = paged((LIT, "1"), (KEPT, "1"))
    after = paged((NEVER, "1"), (LIT, "1"), (KEPT, "2"))
    added, moved = diff(before, after).edits
    assert (added.what, added.kind) == ("paragraph", "added")
    assert (moved.what, moved.kind, moved.before, moved.after) == ("page", "moved", (2,), (3,))


def test_pages_of_a_paragraph_that_is_removed_are_not_named_beside_it() -> None:
    found = diff(paged((LIT, "1"), (KEPT, "2")), paged((LIT, "1"))).edits
    assert [(one.what, one.kind) for one in found] == [("paragraph", "removed")]


def test_a_paragraph_that_is_divided_has_the_pages_of_its_parts() -> None:
    whole = paged((NEVER, "3"), (f"{LIT} {KEPT}", "4 5"))
    (found,) = diff(whole, paged((NEVER, "3"), (LIT, "4"), (KEPT, "5"))).edits
    assert (found.what, found.kind) == ("paragraph", "divided")
    _, moved = diff(whole, paged((NEVER, "3"), (LIT, "4"), (KEPT, "6"))).edits
    assert (moved.what, moved.kind, moved.before, moved.after) == ("page", "moved", (2,), (2, 3))
    assert (moved.was_cited, moved.now_cited) == ("pp. 4–5", "pp. 4–6")


@given(concordances())
def test_the_same_words_without_the_pages_of_their_file_lose_them_all(one: Concordance) -> None:
    document = one.document
    texts = [document.text[p.start : p.end] for p in document.paragraphs]
    with_pages = paged(*((words, str(at)) for at, words in enumerate(texts)))
    without = paged(*((words, "") for words in texts))
    places = [(number,) for number in range(1, len(texts) + 1)]
    lost, gained = diff(with_pages, without).edits, diff(without, with_pages).edits
    assert [(e.what, e.kind, e.before) for e in lost] == [("page", "lost", at) for at in places]
    assert [(e.what, e.kind, e.after) for e in gained] == [("page", "gained", at) for at in places]
