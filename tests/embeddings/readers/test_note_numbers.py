"""The numbers of Word's notes."""

import pytest

from embeddings.readers.note_numbers import number_note


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", ["1", "2", "27", "44"]),
        ("lowerRoman", ["i", "ii", "xxvii", "xliv"]),
        ("upperRoman", ["I", "II", "XXVII", "XLIV"]),
        ("lowerLetter", ["a", "b", "aa", "rr"]),
        ("upperLetter", ["A", "B", "AA", "RR"]),
        ("chicago", ["*", "†", "‡" * 7, "§" * 11]),
        ("hebrew1", ["1", "2", "27", "44"]),
    ],
)
def test_notes_are_numbered_as_word_does(form: str, numbers: list[str]) -> None:
    assert [number_note(number, form) for number in (1, 2, 27, 44)] == numbers
