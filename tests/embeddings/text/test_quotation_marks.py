"""Quotation marks: which opens, which closes, and what stands between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import blocks
from embeddings.text.quotation_marks import (
    MAX_OPEN_PARAGRAPHS,
    find_quoted_phrases,
    pair_quotation_marks,
)
from embeddings.text.words import normalize_text
from embeddings.types import Document
from tests.support.made_up_texts import texts


def found(text: str) -> list[tuple[str, str | None]]:
    """Return what stands between marks, and what is wrong with the marks."""
    document = Document.of("text", "A text", blocks(text))
    spans = pair_quotation_marks(document)
    return [(document.text[one.span.start : one.span.end], one.flaw) for one in spans]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said “snow and ice” twice.", ["“snow and ice”"]),
        ('He said "snow and ice" twice.', ['"snow and ice"']),
        ('"Snow," he said, "and ice."', ['"Snow,"', '"and ice."']),
        ("He said «snow and ice» twice.", ["«snow and ice»"]),
        ("Il dit « neige et glace » encore.", ["« neige et glace »"]),
        ("Er sagte „Schnee und Eis“ zweimal.", ["„Schnee und Eis“"]),
        ("Er sagte »Schnee und Eis« zweimal.", ["»Schnee und Eis«"]),
        ("He said ‘snow and ice’ twice.", ["‘snow and ice’"]),
        ("He said 'snow and ice' twice.", ["'snow and ice'"]),
        ("It’s the workers’ party, isn’t it?", []),
        ("It's the workers' party, isn't it?", []),
        ("‘The workers’ party’s dead,’ he said.", ["‘The workers’ party’s dead,’"]),
        ("’Twas in the ’90s that rock ’n’ roll began.", []),
        ("“He cried ‘bread!’ and fell.”", ["“He cried ‘bread!’ and fell.”"]),
        ("‘He cried “bread!” and fell.’", ["‘He cried “bread!” and fell.’"]),
        ("« Il a dit “oui” hier »", ["« Il a dit “oui” hier »"]),
        ('A board of 6\'2" by 3" was cut.', []),
        ("(“snow”)—“ice”", ["“snow”", "“ice”"]),
        (
            "“He read ‘the word “ice” there’ and fell.”",
            ["“He read ‘the word “ice” there’ and fell.”"],
        ),
        ("“He read the word “ice” and fell.” Then.", ["“He read the word “ice” and fell.”"]),
        ("„Er las „Eis“ und fiel.“", ["„Er las „Eis“ und fiel.“"]),
        ("Hon sade »snö och is» igen.", ["»snö och is»"]),
        ("Hon sade ”snö och is” igen.", ["”snö och is”"]),
        ("He said ``snow and ice'' twice.", ["``snow and ice''"]),
        ("Er sagte ,,Schnee und Eis“ zweimal.", [",,Schnee und Eis“"]),
        ("彼は「雪と『氷』」と言った。", ["「雪と『氷』」"]),
    ],
)
def test_marks_are_paired(text: str, words: list[str]) -> None:
    assert [one for one, _ in found(text)] == words
    assert all(flaw is None for _, flaw in found(text))


def test_a_quotation_may_run_over_paragraphs_with_nested_marks_closed_and_opened() -> None:
    text = "“Citizens!’\n\nHe raised his hand:\n\n‘Go home (139)…”\n\nThey went."
    assert found(text) == [("“Citizens!’\n\nHe raised his hand:\n\n‘Go home (139)…”", None)]


def test_paragraphs_that_each_open_their_marks_are_right() -> None:
    document = Document.of(
        "text", "A text", blocks("“It froze.\n\n“It “thawed” once.\n\n“It froze.”")
    )
    spans = pair_quotation_marks(document)
    assert [(one.flaw, one.continued) for one in spans] == [
        (None, True),
        (None, True),
        (None, False),
    ]


def test_a_chain_of_paragraphs_that_is_never_closed_is_left_open() -> None:
    assert [flaw for _, flaw in found("“It froze.\n\n“It thawed.")] == ["left open", "left open"]
    assert [flaw for _, flaw in found("“It froze.\n\nHe left.\n\n“It thawed.”")] == [
        "left open",
        None,
    ]


def test_a_mark_left_open_before_a_page_of_its_own_is_told() -> None:
    assert [flaw for _, flaw in found("“It froze (p. 7).\n\n“It thawed” (p. 8).")] == [
        "left open",
        None,
    ]


def test_a_mark_may_be_closed_by_one_of_another_kind() -> None:
    assert found("“It froze (34)…’\n\nHe said “no” again.") == [
        ("“It froze (34)…’", "wrongly closed"),
        ("“no”", None),
    ]
    assert found("He read ‘…far from home…” and wept.") == [("‘…far from home…”", "wrongly closed")]


def test_a_mark_left_open_ends_at_the_next_opening_mark_of_its_level() -> None:
    assert found("“It froze.\n\nHe said “no” again.") == [
        ("“It froze.\n\nHe said", "left open"),
        ("“no”", None),
    ]


def test_a_mark_left_open_ends_at_the_page_that_ends_its_paragraph() -> None:
    assert found("“It froze (34).\n\nHe left.") == [("“It froze (34).", "left open")]


def test_a_mark_left_open_ends_after_eight_paragraphs_or_with_the_text() -> None:
    long = "“" + "\n\n".join(f"Part {number}." for number in range(1, 12))
    assert found(long)[0][0].endswith(f"Part {MAX_OPEN_PARAGRAPHS}.")
    assert found("“It froze.\n\nIt thawed.")[0][0].endswith("It thawed.")


def test_a_closing_mark_too_far_away_does_not_close() -> None:
    text = "“It froze.\n\n" + "\n\n".join(["He waited."] * 9) + "\n\nIt thawed.”"
    assert [flaw for _, flaw in found(text)] == ["left open", "closes nothing"]


@given(st.text(alphabet="ab .,“”‘’\"'«»„`「」(1)\n", max_size=200))
def test_what_is_quoted_stands_in_the_text_one_behind_the_other(text: str) -> None:
    document = Document.of("text", "A text", list(blocks(text)) or ["x"])
    end = 0
    for one in pair_quotation_marks(document):
        assert end <= one.span.start < one.span.end <= len(document.text)
        end = one.span.end
        numbers = document.paragraphs_in(one.span)
        assert len(numbers) <= MAX_OPEN_PARAGRAPHS


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("where does 'dustbin of history' come from", ["dustbin of history"]),
        ("who wrote “a b” and «c d»?", ["a b", "c d"]),
        ("„unten“ und ‚hier‘ and 「四」", ["unten", "hier", "四"]),
        ("``so'' and ,,so“ and ＂so＂", ["so", "so", "so"]),
        ("the workers' council and the soldiers' mood", []),
        ("it's the bot's 'own words', isn't it", ["own words"]),
        ('say "let\'s go" now', ["let's go"]),
        ("rock 'n' roll in '68", []),
        ('who said "open end', []),
        ('""', []),
        ("", []),
    ],
)
def test_what_stands_between_marks_is_quoted(question: str, pieces: list[str]) -> None:
    assert find_quoted_phrases(question) == pieces


@given(texts())
def test_what_is_quoted_stands_in_the_question(question: str) -> None:
    assert all(
        piece in question and normalize_text(piece) for piece in find_quoted_phrases(question)
    )
