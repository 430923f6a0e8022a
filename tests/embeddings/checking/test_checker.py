"""Whether a quotation is found where it stands, with its page, and what is none is not."""

import json

import pytest

from embeddings.checking.checker import Checker
from embeddings.checking.result import CheckedQuote, LocatedQuote
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance, Text
from embeddings.index.piece_weights import UNRELATED_QUESTIONS
from embeddings.manifest.manifest import Manifest
from embeddings.text.sentences import split_sentences
from embeddings.types import Document, Hit
from tests.conftest import ROOT, shared
from tests.support.changed_files import Drawing, unchanged
from tests.support.checked_quotes import ELSEWHERE, claimed, found_right, is_found
from tests.support.small_text import small

SMALL = small()
CHECKER = Checker(SMALL)


@pytest.fixture(scope="module", params=["essay", "sample"])
def text(request: pytest.FixtureRequest, library: Manifest) -> Concordance:
    """Return the concordances of both essays."""
    paths = {"sample": lambda: ROOT / "data" / "sample" / "essay.txt"}
    path = paths.get(request.param, lambda: shared("essay/essay.txt"))()
    return Text.read(path, library).concordance()


@pytest.fixture(scope="module")
def checker(text: Concordance) -> Checker:
    """Return what checks quotations of it."""
    return Checker(text)


def check(words: str) -> CheckedQuote:
    """Check words that are of one part."""
    (one,) = CHECKER.check(words)
    return one


def found(words: str) -> LocatedQuote:
    """Check words that the small text has."""
    one = check(words)
    assert one.located is not None
    return one.located


def segments(words: str) -> list[tuple[str, str, str]]:
    """Return what differs in words that the small text has."""
    return [
        (one.kind, one.text.strip(), one.words.strip())
        for one in found(words).difference.segments
        if one.kind != "same"
    ]


def test_of_two_hundred_changed_quotations_99_in_100_are_found_with_their_page(
    text: Concordance, checker: Checker
) -> None:
    assert found_right(text, checker, 0) >= 198


def test_an_unchanged_quotation_is_exact_and_nothing_in_it_differs(
    text: Concordance, checker: Checker
) -> None:
    drawing = Drawing(text, 1)
    for _ in range(100):
        for one in checker.check(drawing.quotation(unchanged).words):
            assert one.outcome in ("exact", "short")
            assert one.located is not None
            assert {segment.kind for segment in one.located.difference.segments} <= {"same", "page"}


def test_of_two_hundred_sentences_from_elsewhere_hardly_any_is_found(checker: Checker) -> None:
    lines = ELSEWHERE.read_text("utf-8").splitlines()
    assert len(set(lines)) == 200
    assert min(len(line.split()) for line in lines) >= 8
    assert len(claimed(checker)) <= 2


@pytest.mark.heavy
def test_hardly_a_sentence_or_a_question_of_others_is_found(checker: Checker) -> None:
    paragraphs = json.loads(shared("eval/squad.json").read_text("utf-8"))["paragraphs"]
    texts = [one["text"] for one in paragraphs]
    lines = [text[s.start : s.end].strip() for text in texts[::4] for s in split_sentences(text)]
    lines = [line for line in lines if len(line.split()) >= 8]
    lines += UNRELATED_QUESTIONS.read_text("utf-8").splitlines()
    assert sum(any(map(is_found, checker.check(line))) for line in lines) <= len(lines) / 500


def test_a_word_left_out_is_shown_and_that_word_only() -> None:
    assert segments("“held in the ice from autumn spring” is what Lindqvist tells of") == [
        ("left out", "to", "")
    ]
    assert check("The lamp went out in the storm of winter").outcome == "differs"


@pytest.mark.parametrize(
    ("words", "differing"),
    [
        ("The lamp went out in the storm of that winter", []),
        ("the LAMP—went out, in the storm of that winter!", [("changed", "winter", "winter!")]),
        ("The lamp went out in the great storm of that winter", [("added", "", "great")]),
        ("The lamp went out in the strom of that winter", [("changed", "storm", "strom")]),
        ("The lamp went out in the storm of that summer", [("changed", "winter", "summer")]),
        ("A lamp went out in the storm of that winter", [("changed", "The", "A")]),
        ("lamp went out in the that winter", [("left out", "storm of", "")]),
        ("Nobody wrote down who lit it again, alas", [("added", "", "alas")]),
        ("Nobody wrote down who lit it again?", [("changed", "again.", "again?")]),
    ],
)
def test_what_differs_is_told_word_by_word(
    words: str, differing: list[tuple[str, str, str]]
) -> None:
    assert segments(words) == differing


@pytest.mark.parametrize(
    ("words", "outcome", "verbatim"),
    [
        ("The lamp went out in the storm of that winter", "exact", True),
        ("the lamp went out in the storm of that winter", "exact", False),
        ("“The lamp went out in the storm of that winter”", "exact", True),
        ("The lamp went out in that winter’s storm", "differs", False),
        ("The lamp was carried home by a horse and its foal", "absent", False),
        ("the lamp", "short", True),
        ("by day", "short", False),
    ],
)
def test_the_outcome_tells_what_is_proved(words: str, outcome: str, verbatim: bool) -> None:
    one = check(words)
    assert (one.outcome, one.verbatim) == (outcome, verbatim)


def test_each_place_has_the_page_of_its_own_quotation() -> None:
    parts = CHECKER.check("the loneliest of the public offices … held in the ice from autumn")
    assert [one.located and one.located.place.reference for one in parts] == [
        "in Ines Okafor, The Lamp Keepers, p. 45 · small ¶ 3",
        "in Nils Lindqvist, A Winter on the Ice, pp. 45–47 · small ¶ 3",
    ]
    assert "".join(one.words for one in parts).startswith("the loneliest of the public offices … ")


def test_what_is_left_out_up_to_another_quotation_makes_two() -> None:
    parts = CHECKER.check(
        "Okafor calls it the loneliest of the public offices held in the ice from autumn to spring"
    )
    assert [one.located and one.located.place.voice for one in parts] == ["mixed", "quotation"]


def test_a_page_that_the_text_prints_among_its_words_need_not_be_copied() -> None:
    words = "calls it the loneliest of the public offices, and she had seen a few"
    assert segments(words) == [("page", "” (p. 45),".removeprefix("” "), "")]
    assert check(words).outcome == "exact"
    copied = "calls it “the loneliest of the public offices” (p. 45), and she had seen a few"
    assert segments(copied) == []


@pytest.mark.parametrize(
    ("message", "claims"),
    [
        ("“the loneliest of the public offices” (p. 45)", [("(p. 45)", True)]),
        ("“the loneliest of the public offices” (45)", [("(45)", True)]),
        ("“the loneliest of the public offices” (p. 46)", [("(p. 46)", False)]),
        (
            "“the loneliest of the public offices” (Lindqvist, p. 45)",
            [("(Lindqvist, p. 45)", False)],
        ),
        ("“the loneliest of the public offices” (Okafor, p. 45)", [("(Okafor, p. 45)", True)]),
        ("the loneliest of the public offices (p. 47)", [("(p. 47)", False)]),
        ("the loneliest of the public offices (1848)", []),
        ("“the loneliest of the public offices”, as I read on a wall (p. 9)", []),
    ],
)
def test_a_page_given_with_the_words_is_told_right_from_wrong(
    message: str, claims: list[tuple[str, bool]]
) -> None:
    one = check(message)
    assert one.located is not None
    assert one.located.place.reference == "in Ines Okafor, The Lamp Keepers, p. 45 · small ¶ 3"
    assert [(claim.printed, claim.right) for claim in one.claims] == claims
    assert ("is not the one printed" in one.message) == any(not right for _, right in claims)


def test_a_wrong_page_is_no_difference_of_words_and_still_shown() -> None:
    one = check("the loneliest of the public offices (p. 47)")
    assert one.outcome == "exact"
    assert segments(one.words) == [("other page", "", "(p. 47)")]


def test_the_authors_own_words_have_no_page() -> None:
    place = found("The keepers of the lamp wrote little").place
    assert (place.voice, place.citations) == ("essay", ())
    assert place.reference == "no page given · small ¶ 1"


def test_every_place_of_the_same_words_is_named() -> None:
    text = "The river froze early that year.\n\nNobody saw it.\n\nThe river froze early that year."
    checker = Checker(Concordance.of(Document.of("t", "T", text.split("\n\n")), KnownWorks()))
    (one,) = checker.check("the river froze early that year")
    assert one.located is not None
    assert one.located.place_count == 2
    assert [place.paragraphs for place in (one.located.place, *one.located.others)] == [(1,), (3,)]
    assert "2 places" in one.message


def test_what_is_absent_has_the_passages_with_most_of_its_rare_words() -> None:
    one = check("In a storm the bishop left his carriage to the pianos and the wardrobes")
    assert one.outcome == "absent"
    assert "pianos, wardrobes" in one.nearest[0].passage.text


def test_a_search_may_be_given_for_what_is_nearest() -> None:
    hits = (Hit(SMALL.passages[0], 0.5),)
    (one,) = Checker(SMALL, lambda _words: hits).check("nothing of the kind is to be read anywhere")
    assert [shown.passage for shown in one.nearest] == [SMALL.passages[0]]


def test_words_around_what_is_found_are_neither_hidden_nor_claimed() -> None:
    parts = CHECKER.check(
        "I had eggs for breakfast and they were good. The lamp went out in the storm of that "
        "winter. So much for that, and now to something else entirely."
    )
    assert [one.outcome for one in parts] == ["absent", "exact", "absent"]


def test_marks_that_the_text_has_too_do_not_divide_what_is_checked() -> None:
    words = "Okafor calls it “the loneliest of the public offices” (p. 45), and she had seen a few."
    assert check(words).words == words
