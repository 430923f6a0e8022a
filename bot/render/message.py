"""A Discord message and its limits, and the packing of passages into few messages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import discord

from bot.components.controls import Controls
from bot.formatting import markdown
from bot.formatting.layout import MessageLine, size
from bot.i18n.translations import ENGLISH, Translator, later
from embeddings.types import Document, ShownPassage

MAX_CONTENT = 2000
"""UTF-16 code units of a message's content, by Discord's rules."""

MAX_DESCRIPTION = 4096
"""UTF-16 code units of an embed's description, by Discord's rules."""

MAX_TOTAL = 6000
"""UTF-16 code units of all embeds of a message together, by Discord's rules."""

MAX_EMBEDS = 10
"""Embeds of a message, by Discord's rules."""

OWN_COLOUR = 0x5B8DEF
"""The colour of embeds in which the bot speaks for itself."""

MAX_REFERENCE = 1000
"""UTF-16 code units of the source line under a passage."""

_MAX_LINK = 2048
_MAX_NAME = 200
_TOO_LONG = later(
    "The answer names something too long to be repeated here. Please ask more briefly."
)
_URL = re.compile(r"https?://[^\s/?#\x00-\x1f\x7f]+[^\s\x00-\x1f\x7f]*")


@dataclass(frozen=True, slots=True)
class AttachedPicture:
    """A picture, described in words for those who cannot see it."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be sent: its embeds hold the passages, its rows the buttons and selects."""

    content: str | None = None
    embeds: tuple[discord.Embed, ...] = ()
    rows: Controls = ()
    file: str | None = None
    """The content of an attached text file."""
    file_name: str = "quotation.txt"
    """The name of the attached text file."""
    picture: AttachedPicture | None = None


def sentence(words: str, say: Translator = ENGLISH) -> Message:
    """Return a message in the bot's own words."""
    return Message(format_notice(words, say))


def add_heading(messages: Sequence[Message], mention: str) -> tuple[Message, ...]:
    """Return messages with a line above them, which mentions a member in Discord's Markdown."""
    first, *rest = messages
    content = "\n".join(filter(None, (mention, first.content)))
    if markdown.length(content) > MAX_CONTENT:
        return (Message(mention), *messages)
    return (replace(first, content=content), *rest)


def format_notice(words: str, say: Translator, also: str | None = None) -> str:
    """Return the bot's own words, which may repeat what a member wrote, as Markdown.

    What `also` says follows them. Words that are too long give way to a short notice.
    """
    line, rest = markdown.escape(words), markdown.escape(also or "")
    notice = " ".join(filter(None, (line, rest)))
    if markdown.length(notice) <= MAX_CONTENT:
        return notice
    return " ".join(filter(None, (say(_TOO_LONG), rest)))


def merge_messages(lists: Iterable[Iterable[Message]]) -> tuple[Message, ...]:
    """Return the lists of several texts, one after the other, in as few messages as possible."""
    embeds = [embed for messages in lists for message in messages for embed in message.embeds]
    return tuple(pack_embeds(None, embeds))


def pack_embeds(head: str | None, embeds: Sequence[discord.Embed]) -> Iterator[Message]:
    """Yield as few messages as can hold the embeds in order, with the head in the first."""
    batch: list[discord.Embed] = []
    for embed in embeds:
        total = sum(map(_measure_embed, (*batch, embed)))
        if batch and (total > MAX_TOTAL or len(batch) == MAX_EMBEDS):
            yield Message(head, tuple(batch))
            head, batch = None, []
        batch.append(embed)
    if batch:
        yield Message(head, tuple(batch))


def divide_lines(
    lines: Iterable[MessageLine], room: int = MAX_DESCRIPTION
) -> list[list[MessageLine]]:
    """Divide lines into as few parts as can hold them; only a single line may exceed `room`."""
    return divide_groups(([line] for line in lines), room)


def divide_groups(
    groups: Iterable[Sequence[MessageLine]], room: int = MAX_DESCRIPTION
) -> list[list[MessageLine]]:
    """Divide groups of lines into as few parts as can hold them, without splitting a group."""
    parts: list[list[MessageLine]] = [[]]
    used = 0
    for group in groups:
        needed = sum(map(size, group))
        if parts[-1] and used + needed > room:
            parts.append([])
            used = 0
        parts[-1] += group
        used += needed
    return parts


def _measure_embed(embed: discord.Embed) -> int:
    """Return the UTF-16 code units that Discord counts: of title, description and footer."""
    texts = (embed.title, embed.description, embed.footer.text)
    return sum(markdown.length(text) for text in texts if text)


def find_link(shown: ShownPassage) -> str | None:
    """Return the link of a passage, if Discord accepts it."""
    return accept_link(shown.url)


def accept_link(url: str | None) -> str | None:
    """Return a link if Discord accepts it, else None."""
    fits = url and _URL.fullmatch(url) and markdown.length(url) <= _MAX_LINK
    return url if fits else None


def format_source(reference: str, say: Translator, nearby: str | None = None) -> MessageLine:
    """Return the source line under a passage, or only its last part where it is too long."""
    line = f"— {say.translate(reference)}"
    if nearby:
        line += f" ({say.translate(nearby)})"
    if markdown.length(markdown.escape(line)) <= MAX_REFERENCE:
        return MessageLine(line)
    place = reference.rpartition(" · ")[2]
    return MessageLine(f"— {say('pages as the passage prints them')} · {place[-_MAX_NAME:]}")


def format_footer(document: Document, say: Translator) -> str:
    """Return the title of a text, or its key where the title is too long, and its edition."""
    fits = markdown.length(document.title) <= _MAX_NAME
    title = document.title if fits else document.key[:_MAX_NAME]
    return say("{title} · edition {edition}", title=title, edition=document.edition[:12])
