"""No form that is repeated makes a reader take for ever."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import SourceError
from embeddings.readers import registry
from embeddings.readers.reader import InputFile
from tests.support.examples import examples

CPU_SECONDS = 60.0
"""Time of the processor that no form needs a hundredth of, unless it takes for ever."""

FORMS = [
    "Anna: a\r\n", "Anna: a\r\n b\r\n", "A:\n", "<!-- x -->\n", "<!-- x ", "<!--", "<?xml ", "![",
    "![a](", "[^a", "[^a]: ", "[a][", "](", "<meta ", "<meta charset=", "---\n", "a: b\n",
    "&#", "&amp;", "* > ", "- ", "`", "*_", "<a ", "<p>", "<ul><li>", "a-\n", "a\u00ad\n",
    "---\na: b\n", "“", "â€œ",
    "â€ ", "\\", "|a|\n|-|\n", "1. ", "~~~\n", "# ", "{\\rtf", "(p. 4", "  \n", "\t", "\r", "…",
]  # fmt: skip


@contextmanager
def ended_where_endless() -> Iterator[None]:
    """End what takes the processor for so long that it would never come to an end."""

    def end(*_: object) -> None:
        pytest.fail(f"it has taken {CPU_SECONDS} s of the processor")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def read(text: str, suffix: str) -> None:
    """Read a text as a file of a format, which may refuse it."""
    path = Path(f"text{suffix}")
    file = InputFile(path, text.encode(), registry.reader_named_by(path))
    try:
        registry.recognise(file).read(file)
    except SourceError:
        return


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@pytest.mark.parametrize("form", FORMS)
def test_a_form_many_times_comes_to_an_end(form: str, suffix: str) -> None:
    with ended_where_endless():
        for text in (form * 400, f"words\n\n{form * 400} words."):
            read(text, suffix)


@examples(0.3)
@given(st.lists(st.sampled_from(FORMS), min_size=1, max_size=3), st.sampled_from([".txt", ".md"]))
def test_forms_beside_one_another_come_to_an_end(forms: list[str], suffix: str) -> None:
    with ended_where_endless():
        read("".join(forms) * 60, suffix)
