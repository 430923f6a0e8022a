"""A Discord message: its limits, and as few of them as hold some passages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import discord

from bot.components.controls import Controls
from bot.formatting import markdown
from bot.formatting.splitting import MessageLine
from bot.formatting.splitting import size as line_size
from bot.i18n.translations import ENGLISH, Translator, later
from embeddings.types import Document, ShownPassage

CONTENT = 2000
"""Discord's limits, in UTF-16 code units: a message's content,"""
DESCRIPTION = 4096
"""an embed's description,"""
TOTAL = 6000
"""all embeds of a message together,"""
EMBEDS = 10
"""and how many they may be."""

OWN = 0x5B8DEF
"""The colour of what the bot says of its own."""

REFERENCE = 1000
"""What the line under words may take."""

_NAME = 200
_TOO_LONG = later(
    "The answer names something too long to be repeated here. Please ask more briefly."
)
_URL = re.compile(r"https?://[^\s/?#\x00-\x1f\x7f]+[^\s\x00-\x1f\x7f]*")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and its words for those who do not see it."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Message:
    """What one message says; the embeds hold the passages, the rows what is pressed or picked."""

    content: str | None = None
    embeds: tuple[discord.Embed, ...] = ()
    rows: Controls = ()
    file: str | None = None
    """What is sent as a text file,"""
    named: str = "quotation.txt"
    """and how that is called."""
    picture: Picture | None = None


def sentence(words: str, say: Translator = ENGLISH) -> Message:
    """Return a message of the bot's own words."""
    return Message(own(words, say))


def headed(messages: Sequence[Message], mention: str) -> tuple[Message, ...]:
    """Return messages with a line above them, of a member's mention as Discord writes it."""
    first, *rest = messages
    content = "\n".join(filter(None, (mention, first.content)))
    if markdown.length(content) > CONTENT:
        return (Message(mention), *messages)
    return (replace(first, content=content), *rest)


def own(words: str, say: Translator, also: str | None = None) -> str:
    """Return words of the bot's own, which may name what a member wrote.

    What is said `also` stands behind them, and behind what is said for words that are too long.
    """
    line, rest = markdown.escape(words), markdown.escape(also or "")
    both = " ".join(filter(None, (line, rest)))
    if markdown.length(both) <= CONTENT:
        return both
    return " ".join(filter(None, (say(_TOO_LONG), rest)))


def joined(lists: Iterable[Iterable[Message]]) -> tuple[Message, ...]:
    """Return lists of several texts in as few messages as hold them, one behind the other."""
    return tuple(packed(None, [embed for one in lists for each in one for embed in each.embeds]))


def packed(head: str | None, embeds: Sequence[discord.Embed]) -> Iterator[Message]:
    """Yield as few messages as hold the embeds in their order, the head in the first."""
    held: list[discord.Embed] = []
    for embed in embeds:
        together = sum(map(size, (*held, embed)))
        if held and (together > TOTAL or len(held) == EMBEDS):
            yield Message(head, tuple(held))
            head, held = None, []
        held.append(embed)
    if held:
        yield Message(head, tuple(held))


def parted(lines: Iterable[MessageLine], room: int = DESCRIPTION) -> list[list[MessageLine]]:
    """Return lines in as few parts as hold them, none larger than `room` unless by one line."""
    return parted_between(([line] for line in lines), room)


def parted_between(
    groups: Iterable[Sequence[MessageLine]], room: int = DESCRIPTION
) -> list[list[MessageLine]]:
    """Return groups of lines in as few parts as hold them; none is parted."""
    parts: list[list[MessageLine]] = [[]]
    used = 0
    for group in groups:
        taken = sum(map(line_size, group))
        if parts[-1] and used + taken > room:
            parts.append([])
            used = 0
        parts[-1] += group
        used += taken
    return parts


def size(embed: discord.Embed) -> int:
    """Return what Discord counts of an embed: title, description and footer."""
    counted = (embed.title, embed.description, embed.footer.text)
    return sum(markdown.length(words) for words in counted if words)


def url_of(shown: ShownPassage) -> str | None:
    """Return the passage's link where Discord takes it for one."""
    return taken(shown.url)


def taken(url: str | None) -> str | None:
    """Return a link where Discord takes it for one."""
    fits = url and _URL.fullmatch(url) and markdown.length(url) <= 2048
    return url if fits else None


def where(reference: str, say: Translator, nearby: str | None = None) -> MessageLine:
    """Return the line under words, or its last part where it lists more than a line holds."""
    line = f"— {say.again(reference)}"
    if nearby:
        line += f" ({say.again(nearby)})"
    if markdown.length(markdown.escape(line)) <= REFERENCE:
        return MessageLine(line)
    place = reference.rpartition(" · ")[2]
    return MessageLine(f"— {say('pages as the passage prints them')} · {place[-_NAME:]}")


def footer(document: Document, say: Translator) -> str:
    """Return which text it is, and in which edition."""
    title = document.title if markdown.length(document.title) <= _NAME else document.key[:_NAME]
    return say("{title} · edition {edition}", title=title, edition=document.edition[:12])
