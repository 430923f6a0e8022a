"""The rules by which Discord's clients read a message's Markdown, in the order they are tried.

The forms are those of the open ports of the client's rules (discord-markdown, dismark, and the
simple-markdown that they build upon). Where these differ, the rule that changes more stands here:
what shows as it should under this one shows so under the others.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime

from tests.standin.markdown_nodes import Block, Node, Sign, Span, Text
from tests.standin.markdown_reading import Build, Place, Rule, Rules, inside

SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""What JavaScript's `\\s` stands for, which is not what Python's does."""
EMOJI = "\ufffd"
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern as the client would: `.` is anything, and space is JavaScript's."""
    return re.compile(pattern.replace(r"\s", SPACES), re.DOTALL)


BULLET = r"(?:[*+-]|(?P<number>[0-9]+)\.)"
LINE = r"(?P<indent> *)" + BULLET + r" +[^\n]+"
ITEM = compiled(
    r"(?P<indent> *)" + BULLET + r" +(?P<text>[^\n]+(?:\n(?P=indent) +[^\n]+)*(?:\n|$))"
)
LIST = compiled(LINE + r"(?:\n(?: *(?:[*+-]|[0-9]+\.) |(?P=indent) )[^\n]+)*(?:\n|$)")
URL = compiled(r"https?://[^\s<]+[^<.,:;\"')\]\s]")
INSIDE_LINK = r"(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*"
TARGET = r"[\s]*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:[\s]+['\"].*?['\"])?[\s]*"


def opens_line(place: Place) -> bool:
    """Whether a block may begin at a place."""
    return place.blocks and place.line_start and not place.linked


def _span(kind: str) -> Build:
    return lambda match, place: Span(kind, inside(match[match.lastindex or 0], place))


def _sign(kind: str, shown: str) -> Build:
    return lambda match, _: Sign(kind, match.expand(shown))


def _as_written(match: re.Match[str], _: Place) -> Node:
    return Text(match[0])


def _address(match: re.Match[str], _: Place) -> Node:
    return Span("link", (Text(match[1]),), match[1])


def _escape(match: re.Match[str], place: Place) -> Node | None:
    return None if place.linked and match[1] == "]" else Text(match[1])


def _quote(match: re.Match[str], place: Place) -> Node:
    whole, lines = match["whole"], match["lines"]
    text = whole if lines is None else re.sub(r"(?m)^ *> ?", "", lines)
    return Block("quote", inside(text.rstrip("\n"), replace(place, quoted=True)))


def _heading(match: re.Match[str], place: Place) -> Node:
    return Block("heading", inside(match[2].strip(SPACES), place), len(match[1]))


def _subtext(match: re.Match[str], place: Place) -> Node:
    return Block("subtext", inside(match[1].strip(SPACES), place))


def _list(match: re.Match[str], place: Place) -> Node:
    """Make a list that counts on from its first number, whatever the others are."""
    items = list(ITEM.finditer(match[0]))
    first = items[0]["number"]
    numbers = (int(first) + n if first else 0 for n in range(len(items)))
    return Block("list", tuple(map(_item, items, numbers, [place] * len(items))))


def _item(match: re.Match[str], number: int, place: Place) -> Block:
    indent = match.start("text") - match.start()
    text = re.sub(rf"(?m)^ {{1,{indent}}}", "", match["text"]).rstrip("\n")
    return Block("item", inside(text, place), number)


def _code_block(match: re.Match[str], _: Place) -> Node:
    return Block("code", (Text(match[1]),))


def _code(match: re.Match[str], _: Place) -> Node:
    return Span("code", (Text(re.sub(r"^ (?= *`)|(?<=`)( *) $", r"\1", match[2])),))


def _link(match: re.Match[str], place: Place) -> Node | None:
    """Make a masked link, unless its text is an address itself: that is shown as written."""
    text, url = match[1], re.sub(r"\\(\W|_)", r"\1", match[2])
    if not URL.fullmatch(url):
        return None
    if URL.search(text) or "```" in text:
        return Text(match[0])
    return Span("link", inside(text, replace(place, linked=True)), url)


def _time(match: re.Match[str], _: Place) -> Node:
    second = int(match[1])
    if not FIRST_SECOND <= second <= LAST_SECOND:
        return Sign("time", "Invalid Date")
    return Sign("time", f"{datetime.fromtimestamp(second, UTC):%d/%m/%Y %H:%M}")


def _ping(match: re.Match[str], _: Place) -> Node:
    """Shout, so that a ping never reads like the letters it was written with."""
    return Sign("mention", match[0].upper())


BLOCKS = (
    Rule(
        "block quote",
        compiled(r" *>>> (?P<whole>.*)|(?P<lines> *> [^\n]*(?:\n *> [^\n]*)*\n?)"),
        _quote,
        lambda place: opens_line(place) and not place.quoted,
    ),
    Rule("heading", compiled(r" *(#{1,3}) (?!#) *([^\n]+\n?)"), _heading, opens_line),
    Rule("subtext", compiled(r" *-# (?!-#) *([^\n]+\n?)"), _subtext, opens_line),
    Rule("list", LIST, _list, opens_line),
    Rule(
        "code block",
        compiled(r"```(?:[\w+\-.]*?[\s]*\n)?([^\n].*?)\n*```"),
        _code_block,
        lambda place: place.blocks,
    ),
)
LINKS = (
    Rule("autolink", compiled(r"<([^: >]+:/[^ >]+)>"), _address),
    Rule("e-mail", compiled(r"<([^ >@<]+@[^ >@<]+\.[^ >@<]+)>"), _address),
    Rule("telephone", compiled(r"<((?:tel:)?\+[0-9][0-9 -]+)>"), _address),
    Rule(
        "jump link",
        compiled(r"https?://(?:\w+\.)?discord(?:app)?\.com/channels/[0-9@me]+(?:/[0-9]+)+"),
        _sign("mention", "#channel"),
    ),
    Rule("bare URL", compiled(f"({URL.pattern})"), _address, lambda place: not place.linked),
    Rule(
        "masked link",
        compiled(rf"\[({INSIDE_LINK})\]\({TARGET}\)"),
        _link,
        lambda place: not place.linked,
    ),
)
EMPHASIS = (
    Rule(
        "em",
        compiled(
            r"_((?:__|\\.|[^\\_])+?)_(?![0-9A-Za-z_])"
            r"|\*(?=[^\s])((?:\*\*|\\.|[\s]+(?:\\.|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
        ),
        _span("em"),
    ),
    Rule("strong", compiled(r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)"), _span("strong")),
    Rule("underline", compiled(r"__((?:\\.|[^\\])+?)__(?!_)"), _span("u")),
)
SPANS = (
    Rule("strikethrough", compiled(r"~~(.+?)~~(?!_)"), _span("s")),
    Rule("spoiler", compiled(r"\|\|(.+?)\|\|"), _span("spoiler")),
    Rule("inline code", compiled(r"(`+)(.*?[^`])\1(?!`)"), _code),
)
SIGNS = (
    Rule("user", compiled(r"<@!?[0-9]+>"), _sign("mention", "@user")),
    Rule("role", compiled(r"<@&[0-9]+>"), _sign("mention", "@role")),
    Rule("channel", compiled(r"<#[0-9]+>"), _sign("mention", "#channel")),
    Rule("command", compiled(r"</([^:\n>]{1,100}):[0-9]+>"), _sign("mention", r"/\1")),
    Rule(
        "navigation", compiled(r"<(?:id|[0-9]+):([a-z-]+)(?::[0-9]+)?>"), _sign("mention", r"#\1")
    ),
    Rule("time", compiled(r"<t:(-?[0-9]{1,17})(?::[tTdDfFsSR])?>"), _time),
    Rule("custom emoji", compiled(r"<a?:\w+:[0-9]+>"), _sign("emoji", EMOJI)),
    Rule("emoji", compiled(r":[A-Za-z0-9_+-]+(?:::skin-tone-[0-9])?:"), _sign("emoji", EMOJI)),
    Rule("everyone", compiled(r"@(?:everyone|here)"), _ping, lambda place: not place.embed),
)
LETTERS = (
    Rule("shrug", compiled(r"¯\\_\(ツ\)_/¯"), _as_written),
    Rule("escape", compiled(r"\\([^0-9A-Za-z\s])"), _escape),
)
TEXT = Rule(
    "text",
    compiled(r".+?(?=[^0-9A-Za-z\s\u00c0-\U0010ffff]|\n|(?:[0-9A-Za-z_]+):[^\s]|\Z)(?:(?<!\n)\n)?"),
    _as_written,
)


def _each(rules: tuple[Rule, ...]) -> Rules:
    return tuple((rule,) for rule in rules)


RULES: Rules = (*_each((*BLOCKS, *LETTERS, *LINKS)), EMPHASIS, *_each((*SPANS, *SIGNS, TEXT)))
