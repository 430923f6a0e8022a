"""How two lines are joined, by what the text has elsewhere."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers.dehyphenation import (
    HYPHEN,
    Dehyphenator,
    ends_within_word,
    plain_hyphens,
)


@pytest.mark.parametrize(
    ("known", "line", "after", "expected"),
    [
        ([], "the revolu-", "tion", "the revolution"),
        ([], f"the revolu{HYPHEN}", "tion", "the revolution"),
        ([], "the revolu\u2010", "tion", "the revolution"),
        (["well-known"], "a well-", "known,", "a well-known,"),
        (["well-known", "wellknown wellknown"], "a well-", "known", "a wellknown"),
        (["well-known"], "a well\u00ad", "known", "a wellknown"),
        (["a self-made lamp"], "a self-", "taught", "a self-taught"),
        (["upper and classes"], "the upper-", "classes", "the upper-classes"),
        (["the harbour"], "the har-", "bour", "the harbour"),
        (["six of them", "was six-", "teen then"], "was six-", "teen", "was sixteen"),
        ([], "the Anglo-", "Saxon", "the Anglo-Saxon"),
        ([], "in 1914-", "1918", "in 1914-1918"),
        ([], "pp. 45–", "47", "pp. 45–47"),
        (["the year"], "a 12-", "year-old", "a 12-year-old"),
        ([], "the REVO-", "LUTION", "the REVOLUTION"),
        ([], "a well-", "known pilot", "a well-known pilot"),
        ([], "a self-", "ish man", "a selfish man"),
        ([], "twenty-", "one", "twenty-one"),
        (["he came to be"], "it be-", "came", "it became"),
        ([], "pre- or post-", "war", "pre- or postwar"),
        ([], "the pre-", "and post-war", "the pre- and post-war"),
        (["an island"], "the isl-", "and", "the island"),
        (["the not-so-few"], "the not-so-", "few", "the not-so-few"),
        ([], "and so", "on", "and so on"),
        (["ice…snow"], "ice…", "snow", "ice…snow"),
        (["ice… snow"], "ice…", "snow", "ice… snow"),
        (["ice — snow"], "ice —", "snow", "ice — snow"),
        (["ice—snow"], "ice", "—snow", "ice—snow"),
    ],
)
def test_lines_are_joined_as_the_text_is_written(
    known: Sequence[str], line: str, after: str, expected: str
) -> None:
    assert Dehyphenator(known).join(line, after) == expected


def test_a_file_that_divides_no_words_keeps_every_hyphen() -> None:
    ordinary = ["the keepers of the lamp wrote little"] * 200
    few = [*ordinary, "an ice-", "bound ship"]
    many = [*ordinary, *["the kee-", "pers wrote"] * 20, "an ice-", "bound ship"]
    assert Dehyphenator(few).join("an ice-", "bound") == "an ice-bound"
    assert Dehyphenator(many).join("an ice-", "bound") == "an icebound"


@given(line=st.text("ab -…\u00ad\u2010", min_size=1), after=st.text("ab", min_size=1))
def test_joining_loses_no_letter(line: str, after: str) -> None:
    joined = Dehyphenator([line, after]).join(line, after)
    letters = [c for c in joined if c.isalpha()]
    assert letters == [c for c in line + after if c.isalpha()]
    assert ends_within_word(line) or joined.startswith(line)
    assert "\u00ad" not in plain_hyphens(joined)
