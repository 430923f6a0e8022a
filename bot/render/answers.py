"""An answer as Discord messages: pure, within Discord's limits, each word proved once more."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import discord

from bot.components.answer_buttons import Look, under
from bot.formatting import markdown
from bot.formatting.excerpt import GAP, Room, excerpt
from bot.formatting.layout import VOICES
from bot.formatting.proof import prove, prove_excerpt, write_proved
from bot.formatting.splitting import MessageLine
from bot.i18n.translations import ENGLISH, Translator
from bot.render.message import (
    CONTENT,
    DESCRIPTION,
    Message,
    footer,
    own,
    packed,
    url_of,
    where,
)
from bot.render.passage_selection import Parts, quoted
from embeddings.types import Answer, ShownPassage, Voice

_BOLD = "**"
_COLOURS: dict[Voice, int] = {"quotation": 0xE0A526, "essay": 0x5B8DEF, "mixed": 0x3FA57A}
_GREY = 0x80848E


def answer(one: Answer, look: Look | None = None) -> tuple[Message, ...]:
    """Return the messages that give an answer, the question above it, buttons under it.

    Raises UnprovedQuotationError where what Discord would show is not the text.
    """
    look = look or Look()
    references = [where(shown.reference, look.say, shown.nearby) for shown in one.shown]
    rooms = [DESCRIPTION - markdown.length(line.markdown) for line in references]
    found = quoted(one, look, rooms)
    kept, head = found.answer, _head(one, look.say, found.told(look.say, look.words))
    embeds = [
        embed
        for shown, parts, line in zip(kept.shown, found.parts, references, strict=False)
        for embed in _embeds(_Place(kept, shown, look.say), parts, line)
    ]
    messages = list(packed(head, embeds)) or [Message(head)]
    more = replace(look, more=look.more or found.left_out > 0)
    messages[0] = replace(messages[0], rows=under(kept, more))  # where the question stands
    return tuple(messages)


def question_of(content: str) -> str | None:
    """Return the question that stands above an answer, as `answer` has written it."""
    for line in content.split("\n"):
        if line.startswith(_BOLD) and line.endswith(_BOLD):
            with suppress(markdown.UnreadableMarkdownError):
                return "".join(words for words, _ in markdown.read_shown(line)) or None
    return None


def lines_of(embeds: Sequence[discord.Embed]) -> tuple[markdown.Line, ...]:
    """Return the text's lines in the first of some embeds, as `answer` has written it."""
    with suppress(markdown.UnreadableMarkdownError, IndexError):
        *lines, _reference = markdown.read_shown(embeds[0].description or "")
        return tuple(line for line in lines if line[0] != GAP.words)
    return ()


def copied(
    shown: ShownPassage,
    note: str | None = None,
    say: Translator = ENGLISH,
    words: int | None = None,
) -> Message:
    """Return a passage with its reference as plain text, to be copied as it stands.

    A note of the bot's own stands above it. Where words are counted it is shortened.

    Raises UnprovedQuotationError where the passage is not the text's.
    """
    prove(shown)
    plain = f"{_plain(shown, words)}\n— {say.again(shown.reference)}"
    head = own(note, say) if note else None
    block = "\n".join(filter(None, (head, f"```\n{plain}\n```")))
    if "```" in plain or markdown.length(block) > CONTENT:
        return Message(head, file=plain)
    return Message(block)


def _plain(shown: ShownPassage, words: int | None) -> str:
    """Return a passage as it stands, or as many of its sentences as hold about so many words."""
    text = shown.passage.text
    if words is None or len(text.split()) <= words:
        return text
    lines = excerpt(shown, Room(words=words))
    prove_excerpt(shown, lines)
    spans = (line.span for line in lines)
    return "\n".join(
        shown.document.quote(one.start, one.end) if one else GAP.words for one in spans
    )


def _head(one: Answer, say: Translator, left_out: str | None) -> str | None:
    """Return what stands above the passages: the question in bold, and what there is to say.

    Of one that was understood from what was asked before, its own words stand above it.
    """
    said = own(say.again(one.message or ""), say, left_out) or None
    typed = markdown.escape(one.question.strip()) if one.understood else None
    words = markdown.one_line(one.understood or say.again(one.question)).strip()
    for question in filter(None, (words, _begun(words, CONTENT // 4))):
        bold = markdown.embolden(question, [(0, len(question))])
        for lines in ((typed, bold, said), (bold, said)):
            both = "\n".join(filter(None, lines))
            if markdown.length(both) <= CONTENT:
                return both
    return said


def _begun(words: str, most: int) -> str:
    """Return how words begin, cut between two of them where that can be."""
    whole = words[:most].rpartition(" ")[0]
    return f"{whole or words[:most]} …" if words else ""


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage in its answer, and the language of what is said of it."""

    answer: Answer
    shown: ShownPassage
    say: Translator


def _embeds(place: _Place, parts: Parts, reference: MessageLine) -> Iterator[discord.Embed]:
    """Yield the embed of a passage; more than one only where it is longer than one can be."""
    document = place.shown.document
    for number, part in enumerate(parts, 1):
        nearest = place.answer.outcome == "nearest"
        yield discord.Embed(
            title=_title(place, number),
            url=url_of(place.shown),
            description=write_proved((*part, reference), document),
            colour=_GREY if nearest else _COLOURS[place.shown.passage.voice],
        ).set_footer(text=footer(document, place.say))


def _title(place: _Place, number: int) -> str:
    """Return whose words they are, and that they are no answer where they are none."""
    say, voice = place.say, VOICES[place.shown.passage.voice]
    words = say(voice)
    if place.answer.outcome == "nearest":
        words = say("Nearest, no answer: {voice}", voice=words)
    if number > 1:
        words = say("{voice} (continued)", voice=words)
    several = len(place.answer.shown) > 1 or place.shown.rank > 1
    rank = f"{place.shown.rank}. " if several else ""
    return f"{rank}{words[0].upper()}{words[1:]}"
