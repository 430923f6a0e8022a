"""Paragraphs that hypothesis makes up: no mark of a page or a note takes or glues a word."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from embeddings.types.document import PageBreak
from tests.support.examples import examples
from tests.support.html_files import blocks

WORDS = "keeper lamp winter harbour sleeps nothing".split()
PAGES = (
    '<span class="pagenum" id="Page_{0}">[Pg {0}]</span>',
    '<a id="page_{0}"></a>',
    '<span role="doc-pagebreak" aria-label="{0}"></span>',
    "[Pg {0}]",
)
NOTES = ("<sup>{0}</sup>", '<sup><a href="#n{0}">{0}</a></sup>', '<a role="doc-noteref">{0}</a>')
AROUND = ("{}", "<i>{}</i>", "<b><span>{}</span></b>", "<del>not </del>{}")

pieces = st.lists(
    st.tuples(
        st.sampled_from(WORDS),
        st.sampled_from(AROUND),
        st.none() | st.sampled_from(PAGES),
        st.integers(0, 4),
        st.none() | st.sampled_from(NOTES),
    ),
    min_size=1,
    max_size=12,
)


@given(pieces)
@examples(0.5)
def test_words_stay_whole_between_pages_and_notes(
    drawn: list[tuple[str, str, str | None, int, str | None]],
) -> None:
    body, text, turns = "", "", {}
    for number, (word, around, marker, at, note) in enumerate(drawn, 1):
        start = len(text)
        if marker is not None:  # within a word, a page begins behind it
            mark = f"[{number}]" if note else ""
            turns[start if at == 0 else start + len(word + mark) + 1] = str(number)
        page = marker.format(number) if marker else ""
        body += around.format(word[:at] + page + word[at:])
        body += (note.format(number) if note else "") + " "
        text += word + (f"[{number}]" if note else "") + " "
    with tempfile.TemporaryDirectory() as folder:
        [block] = blocks(Path(folder), ".html", f"<!doctype html><p>{body}</p>")
    assert block.words == text.strip()
    assert block.pages == tuple(
        PageBreak(at, page) for at, page in turns.items() if at < len(block.words)
    )
