"""Somebody's words parted: all of them, in order, with what is found of each part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.checking.partition import MIN_WORDS, Partition, QuotePart
from embeddings.checking.text_words import TextWords
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.types import Document, Span
from tests.support.made_up_texts import concordances, texts
from tests.support.small_text import small

TEXT_WORDS = TextWords(small())
LAMP = "The lamp went out in the storm of that winter"
ICE = "held in the ice from autumn to spring"


def parts(text: str, *pages: Span) -> list[tuple[str, int]]:
    """Return the parts of some words, with how many words of each are found."""
    partition = Partition(text, TEXT_WORDS, pages)
    return [(_words(partition, one), len(one.pairs)) for one in partition.divide()]


def _words(partition: Partition, part: QuotePart) -> str:
    first, last = partition.words[part.span.start], partition.words[part.span.end - 1]
    return partition.quote[first.start : last.end]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LAMP, [(LAMP, 10)]),
        (f"{LAMP} {ICE}", [(LAMP, 10), (ICE, 8)]),
        (f"{ICE} … {LAMP}", [(ICE, 8), (LAMP, 10)]),
        (f"So it is: {LAMP}", [("So it is", 0), (LAMP, 10)]),
        (f"Yes. {LAMP}", [(f"Yes. {LAMP}", 10)]),
        (f"{LAMP} or so", [(f"{LAMP} or so", 10)]),
        (
            f"{LAMP}. Then we all went home to bed",
            [(LAMP, 10), ("Then we all went home to bed", 0)],
        ),
        (f"as we all know well enough {LAMP}", [("as we all know well enough", 0), (LAMP, 10)]),
        ("something else entirely was said", [("something else entirely was said", 0)]),
        (
            "they said that in the storm somebody or other had to go and be out again",
            [("they said that in the storm somebody or other had to go and be out again", 0)],
        ),
    ],
)
def test_words_are_parted_where_they_come_from_elsewhere(
    text: str, found: list[tuple[str, int]]
) -> None:
    assert parts(text) == found


def numbered(*words: int) -> str:
    """Return words that each stand once in a text of three hundred."""
    return " ".join(f"w{number}" for number in words)


LONG = TextWords(
    Concordance.of(Document.of("long", "Long", [f"{numbered(*range(300))}."]), KnownWorks()),
)
OTHERS = "and so it went on as ever until they came home again at last".split()


def found_in_long(text: str) -> list[int]:
    """Return how many words of each part are found in the text of three hundred."""
    return [len(one.pairs) for one in Partition(text, LONG).divide()]


def test_what_little_follows_of_another_sentence_is_not_taken_for_found() -> None:
    assert parts(f"{ICE} with barricades") == [(f"{ICE} with barricades", 8)]


def test_quotations_that_stand_near_one_another_are_told_apart() -> None:
    text = (
        "He said “the snow lay deep on every roof” (p. 1), and a moment later added “nobody "
        "here remembers a colder winter” (p. 2)."
    )
    text_words = TextWords(Concordance.of(Document.of("near", "Near", [text]), KnownWorks()))
    words = "the snow lay deep on every roof nobody here remembers a colder winter"
    found = Partition(words, text_words).divide()
    assert [len(one.pairs) for one in found] == [7, 6]


def test_words_scattered_among_as_many_others_are_not_found() -> None:
    scattered = " ".join(f"w{at} {OTHERS[at % 12]}" for at in range(60))
    assert found_in_long(scattered) == [0]
    denser = " ".join(f"w{at} w{at + 1} {OTHERS[at % 12]}" for at in range(0, 60, 2))
    assert found_in_long(denser) == [60]


def test_few_words_in_a_long_sentence_of_others_are_not_taken_from_the_text() -> None:
    few = numbered(*range(40, 46))
    assert found_in_long(f"and so on {few} they say") == [6]
    assert found_in_long(f"{' '.join(OTHERS)} {few} {' '.join(OTHERS)}") == [0]
    eight = numbered(*range(40, 48))
    assert found_in_long(f"{' '.join(OTHERS)} {eight} {' '.join(OTHERS)}") == [0, 8, 0]


def test_a_page_parts_nothing_and_is_not_sought() -> None:
    text = f"{LAMP} (Okafor, p. 45)"
    assert parts(text, Span(len(LAMP) + 1, len(text))) == [(text[:-1], 10)]


def test_few_and_common_words_are_slight_though_they_stand_there() -> None:
    (one,) = Partition("of the lamp", TEXT_WORDS).divide()
    assert one.slight
    assert len(one.pairs) == 3
    (one,) = Partition(LAMP, TEXT_WORDS).divide()
    assert not one.slight


@given(concordances(), texts(), st.data())
def test_the_parts_are_all_the_words_once(
    text: Concordance, others: str, data: st.DataObject
) -> None:
    words = text.document.text.split()
    at = data.draw(st.integers(0, len(words) - 1))
    drawn = " ".join([others, *words[at : at + 20], others, *words[:at][-20:]])
    text_words = TextWords(text)
    partition = Partition(drawn, text_words)
    end = 0
    for part in partition.divide():
        assert part.span.start == end < part.span.end
        end = part.span.end
        verbatim = part.span == Span(0, len(partition.words))
        assert not part.pairs or len(part.pairs) >= MIN_WORDS or verbatim
        for position, text_position in part.pairs:
            assert part.span.start <= position < part.span.end
            word_id = partition.word_ids[partition.rows.index(position)]
            assert word_id == text_words.ngrams.word_ids[text_position]
    assert end == len(partition.words)
