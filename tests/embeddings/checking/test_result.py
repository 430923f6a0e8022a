"""What is said of checked words: as much as is proved, and nothing of other words."""

import pytest

from embeddings.checking.errors import UnprovedDifferenceError
from embeddings.checking.location import locate_span
from embeddings.checking.result import CheckedQuote, LocatedQuote, PageClaim
from embeddings.checking.segments import QuoteDifference, Segment
from embeddings.types import Span
from tests.support.small_text import TEXT, small

SMALL = small()
WORDS = "The lamp went out"
HERE = locate_span(SMALL, Span(TEXT.index(WORDS), TEXT.index(WORDS) + len(WORDS)))


def found(*segments: Segment, place_count: int = 1) -> LocatedQuote:
    """Return words found at one place."""
    theirs, ours = "".join(s.text for s in segments), "".join(s.words for s in segments)
    return LocatedQuote(HERE, QuoteDifference(theirs, ours, segments), place_count=place_count)


def checked(
    one: LocatedQuote | None, *, slight: bool = False, claims: tuple[PageClaim, ...] = ()
) -> CheckedQuote:
    """Return words that were checked."""
    words = one.difference.words if one else "no words of it"
    span = Span(0, len(words))
    return CheckedQuote(words, span, span, one, slight=slight, claims=claims)


SAME = found(Segment("same", WORDS, WORDS))
OTHER_CASE = found(Segment("same", WORDS, WORDS.lower()))
CHANGED = found(
    Segment("changed", "The ", "A "),
    Segment("same", "lamp ", "lamp "),
    Segment("left out", "went out", ""),
    Segment("added", "", "burned all night"),
)
WITH_PAGE = found(Segment("same", WORDS, WORDS), Segment("page", "", " (p. 1)"))


@pytest.mark.parametrize(
    ("one", "outcome", "message"),
    [
        (checked(SAME), "exact", "The text has these words, letter for letter."),
        (
            checked(OTHER_CASE),
            "exact",
            "The text has these words; only marks, capitals or white space are written otherwise.",
        ),
        (
            checked(CHANGED),
            "differs",
            "The text has these words otherwise. Left out: 2. Added: 3. Changed: 1.",
        ),
        (checked(None), "absent", "These words are not in the text."),
        (
            checked(None, slight=True),
            "short",
            "These words are too few to say whether they are taken from the text.",
        ),
        (
            checked(SAME, slight=True),
            "short",
            "The text has these words, but words so few or so common are no quotation.",
        ),
        (
            checked(found(Segment("same", WORDS, WORDS), place_count=7)),
            "exact",
            "The text has these words, letter for letter. They stand in 7 places of it.",
        ),
        (
            checked(
                SAME, claims=(PageClaim("(p. 1)", right=True), PageClaim("(p. 2)", right=False))
            ),
            "exact",
            (
                "The text has these words, letter for letter. "
                "The page given with them, (p. 2), is not the one printed for them."
            ),
        ),
        (
            checked(WITH_PAGE),
            "exact",
            "The text has these words; only marks, capitals or white space are written otherwise.",
        ),
    ],
    ids=range(9),
)
def test_what_is_said_is_what_is_proved(one: CheckedQuote, outcome: str, message: str) -> None:
    assert (one.outcome, one.message) == (outcome, message)


def test_words_cannot_be_shown_with_the_difference_of_others() -> None:
    with pytest.raises(UnprovedDifferenceError):
        CheckedQuote("The ship went out", Span(0, 17), Span(0, 17), SAME)


def test_a_place_cannot_be_shown_with_the_difference_to_another() -> None:
    segment = Segment("same", "The ship", "The ship")
    with pytest.raises(UnprovedDifferenceError):
        LocatedQuote(HERE, QuoteDifference("The ship", "The ship", (segment,)))


def test_each_segment_is_told_with_its_place_in_the_text() -> None:
    spans = [(segment.text, span) for segment, span in CHANGED.segments()]
    assert [TEXT[span.start : span.end] for _, span in spans] == [text for text, _ in spans]
