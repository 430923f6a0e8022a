"""Letters of fonts that have places of their own for them."""

import pytest

from embeddings.readers.symbol_fonts import letter_of


@pytest.mark.parametrize(
    ("font", "place", "letter"),
    [
        ("Symbol", "F0B0", "°"),
        ("Symbol", "B0", "°"),
        ("symbol", "F061", "α"),
        ("Symbol", "F0AE", "→"),
        ("Symbol", "F0E5", "∑"),
        ("Symbol", "F0F2", "∫"),
        ("Wingdings", "F04A", "☺"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F03F", ""),
        ("Times New Roman", "2019", "’"),
        ("Times New Roman", "F041", "A"),
        ("Times New Roman", "E000", ""),
        ("Times New Roman", "D800", ""),
        ("Times New Roman", "7F", ""),
        ("Symbol", "", ""),
        ("Symbol", "lamp", ""),
        ("", "FFFFFFFFF", ""),
    ],
)
def test_a_place_in_a_font_is_a_letter(font: str, place: str, letter: str) -> None:
    assert letter_of(font, place) == letter
