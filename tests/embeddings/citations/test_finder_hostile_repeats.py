"""Signs that repeat without end are searched in a time that grows with them, not faster.

A pattern that may be matched in many ways would not come to an end here: thousands of repeats
leave no doubt between linear and exponential, and little between linear and quadratic.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.types import Document
from embeddings.types.document import Block
from tests.support.small_text import ICE, LAMPS

LORE = KnownWorks((LAMPS, ICE), LAMPS)
SIGNS = (350, 1500)  # within the longest part that is read, and beyond
MANY_SIGNS = 6000
UNITS = (
    *("1n1,1,", "n. 1, ", "note 1 and ", "1-", "1--", "1/", "1 ff. ", "i", "iv,", "1 and ", "1,"),
    *("p. 1, ", "p. 1 of ", "pp. 1, 2 and ", "S. 1 ", "S1", "vol. 2, ", "II, ", "(p. 1", "x, p. "),
    *("Okafor, p. 1, ", "(Okafor, p. 1; ", "Okafor (1987) ", "[1987] ", "A. London: B, 1987 "),
    *("cited in x ", "x quoted in ", "see ", "but cf. ", "the same ", "ibid., ", "op. cit. "),
    *("a. a. o. ", "§ 1, ", "ch. 1-", "loc. 1 ", "2nd ed., ", "trans. A ", "my emphasis, "),
    *("A ", "A, ", "Ab & ", "of the ", "A. B. ", "@a1987 ", "-@{", "[", "(", "((a)", "(a (b) c "),
    *("“", "”", "“‘", "‘", "'", '"', "„", "«", "「", ",,a", "``", "“a” (45) ", "“a b c d ", "— "),
    *("…", ". ", "*", "¹", " ", "\u200b", "、", "[1] ", "(1) "),
)
FRAMES = ("{}", "({})", "“a b c d” ({} x)", "(Okafor, {} x)", "– {}", "It froze. — {}")


def read(unit: str, length: int, frame: str = "{}") -> Concordance:
    """Read a unit that repeats, within a block quote and in prose."""
    words = frame.format(unit * (length // len(unit))).strip() or "x"
    blocks = [Block(words, "quotation", quote=1), Block(words), Block(words, "quotation", quote=2)]
    return Concordance.of(Document.of("text", "A text", blocks), LORE)


@given(
    units=st.lists(st.sampled_from(UNITS), min_size=1, max_size=4),
    frame=st.sampled_from(FRAMES),
    length=st.sampled_from(SIGNS),
)
@example(["1n1,1,"], "(Okafor, {} x)", 350)
@example(["p. 1n1,1,"], "({} x)", 350)
@example(["x quoted in "], "(see {})", 350)
def test_units_that_repeat_are_searched(units: list[str], frame: str, length: int) -> None:
    found = read("".join(units), length, frame)
    assert all(citation.printed in found.document.text for citation in found.citations)


@pytest.mark.parametrize(
    "unit", ["1n1,1,", "p. 1, ", "cited in x ", "(a (b) c ", "“a b c d ", "A, "]
)
def test_a_unit_that_repeats_thousands_of_times_is_searched(unit: str) -> None:
    assert read(unit, MANY_SIGNS).document.paragraphs
