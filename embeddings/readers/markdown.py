"""Markdown, as CommonMark has it: read as the page that it makes."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.readers.html_blocks import Walk
from embeddings.readers.parsed_file import Source
from embeddings.readers.plain_text import decoded
from embeddings.readers.webpage import parsed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_FRONT = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\n(?:[ \t]*(?:#.*)?\n)*[\w\"'-]+[ \t]*[:=].*\n(?:.*\n)*?"
    r"(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|$)"
)
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


def read(path: Path, data: bytes) -> Source:
    """Read a Markdown text, less its front matter; a note's mark is its name in brackets."""
    text = "\n".join(decoded(path, data).splitlines())
    front = _FRONT.match(f"{text}\n")
    page = _renderer().render(text[front.end() :] if front else text)
    root = parsed(path, f"<body>{page}</body>", "a Markdown text")
    return Source(tuple(Walk().run(root)))


def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"breaks": True, "maxNesting": 100}).enable("table")
    renderer.inline.ruler.before("link", "note", _note)
    renderer.block.ruler.before("reference", "note", _notes, {"alt": ["paragraph"]})
    return renderer


def _note(state: "StateInline", silent: bool) -> bool:
    """Read `[^1]` as it is meant: `[1]`, and no link."""
    mark = _NOTE.match(state.src, state.pos)
    if mark is None:
        return False
    if not silent:
        state.push("text", "", 0).content = f"[{mark[1]}]"
    state.pos = mark.end()
    return True


def _notes(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """Read `[^1]: …` as a paragraph of its own, and no link's definition."""
    from markdown_it.rules_block import paragraph

    mark = _NOTE.match(state.src, state.bMarks[start] + state.tShift[start])
    if mark is None or not state.src.startswith(":", mark.end()):
        return False
    return silent or paragraph(state, start, end, silent)
