"""An answer as Discord messages: pure, within Discord's limits, each word proved once more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord

from bot import markdown
from bot.dividing import Line, divide
from bot.layout import VOICES
from bot.proof import prove, prove_parts, written
from embeddings.types import Answer, Document, Shown, Voice

CONTENT = 2000
"""Discord's limits, in UTF-16 code units: a message's content,"""
DESCRIPTION = 4096
"""an embed's description,"""
TOTAL = 6000
"""all embeds of a message together,"""
EMBEDS = 10
"""and how many they may be."""

_NAME = 200
_REFERENCE = 1000
_COLOURS: dict[Voice, int] = {"quotation": 0xE0A526, "essay": 0x5B8DEF, "mixed": 0x3FA57A}
_GREY = 0x80848E
_URL = re.compile(r"https?://[^\s/?#\x00-\x1f\x7f]+[^\s\x00-\x1f\x7f]*")


@dataclass(frozen=True, slots=True)
class Message:
    """What one message says; the embeds hold the passages."""

    content: str | None = None
    embeds: tuple[discord.Embed, ...] = ()


def answer(one: Answer, document: Document, *, asked: bool = False) -> tuple[Message, ...]:
    """Return the messages that give an answer, the question above it where it is asked for.

    Raises UnprovedQuotationError where what Discord would show is not the text.
    """
    embeds = [embed for shown in one.shown for embed in _embeds(one, shown, document)]
    head = _head(one, asked=asked)
    return tuple(_packed(head, embeds)) or (Message(head),)


def sentence(words: str) -> Message:
    """Return a message of the bot's own words."""
    return Message(_own(words))


def headed(messages: Sequence[Message], mention: str) -> tuple[Message, ...]:
    """Return messages with a line above them, of a member's mention as Discord writes it."""
    first, *rest = messages
    content = "\n".join(filter(None, (mention, first.content)))
    if markdown.length(content) > CONTENT:
        return (Message(mention), *messages)
    return (Message(content, first.embeds), *rest)


def _head(one: Answer, *, asked: bool) -> str | None:
    """Return what stands above the passages: the question, and what there is to say of it."""
    said = _own(one.message) if one.message else None
    words = markdown.one_line(one.question).strip()
    question = markdown.embolden(words, [(0, len(words))]) if asked and words else None
    both = "\n".join(filter(None, (question, said)))
    return (both if markdown.length(both) <= CONTENT else said) or None


def _own(words: str) -> str:
    """Return words of the bot's own, which may name what a member wrote."""
    line = markdown.escape(words)
    if markdown.length(line) <= CONTENT:
        return line
    return "The answer names something too long to be repeated here. Please ask more briefly."


def _packed(head: str | None, embeds: Sequence[discord.Embed]) -> Iterator[Message]:
    """Yield as few messages as hold the embeds in their order, the head in the first."""
    held: list[discord.Embed] = []
    for embed in embeds:
        size = sum(map(_size, (*held, embed)))
        if held and (size > TOTAL or len(held) == EMBEDS):
            yield Message(head, tuple(held))
            head, held = None, []
        held.append(embed)
    if held:
        yield Message(head, tuple(held))


def _size(embed: discord.Embed) -> int:
    """Return what Discord counts of an embed: title, description and footer."""
    counted = (embed.title, embed.description, embed.footer.text)
    return sum(markdown.length(words) for words in counted if words)


def _embeds(one: Answer, shown: Shown, document: Document) -> Iterator[discord.Embed]:
    """Yield the embed of a passage; more than one only where it is longer than one can be."""
    prove(shown, document)
    reference = Line(_reference(shown))
    parts = divide(shown, DESCRIPTION - markdown.length(reference.markdown))
    prove_parts(shown, parts, document)
    for number, part in enumerate(parts, 1):
        yield discord.Embed(
            title=_title(one, shown, number),
            url=_url(shown),
            description=written((*part, reference), document),
            colour=_GREY if one.outcome == "nearest" else _COLOURS[shown.passage.voice],
        ).set_footer(text=_footer(document))


def _reference(shown: Shown) -> str:
    """Return the line under a passage, or its last part where it lists more than a line holds."""
    line = f"— {shown.reference}"
    if markdown.length(markdown.escape(line)) <= _REFERENCE:
        return line
    place = shown.reference.rpartition(" · ")[2]
    return f"— pages as the passage prints them · {place[-_NAME:]}"


def _title(one: Answer, shown: Shown, number: int) -> str:
    """Return whose words they are, and that they are no answer where they are none."""
    voice = VOICES[shown.passage.voice]
    nearest = "Nearest, no answer: " if one.outcome == "nearest" else ""
    rank = f"{shown.rank}. " if len(one.shown) > 1 else ""
    words = f"{nearest}{voice}{' (continued)' if number > 1 else ''}"
    return f"{rank}{words[0].upper()}{words[1:]}"


def _url(shown: Shown) -> str | None:
    """Return the passage's link where Discord takes it for one."""
    url = shown.url or ""
    return url if _URL.fullmatch(url) and markdown.length(url) <= 2048 else None


def _footer(document: Document) -> str:
    title = document.title if markdown.length(document.title) <= _NAME else document.key[:_NAME]
    return f"{title} · edition {document.edition[:12]}"
