"""What Discord's clients show for a message's Markdown, as blocks, as letters and as HTML."""

from collections.abc import Sequence
from html import escape

from tests.standin.markdown_nodes import Block, Node, Sign, Span, Text, stacked
from tests.standin.markdown_reading import Place, read
from tests.standin.markdown_rules import RULES, SPACES

TAGS = {
    "strong": ("<strong>", "</strong>"),
    "em": ("<em>", "</em>"),
    "u": ("<u>", "</u>"),
    "s": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "paragraph": ("<p>", "</p>"),
    "quote": ("<blockquote>", "</blockquote>"),
    "subtext": ('<p class="subtext">', "</p>"),
    "item": ("<li>", "</li>"),
}


def parse(markdown: str, *, embed: bool, blocks: bool = True) -> tuple[Block, ...]:
    """Read a message's text, or an embed's; a title has no blocks but the one it is.

    Discord takes the space off both ends of a text before anyone sees it.
    """
    place = Place(rules=RULES, embed=embed, blocks=blocks)
    return stacked(read(markdown.strip(SPACES), place))


def plain(markdown: str, *, embed: bool = False, blocks: bool = True) -> str:
    """Return the letters that a reader sees, with a newline between blocks."""
    return "\n".join(map(_letters, parse(markdown, embed=embed, blocks=blocks)))


def html(markdown: str, *, embed: bool = False, blocks: bool = True) -> str:
    """Return what a reader sees as HTML, in which nothing of the text is markup."""
    found = parse(markdown, embed=embed, blocks=blocks)
    return "".join(map(_element, found)) if blocks else _all(found)


def _flow(children: tuple[Node, ...]) -> str:
    """Return the letters of some nodes, each block among them on lines of its own."""
    if any(isinstance(child, Block) for child in children):
        return "\n".join(map(_letters, stacked(children)))
    return "".join(map(_letters, children))


def _letters(node: Node) -> str:
    match node:
        case Text(shown) | Sign(_, shown):
            return shown
        case Block("item", children, level):
            return f"{f'{level}.' if level else '•'} {_flow(children)}"
        case _:
            return _flow(node.children)


def _element(node: Node) -> str:
    match node:
        case Text(shown):
            return escape(shown).replace("\n", "<br>")
        case Sign(kind, shown):
            return f'<span class="{kind}">{escape(shown)}</span>'
        case Block("code", (Text(shown),)):
            return f"<pre><code>{escape(shown)}</code></pre>"
        case _:
            opening, closing = _tags(node)
            return f"{opening}{_all(node.children)}{closing}"


def _tags(node: Span | Block) -> tuple[str, str]:
    match node:
        case Span("link", _, url):
            return f'<a href="{escape(url)}">', "</a>"
        case Block("heading", _, level):
            return f"<h{level}>", f"</h{level}>"
        case Block("list", (Block(level=first), *_)) if first:
            return f'<ol start="{first}">', "</ol>"
        case Block("list"):
            return "<ul>", "</ul>"
        case _:
            return TAGS[node.kind]


def _all(children: Sequence[Node]) -> str:
    """Return the HTML of some nodes; what is not a block among them gets no paragraph."""
    if not any(isinstance(child, Block) for child in children):
        return "".join(map(_element, children))
    return "".join(
        _all(block.children) if block.kind == "paragraph" else _element(block)
        for block in stacked(children)
    )
