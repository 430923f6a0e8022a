"""Terms that set parts of a text apart: names first, none that is everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.concordance.concordance import Concordance
from embeddings.guide.key_terms import MAX_TERMS, KeyTerms
from tests.embeddings.index.test_index import concordance_of
from tests.support.made_up_texts import concordances

SAID = (
    "They say that Ada, and nobody but Ada, lit the lamp. The lamp was hers.",
    "They say that in Rotterdam, the harbour froze. It was the harbour of Ada, too.",
    "They say it all the time.",
)


def terms(concordance: Concordance, firsts: list[int]) -> list[list[str]]:
    """Return the terms of each part, as they are printed."""
    telling = KeyTerms(concordance, firsts)
    quote = concordance.document.quote
    return [[quote(s.start, s.end) for s in telling.terms(n)] for n in range(len(firsts))]


def test_terms_are_the_parts_own_in_the_order_in_which_they_stand_in_it() -> None:
    assert terms(concordance_of(*SAID), [1, 2, 3]) == [
        ["Ada", "lamp"],
        ["Rotterdam", "harbour", "Ada"],
        [],
    ]


def test_forms_of_one_word_are_one_term() -> None:
    said = "They met the keepers, the keeper, and the Keepers’ Union, in Rotterdam."
    first, _ = terms(concordance_of(said, "It froze."), [1, 2])
    assert len([one for one in first if "eeper" in one]) == 1


def test_a_text_of_one_part_has_terms_too() -> None:
    assert terms(concordance_of(*SAID), [1]) == [["Ada", "lamp", "harbour"]]


@given(concordances(), st.data())
def test_every_term_stands_in_its_part(concordance: Concordance, data: st.DataObject) -> None:
    document = concordance.document
    numbers = range(2, len(document.paragraphs) + 1)
    firsts = [1, *(n for n in numbers if data.draw(st.booleans()))]
    lasts = [*(first - 1 for first in firsts[1:]), len(document.paragraphs)]
    telling = KeyTerms(concordance, firsts)
    for part, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        found = telling.terms(part)
        assert len(found) <= MAX_TERMS
        assert list(found) == sorted(set(found))
        for span in found:
            assert set(document.paragraphs_in(span)) <= set(range(first, last + 1))
            assert document.quote(span.start, span.end).strip()
