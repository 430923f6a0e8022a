"""What parent and child say to each other comes through as it was."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from embeddings.errors import SourceError
from embeddings.readers.child.limits import Limits
from embeddings.readers.child.messages import Request, read_answer, write_refusal, write_source
from embeddings.readers.errors import EncryptedSourceError, ScannedSourceError
from embeddings.readers.parsed_file import Line, RawParagraph, Remark, Source

PATH = Path("a folder/essay.pdf")

lines = st.builds(Line, st.text(max_size=20), st.none() | st.text(max_size=4))
paragraphs = st.builds(
    RawParagraph, st.lists(lines).map(tuple), st.sampled_from(["prose", "quotation", "heading"])
)
remarks = st.lists(st.builds(Remark, st.text(max_size=9), st.text(max_size=9)))
sources = st.builds(Source, st.lists(paragraphs).map(tuple), remarks.map(tuple))


@given(sources)
def test_what_was_read_comes_through(source: Source) -> None:
    line = write_source(source)
    assert line.count(b"\n") == 1
    assert read_answer(line, PATH) == source


@pytest.mark.parametrize(
    "error",
    [
        SourceError(PATH, "is empty", "name a file with a text in it"),
        EncryptedSourceError(PATH, "a PDF file", "needs a password"),
        ScannedSourceError(PATH, 3, 2),
    ],
)
def test_why_a_file_was_refused_comes_through(error: SourceError) -> None:
    with pytest.raises(SourceError) as caught:
        read_answer(write_refusal(error), PATH)
    assert type(caught.value) is type(error)
    assert str(caught.value) == str(error)
    assert vars(caught.value) == vars(error)


def test_an_answer_that_is_no_text_is_not_taken_for_one() -> None:
    with pytest.raises(ValidationError):
        read_answer(b'{"source": {"paragraphs": [{"lines": 5}]}}\n', PATH)


@given(st.lists(st.binary(max_size=50)))
def test_requests_come_through_one_after_the_other(files: list[bytes]) -> None:
    stream = BytesIO()
    made = [
        Request(Path(f"{at}\n\udcff.pdf"), data, Limits(at, 2**30)) for at, data in enumerate(files)
    ]
    for request in made:
        request.write(stream)
    stream.seek(0)
    assert [Request.read(stream) for _ in made] == made
    assert Request.read(stream) is None
