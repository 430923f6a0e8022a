"""The books of several texts: which are offered, and which of them a passage is of."""

import pytest

from bot.servers.errors import NoTextHereError
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import UnknownWorkError
from embeddings.concordance.proof import prove_hits
from embeddings.guide.guide import Guide
from embeddings.readers import blocks
from embeddings.types import Document, Hit
from tests.support.open_texts import shelf
from tests.support.small_text import ICE, small

SMALL = small()
SNOW = Concordance.of(
    Document.of("snow", "Snow", blocks("He wrote: “The snow lay for a hundred days” (p. 3).")),
    KnownWorks((ICE,), ICE),
)
BOTH = shelf(SMALL, SNOW)


def test_all_texts_are_offered_where_none_was_chosen() -> None:
    assert BOTH.select(()) is BOTH
    assert [one.document.key for one in BOTH.select(("snow", "gone")).all] == ["snow"]


def test_where_no_text_that_was_chosen_is_there_that_is_said() -> None:
    with pytest.raises(NoTextHereError, match="can choose others, with /settings"):
        BOTH.select(("gone",))


def test_an_edition_is_of_one_book_and_a_passage_too() -> None:
    assert BOTH.with_edition(SNOW.document.edition[:12]) is BOTH.all[1]
    assert BOTH.with_edition("0" * 12) is None
    for one, book in zip((SMALL, SNOW), BOTH.all, strict=True):
        (shown,) = prove_hits(one, [Hit(one.passages[0], 1.0)])
        assert BOTH.text_of(shown) is book
    assert BOTH.editions.split() == [SMALL.document.edition, SNOW.document.edition]


def test_a_work_is_meant_in_whichever_text_quotes_it() -> None:
    assert BOTH.find_named_work("The Lamp Keepers").key == "lamps"
    assert shelf(SNOW, SMALL).find_named_work("The Lamp Keepers").key == "lamps"
    with pytest.raises(UnknownWorkError):
        BOTH.find_named_work("Das Kapital")


def test_examples_of_every_text_are_offered_by_turns() -> None:
    both = shelf(SMALL, SNOW)
    for book, asked in zip(both.all, (("Who?", "When?", "Where?"), ("How deep?",)), strict=True):
        book.guide = Guide((), asked)
    assert both.examples == ["Who?", "How deep?", "When?", "Where?"]
    assert both.select(("snow",)).examples == ["How deep?"]


def test_words_are_checked_against_every_text() -> None:
    (snow,) = BOTH.check("“The snow lay for a hundred days”")
    assert snow.document is SNOW.document
    (lamp,) = BOTH.check("“The keepers of the lamp wrote little”")
    assert lamp.document is SMALL.document
