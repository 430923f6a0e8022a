"""Words that the ends of lines divide, in a text as it is read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import blocks, read

DIVIDED = (
    "The keeper had seen the revo-\nlution come, and the well-\nknown pilots of the har-\nbour. "
    "“The or-\nganisation is the only or-\nder” (pp. 45-\n47, 51–\n53).\n"
)
WHOLE = (
    "The keeper had seen the revolution come, and the well-known pilots of the harbour. "
    "“The organisation is the only order” (pp. 45-47, 51–53)."
)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_words_stand_whole_and_those_that_stand_nowhere_else_are_told(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"text{suffix}"
    path.write_text(DIVIDED, "utf-8")
    source = read(path)
    assert [block.words for block in source.blocks()] == [WHOLE]
    (remark,) = source.remarks
    assert remark.words == "revolution"
    assert "(4): revolution, harbour, organisation, order;" in remark.advice


def test_words_that_stand_elsewhere_are_certain(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("The revo-\nlution.\n\nThe revolution.", "utf-8")
    assert read(path).remarks == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("the revo\u00adlution", "the revolution"),
        ("the revo\u00ad\nlution came", "the revolution came"),
        ("(Oka\u00adfor, p. 41)", "(Okafor, p. 41)"),
        ("the lamp -\nit was out", "the lamp - it was out"),
        ("the lamp --\nit was out", "the lamp -- it was out"),
        ("pre-\nand post-war", "pre- and post-war"),
        ("the Anglo-\nSaxon", "the Anglo-Saxon"),
        ("a word-", "a word-"),
        ("the well\u2011\nknown", "the well\u2011known"),
        ("a word-\n\nlike this", "a word-"),
    ],
)
def test_hyphens_of_other_kinds(source: str, expected: str) -> None:
    assert next(iter(blocks(source))) == expected


@given(st.text(alphabet="abC1 -–\n\u00ad“”", max_size=60))
def test_no_letter_is_lost_and_nothing_is_divided_twice(source: str) -> None:
    once = list(blocks(source))
    assert [c for c in "".join(once) if c.isalnum()] == [c for c in source if c.isalnum()]
    assert "\u00ad" not in "".join(once)
    assert list(blocks("\n\n".join(once))) == once
