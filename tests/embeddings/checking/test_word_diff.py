"""The difference of two wordings: segments that make up both sides, and say what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from embeddings.checking.errors import UnprovedDifferenceError
from embeddings.checking.segments import QuoteDifference, Segment, are_same_words
from embeddings.checking.word_diff import collate, split_words
from embeddings.text.words import normalize_text
from embeddings.types import Span
from tests.support.made_up_texts import texts


def difference(theirs: str, ours: str) -> QuoteDifference:
    """Collate two wordings, of which no words are known to be the same."""
    return collate(split_words(theirs), split_words(ours), ())


def shown(one: QuoteDifference) -> str:
    """Return a difference with marks."""
    signs = {"same": "{0}", "left out": "[-{0}-]", "added": "[+{1}+]", "changed": "[-{0}-+{1}+]"}
    return "".join(
        signs.get(s.kind, "<{0}|{1}>").format(s.text.strip(), s.words.strip()) + " "
        for s in one.segments
    ).strip()


@given(texts(), texts(), st.data())
def test_the_segments_make_up_both_sides(theirs: str, ours: str, data: st.DataObject) -> None:
    left, right = split_words(theirs), split_words(ours)
    common = LCSseq.opcodes([w.folded for w in left], [w.folded for w in right])
    same = [
        (one.src_start + at, one.dest_start + at)
        for one in common
        if one.tag == "equal"
        for at in range(one.src_end - one.src_start)
        if data.draw(st.booleans())
    ]
    one = collate(left, right, same)
    if normalize_text(theirs) and normalize_text(ours):
        assert (one.text, one.words) == (theirs, ours)
        assert "".join(s.text for s in one.segments) == theirs
        assert "".join(s.words for s in one.segments) == ours


@given(texts())
def test_a_wording_differs_in_nothing_from_itself(text: str) -> None:
    one = difference(text, text)
    assert one.same_words
    assert one.verbatim
    assert {segment.kind for segment in one.segments} <= {"same"}


@given(texts())
def test_the_words_of_a_text_are_cut_apart_and_nothing_is_lost(text: str) -> None:
    words = split_words(text)
    assert [word.folded for word in words] == normalize_text(text).split()
    assert "".join(word.written for word in words) == (text if words else "")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The masses had no arms…Not", ["The ", "masses ", "had ", "no ", "arms…", "Not"]),
        ("crowd—hungry (very), “loud”", ["crowd—", "hungry ", "(very), ", "“loud”"]),
        ("class…(he) said: ‘no’ – and", ["class…", "(he) ", "said: ", "‘no’ – ", "and"]),
        ("one\n\n“…two **three**", ["one\n\n", "“…two ", "**three**"]),
    ],
)
def test_marks_stick_to_their_word(text: str, pieces: list[str]) -> None:
    assert [word.written for word in split_words(text)] == pieces


@pytest.mark.parametrize(
    ("theirs", "ours", "line"),
    [
        ("he did not resign", "he did resign", "he did [-not-] resign"),
        ("he did resign", "he did not resign", "he did [+not+] resign"),
        ("the workers’ council", "the worker’s council", "the [-workers’-+worker’s+] council"),
        ("had no arms", "possessed not any arms", "[-had-+possessed+] [-no-+not+] [+any+] arms"),
        (
            "Mensheviks and Tsars",
            "Menshiviks or Czars",
            "[-Mensheviks-+Menshiviks+] [-and-+or+] [-Tsars-+Czars+]",
        ),
        ("over-crowded ghettos", "overcrowded ghettos", "over-crowded ghettos"),
        ("we’re here", "were here", "[-we’re-+were+] here"),
        ("is it so?", "is it so.", "is it [-so?-+so.+]"),
        ("is it so?!", "is it so??", "is it [-so?!-+so??+]"),
        ("“Now,” he said – “now”.", '"now" he said -- "NOW"', "“Now,” he said – “now”."),
        ("émigrés left", "emigres left", "émigrés left"),
    ],
)
def test_a_difference_reads_word_by_word(theirs: str, ours: str, line: str) -> None:
    assert shown(difference(theirs, ours)) == line


@pytest.mark.parametrize(
    ("ours", "line"),
    [
        ("snap (p. 176, 77) the bonds", "snap (p. 176, 77) the bonds"),
        ("snap the bonds", "snap <(p. 176, 77)|> the bonds"),
        ("snap all the bonds", "snap <(p. 176, 77)|> [+all+] the bonds"),
        ("snap in 1905 the bonds", "snap [-(p. 176, 77)-+in 1905+] the bonds"),
    ],
)
def test_a_page_among_the_words_is_no_word_of_them(ours: str, line: str) -> None:
    text = "snap (p. 176, 77) the bonds"
    theirs = split_words(text, [Span(5, 17)])
    one = collate(theirs, split_words(ours), ())
    assert shown(one) == line
    assert one.same_words == ("1905" not in ours and "all" not in ours)


def test_a_right_page_and_a_wrong_one_are_told_apart() -> None:
    words = "snap (p. 9) the bonds"
    for name, kind in (("pages", "page"), ("other_pages", "other page")):
        ours = split_words(words, **{name: [Span(5, 11)]})
        one = collate(split_words("snap the bonds"), ours, ())
        assert [s.kind for s in one.segments] == ["same", kind, "same"]
        assert one.same_words
        assert not one.verbatim


@pytest.mark.parametrize(
    "segment",
    [
        ("same", "not", "now"),
        ("same", "", ""),
        ("left out", "not", "not"),
        ("left out", "…", ""),
        ("added", "not", "not"),
        ("added", "", "…"),
        ("changed", "not", ""),
        ("page", "", " "),
        ("other page", "(45)", ""),
    ],
)
def test_a_segment_that_is_not_what_it_says_cannot_be_made(segment: tuple[str, str, str]) -> None:
    with pytest.raises(UnprovedDifferenceError, match="was not shown"):
        Segment(*segment)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "words"), [("the ice", "the ice"), ("The ice ", "the ice ")])
def test_a_difference_that_does_not_make_up_both_sides_cannot_be_made(
    text: str, words: str
) -> None:
    segments = (Segment("same", "The ", "the "), Segment("same", "ice", "ice"))
    assert QuoteDifference("The ice", "the ice", segments)
    with pytest.raises(UnprovedDifferenceError):
        QuoteDifference(text, words, segments)


@pytest.mark.parametrize(
    ("theirs", "ours", "same"),
    [
        ("Co-operate", "cooperate", True),
        ("Co-operate", "co operate", True),
        ("not able", "notable", False),
        ("Ice!", "ice", True),
        ("ice", "rice", False),
    ],
)
def test_hyphens_make_no_other_words_and_blanks_do(theirs: str, ours: str, same: bool) -> None:
    assert are_same_words(theirs, ours) == same
