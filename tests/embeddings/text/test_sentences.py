"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.text.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He came. He saw.", 2),
        ("He wrote (Deutscher, p. 45) of snow. It fell.", 2),
        ("Mr. Brown met Dr. Green at 5 p.m. in St. Louis.", 1),
        ("“It froze (15)…” The river stood.", 2),
        ("He said: “It froze.” Then he left.", 2),
        ("“It froze…Then it thawed”", 2),
        ("(It froze.) The river stood.", 2),
        ("The fare was 4s. 6d.", 1),
        ("The fare was 4s. 6d.; he paid.", 1),
        ("The fare was 4s. 6d. It was high.", 2),
        ("He paid £5 10s. 6½d. for it. Then he left.", 2),
        ("It cost 3s. 4d. a head, and it weighed 3 lb. 4 oz. in all.", 1),
        ("He was 6 ft. 2 in. tall. She laughed.", 2),
        ("See vol. 2, ch. 3 and No. 6.", 1),
        ("He left in 1905. 6 men stayed.", 2),
        ("The ship was of 300 tons. 12 men died.", 2),
        ("He ran 5 km. Then he slept.", 2),
        ("", 0),
    ],
)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@given(st.text(alphabet="aB1 .!?…”“’()\n\té𝄞", max_size=200))
def test_sentences_are_the_whole_text_one_behind_the_other(text: str) -> None:
    spans = split_sentences(text)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(span.start < span.end for span in spans)
