"""Markdown, as CommonMark has it: read as the page that it makes."""

import re
from typing import TYPE_CHECKING

from embeddings.readers.html_blocks import HtmlTree, HtmlWalk
from embeddings.readers.parsed_file import Source
from embeddings.readers.plain_text import read_lines
from embeddings.readers.reader import InputFile, Reader, Verdict
from embeddings.readers.webpage import parse_html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

_NAME = "a Markdown text"
_FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\n(?:[ \t]*(?:#.*)?\n)*[\w\"'-]+[ \t]*[:=].*\n(?:.*\n)*?"
    r"(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|$)"
)
_MAX_INLINE_NESTING = 20
_NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,100})\]")


def sniff(_: InputFile) -> Verdict:
    """Leave it to the name: any text is Markdown too."""
    return Verdict.MAYBE


def read(file: InputFile) -> Source:
    """Read a Markdown text without its front matter; the mark of a note is read as `[name]`."""
    text = "\n".join(file.text.splitlines())
    front_matter = _FRONT_MATTER.match(f"{text}\n")
    page = _renderer().render(text[front_matter.end() :] if front_matter else text)
    root = parse_html(file.path, f"<body>{page}</body>", _NAME)
    return read_lines(list(HtmlWalk().read(HtmlTree(root))), file)


def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"breaks": True, "maxNesting": 100}).enable("table")
    renderer.inline.ruler.before("link", "note", _parse_note_mark)
    renderer.core.ruler.before("inline", "shallow", _limit_inline_nesting)
    renderer.block.ruler.before("reference", "note", _parse_note, {"alt": ["paragraph"]})
    return renderer


def _limit_inline_nesting(state: "StateCore") -> None:
    """Let links and pictures nest less deep than quotations and lists, which are text.

    Of `![` many thousand times, each is tried as the beginning of all that follow.
    """
    state.md.options["maxNesting"] = _MAX_INLINE_NESTING


def _parse_note_mark(state: "StateInline", silent: bool) -> bool:
    """Read `[^1]` as `[1]`, and not as a link."""
    mark = _NOTE_MARK.match(state.src, state.pos)
    if mark is None:
        return False
    if not silent:
        state.push("text", "", 0).content = f"[{mark[1]}]"
    state.pos = mark.end()
    return True


def _parse_note(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """Read `[^1]: …` as a paragraph of its own, and not as the definition of a link."""
    from markdown_it.rules_block import paragraph

    mark = _NOTE_MARK.match(state.src, state.bMarks[start] + state.tShift[start])
    if mark is None or not state.src.startswith(":", mark.end()):
        return False
    return silent or paragraph(state, start, end, silent)


READER = Reader("Markdown", _NAME, (".md", ".markdown"), sniff, read)
