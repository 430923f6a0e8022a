"""Whether a piece of a text is found again, exact or half-remembered, and nothing else."""

import json
import random
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from embeddings.concordance.concordance import Concordance
from embeddings.index.piece_weights import UNRELATED_QUESTIONS
from embeddings.text import search
from embeddings.text.search import (
    MAX_PLACES,
    MAX_WORDS,
    MIN_SIMILARITY,
    MIN_WORDS,
    Match,
    TextSearch,
)
from embeddings.text.words import normalize_text
from embeddings.types import Span
from tests.conftest import shared
from tests.support.made_up_texts import texts

TEXT = """The river froze early that year (45), and the “workers’ council” met on the ice …
in boats that could not move. Nobody [p. 161-63] laughed.

Émile’s co-operative café sold bread; the crowd—hungry, loud—waited (Harman, p. 21)
for hours outside its door."""


def _in_capitals(text: str) -> str:
    return "".join(one.upper() if one.isascii() else one for one in text)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _with(signs: str, others: str) -> Callable[[str], str]:
    return lambda text: re.sub(f"[{signs}]", others, text)


FORMS = (
    _in_capitals,
    _decomposed,
    _with("“”„«»", '"'),
    _with('"', "“"),
    _with("’‘", "'"),
    _with("—–", "--"),
    _with("-", "—"),
    _with("…", "..."),
    _with(",;:.!?", " "),
    _with(" ", "\n"),
    _with(" ", " \t "),
)


@st.composite
def cut(draw: st.DrawFn) -> tuple[str, Span, str]:
    """Draw a text, a stretch of whole words of it, and how somebody may write that."""
    text = draw(texts())
    words = [match.span() for match in re.finditer(r"\S+", text)]
    assume(words)
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    span = Span(words[first][0], words[last][1])
    written = text[span.start : span.end]
    for form in draw(st.lists(st.sampled_from(FORMS), max_size=4)):
        written = form(written)
    return text, span, written


def _words_of(finder: TextSearch, words: str) -> list[str]:
    return [finder.text[span.start : span.end] for span in finder.find_exact(words)]


@given(cut())
def test_any_stretch_of_a_text_is_found_however_it_is_written(drawn: tuple[str, Span, str]) -> None:
    text, cut_from, written = drawn
    found = TextSearch(text).find_exact(written)
    if not normalize_text(written):
        assert found == []
    elif len(found) < MAX_PLACES:
        assert any(cut_from.holds(span) for span in found)
        assert normalize_text(written) in [
            normalize_text(text[span.start : span.end]) for span in found
        ]


@given(cut())
def test_what_is_found_begins_and_ends_with_a_word(drawn: tuple[str, Span, str]) -> None:
    text, _, written = drawn
    for span in TextSearch(text).find_exact(written):
        before, behind = text[: span.start][-1:], text[span.end :][:1]
        assert text[span.start].isalnum()
        assert not normalize_text(before)
        assert not normalize_text(behind)
        assert not unicodedata.category(behind or " ").startswith("M")


@given(cut())
def test_the_stretch_itself_is_the_closest_there_is(drawn: tuple[str, Span, str]) -> None:
    text, _, written = drawn
    found = TextSearch(text).find_closest(written, [Span(0, len(text))])
    assert found is None or found.score >= MIN_SIMILARITY
    if (
        len(re.sub(r"\W+", " ", normalize_text(written)).split()) > 3 * MIN_WORDS
        and "(" not in written
    ):
        assert found is not None


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("the workers' council met on the ice", "the “workers’ council” met on the ice"),
        ("THE ICE IN BOATS", "the ice …\nin boats"),
        ("early that year and the", "early that year (45), and the"),
        ("early that year (45), and the", "early that year (45), and the"),
        ("nobody laughed", "Nobody [p. 161-63] laughed"),
        ("emiles co operative cafe", "Émile’s co-operative café"),
        ("loud... waited for hours", "loud—waited (Harman, p. 21)\nfor hours"),
        ("move nobody", "move. Nobody"),
        ("laughed. Émile's", "laughed.\n\nÉmile’s"),
    ],
)
def test_marks_pages_and_accents_do_not_matter(written: str, text: str) -> None:
    assert _words_of(TextSearch(TEXT), written) == [text]


@pytest.mark.parametrize("written", ["", "…", "cil met", "the ice boats", "hungry quiet", "()"])
def test_what_does_not_stand_there_is_not_found(written: str) -> None:
    assert TextSearch(TEXT).find_exact(written) == []


def test_every_place_is_found_in_reading_order_up_to_a_bound() -> None:
    finder = TextSearch("snow fell. " * 80)
    assert _words_of(finder, "Snow fell")[:2] == ["snow fell", "snow fell"]
    assert [span.start for span in finder.find_exact("snow")] == [
        11 * at for at in range(MAX_PLACES)
    ]


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("снег шёл всю ночь", "Снег шёл всю ночь"),
        ("जल जीवन", "जल, जीवन"),
        ("شتاء بارد", "شتاء بارد"),
    ],
)
def test_other_scripts_are_found_too(words: str, span: str) -> None:
    assert _words_of(TextSearch("Снег шёл всю ночь. जल, जीवन है। شتاء بارد جدا"), words) == [span]


def test_an_accent_belongs_to_the_letter_before_it() -> None:
    text = unicodedata.normalize("NFD", "Au café, là.")
    assert _words_of(TextSearch(text), "café") == [unicodedata.normalize("NFD", "café")]
    assert _words_of(TextSearch(text), "café la") == [unicodedata.normalize("NFD", "café, là")]


def test_a_letter_that_unicode_writes_in_two_parts_is_one() -> None:
    assert normalize_text("\u0958\u0932\u092e") == normalize_text("\u0915\u093c\u0932\u092e")
    assert TextSearch("a \u0958\u0932\u092e b").find_exact("\u0915\u093c\u0932\u092e") == [
        Span(2, 5)
    ]
    assert normalize_text("\u0344ice") == "ice"


def test_marks_that_unicode_writes_in_two_ways_are_one() -> None:
    assert TextSearch("a don\u1fefts b").find_exact("don`ts") == [Span(2, 8)]


@pytest.mark.parametrize(
    "words",
    [
        "the crowd hungry and loud waited hours outside its door",
        "the crowd waited hungry, loud for hours",
        "the croud, hungry, loud, waitd for hours outside",
        "river froze early this year and the worker council met",
        "in the boats which could not move",
    ],
)
def test_half_remembered_words_are_found(words: str) -> None:
    found = TextSearch(TEXT).find_closest(words, [Span(0, len(TEXT))])
    assert found is not None
    assert MIN_SIMILARITY <= found.score < 1
    assert set(words.split()) & set(normalize_text(TEXT[found.span.start : found.span.end]).split())


def test_the_same_words_are_as_like_as_can_be() -> None:
    found = TextSearch(TEXT).find_closest(
        "“LOUD—waited for hours outside its", [Span(0, len(TEXT))]
    )
    start, end = TEXT.index("loud"), TEXT.index(" door")
    assert found == Match(Span(start, end), 1.0)


def test_only_the_given_spans_are_looked_at() -> None:
    finder, gap = TextSearch(TEXT), TEXT.index("\n\n")
    words = "the crowd hungry and loud waited hours"
    assert finder.find_closest(words, [Span(0, gap)]) is None
    assert finder.find_closest(words, []) is None
    assert finder.find_closest(words, [Span(gap, gap + 1)]) is None
    found = finder.find_closest(words, [Span(0, gap), Span(gap + 2, len(TEXT))])
    assert found is not None
    assert found.span.start > gap


@pytest.mark.parametrize(
    "words",
    [
        "",
        "the loud crowd",
        "who met on the ice in boats",
        "what is the price of bread in a café",
        "why does a river freeze from above",
    ],
)
def test_a_question_is_not_taken_for_a_quotation(words: str) -> None:
    assert TextSearch(TEXT).find_closest(words, [Span(0, len(TEXT))]) is None


def test_words_that_are_only_alike_in_their_letters_are_others() -> None:
    words = "the crowds hunger loudly waits for hour"
    assert TextSearch(TEXT).find_closest(words, [Span(0, len(TEXT))]) is None


def test_of_many_words_the_first_are_looked_for() -> None:
    text = " ".join(f"word{at}" for at in range(3 * MAX_WORDS))
    found = TextSearch(text).find_closest(text.replace("word7 ", ""), [Span(0, len(text))])
    assert found is not None
    assert text[found.span.start : found.span.end].endswith(f"word{MAX_WORDS}")


def _half_remembered(words: list[str], draw: random.Random) -> str:
    changed = list(words)
    for _ in range(2):
        at = draw.randrange(len(changed) - 1)
        kind = draw.randrange(3)
        if kind == 0:
            del changed[at]
        elif kind == 1:
            changed[at : at + 2] = changed[at : at + 2][::-1]
        else:
            changed[at] = changed[at][:-1] + "x"
    return " ".join(changed)


def test_most_half_remembered_stretches_of_the_essay_are_found(
    essay_concordance: Concordance,
) -> None:
    finder, draw = TextSearch(essay_concordance.document.text), random.Random(0)  # noqa: S311
    spans = [one.span for one in essay_concordance.passages if len(one.text.split()) > 16]
    right = 0
    for _ in range(200):
        among = draw.sample(spans, 10)
        words = finder.text[among[0].start : among[0].end].split()
        at, length = draw.randrange(len(words) - 15), draw.randrange(7, 16)
        found = finder.find_closest(_half_remembered(words[at : at + length], draw), among)
        right += found is not None and among[0].holds(found.span)
    assert right >= 190


def test_hardly_a_question_about_the_essay_is_taken_for_its_words(
    essay_concordance: Concordance,
) -> None:
    lines = shared("eval/questions-dev.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    questions += UNRELATED_QUESTIONS.read_text("utf-8").splitlines()
    finder = TextSearch(essay_concordance.document.text)
    spans = [one.span for one in essay_concordance.passages]
    assert sum(finder.find_closest(one, spans) is not None for one in questions) <= 2


@given(cut(), st.integers(0, 3), st.data())
def test_a_stretch_passed_over_unread_held_nothing_like_the_words(
    drawn: tuple[str, Span, str], left_out: int, data: st.DataObject
) -> None:
    text, _, words = drawn
    ours = words.split()
    for _ in range(min(left_out, len(ours))):
        del ours[data.draw(st.integers(0, len(ours) - 1))]
    finder, sought = TextSearch(text), " ".join(ours)
    found = finder.find_closest(sought, [Span(0, len(text))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_may_match", lambda *_: True)
        assert finder.find_closest(sought, [Span(0, len(text))]) == found
