"""Letters that were saved in another encoding: put right where that is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers.mojibake import find_mojibake, mend_mojibake

PROSE = "He wrote: “The café’s lamp – Zoë’s own – never sleeps…” (45). ‘So be it,’ she said."
letters = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=40)


@pytest.mark.parametrize("encoding", ["latin-1", "mac_roman"])
def test_utf_8_that_was_read_as_another_encoding_is_put_right(encoding: str) -> None:
    assert mend_mojibake(PROSE.encode().decode(encoding)) == PROSE


@pytest.mark.parametrize(
    ("saved", "meant"),
    [
        ("He wrote: â€œThe lampâ€ (45).", "He wrote: “The lamp” (45)."),
        ("He wrote: â€œIâ€™m its slaveâ€\ufffd (45).", "He wrote: “I’m its slave” (45)."),
        ("â€œNo,â€ he said, â€œno.â€", "“No,” he said, “no.”"),
        ("“Right” and â€œwrongâ€\x9d", "“Right” and “wrong”"),
        ("naÃ¯ve, cafÃ©, ZoÃ«", "naïve, café, Zoë"),
    ],
)
def test_marks_that_lost_a_byte_are_known_by_those_they_close(saved: str, meant: str) -> None:
    assert mend_mojibake(saved) == meant
    assert not find_mojibake(meant)


def test_a_mark_that_closes_nothing_is_not_made_up() -> None:
    assert mend_mojibake("The lampâ€ (45)") == "The lamp\ufffd (45)"


@pytest.mark.parametrize("text", [PROSE, "IRMÃO e São", "Ķ¼", "5 £ in Ålesund, 3 € in Âme", "Ã©"])
def test_letters_that_may_be_meant_so_stay(text: str) -> None:
    assert mend_mojibake(text) == text


@given(letters)
def test_what_is_mended_stays_as_it_is(text: str) -> None:
    once = mend_mojibake(text.encode().decode("latin-1"))
    assert mend_mojibake(once) == once or find_mojibake(once)
