"""An answer as Discord messages: pure, within Discord's limits, and proved once more."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import discord

from bot.components.answer_buttons import Look, build_answer_rows
from bot.formatting import markdown
from bot.formatting.excerpt import GAP, Room, excerpt
from bot.formatting.layout import VOICES, MessageLine
from bot.formatting.proof import prove, prove_excerpt, write_proved
from bot.i18n.translations import ENGLISH, Translator
from bot.render.message import (
    MAX_CONTENT,
    MAX_DESCRIPTION,
    Message,
    accept_link,
    find_link,
    format_footer,
    format_notice,
    format_source,
    pack_embeds,
)
from bot.render.passage_selection import PassageParts, select_passages
from embeddings.messages import TranslatableMessage
from embeddings.types import Answer, ShownPassage, Voice

_BOLD = "**"
_COLOURS: dict[Voice, int] = {"quotation": 0xE0A526, "essay": 0x5B8DEF, "mixed": 0x3FA57A}
_GREY = 0x80848E


def answer(answer: Answer, look: Look | None = None) -> tuple[Message, ...]:
    """Return the messages that give an answer: the question above it, the buttons below.

    Raises UnprovedQuotationError where what Discord would show is not in the text.
    """
    look = look or Look()

    # choose what is shown of each passage, leaving room for its source line
    sources = [format_source(shown.reference, look.say, shown.nearby) for shown in answer.shown]
    rooms = [MAX_DESCRIPTION - markdown.length(line.markdown) for line in sources]
    selected = select_passages(answer, look, rooms)
    omissions = selected.describe_omissions(look.say, look.words)

    # lay the passages out, as many to a message as it can hold
    head = _write_head(selected.answer, look.say, omissions)
    embeds = [
        embed
        for shown, parts, line in zip(selected.answer.shown, selected.parts, sources, strict=False)
        for embed in _make_embeds(_PlacedPassage(selected.answer, shown, look.say), parts, line)
    ]
    messages = list(pack_embeds(head, embeds)) or [Message(head)]

    # the buttons go under the message with the question
    look = replace(look, more=look.more or selected.left_out > 0)
    messages[0] = replace(messages[0], rows=build_answer_rows(selected.answer, look))
    return tuple(messages)


def read_question(content: str) -> str | None:
    """Return the question that `answer` has written above an answer."""
    for line in content.split("\n"):
        if line.startswith(_BOLD) and line.endswith(_BOLD):
            with suppress(markdown.UnreadableMarkdownError):
                return "".join(words for words, _ in markdown.read_shown(line)) or None
    return None


def read_lines(embeds: Sequence[discord.Embed]) -> tuple[markdown.Line, ...]:
    """Return the lines of the text that `answer` has written in the first of some embeds."""
    with suppress(markdown.UnreadableMarkdownError, IndexError):
        *lines, _source = markdown.read_shown(embeds[0].description or "")
        return tuple(line for line in lines if line[0] != GAP.words)
    return ()


def copy_passage(
    shown: ShownPassage,
    note: str | None = None,
    say: Translator = ENGLISH,
    words: int | None = None,
) -> Message:
    """Return a passage with its reference as plain text, ready to be copied.

    A note of the bot's own may stand above it. With a limit of words, the passage is shortened.

    Raises UnprovedQuotationError where the passage is not in the text.
    """
    prove(shown)
    plain = f"{_write_plain(shown, words)}\n— {say.translate(shown.reference)}"
    head = format_notice(note, say) if note else None
    block = "\n".join(filter(None, (head, f"```\n{plain}\n```")))
    if "```" in plain or markdown.length(block) > MAX_CONTENT:
        return Message(head, file=plain)
    return Message(block)


def _write_plain(shown: ShownPassage, words: int | None) -> str:
    """Return a passage as it stands, or as many of its sentences as make about so many words."""
    text = shown.passage.text
    if words is None or len(text.split()) <= words:
        return text
    lines = excerpt(shown, Room(words=words))
    prove_excerpt(shown, lines)
    spans = (line.span for line in lines)
    return "\n".join(
        shown.document.quote(span.start, span.end) if span else GAP.words for span in spans
    )


def _write_head(answer: Answer, say: Translator, omissions: str | None) -> str | None:
    """Return what stands above the passages: the question in bold, then the bot's own words.

    A follow-up shows the question as it was typed above the question as it was understood.
    """
    notice = format_notice(say.translate(answer.message or ""), say, omissions) or None
    if notice is not None and (link := _find_named_link(answer)) is not None:
        notice = notice.replace(markdown.escape(link), link)
    typed = markdown.escape(answer.question.strip()) if answer.understood else None
    words = markdown.one_line(answer.understood or say.translate(answer.question)).strip()
    for question in filter(None, (words, _shorten(words, MAX_CONTENT // 4))):
        bold = markdown.embolden(question, [(0, len(question))])
        for lines in ((typed, bold, notice), (bold, notice)):
            head = "\n".join(filter(None, lines))
            if markdown.length(head) <= MAX_CONTENT:
                return head
    return notice


def _find_named_link(answer: Answer) -> str | None:
    """Return where the text is to be had, if that is what is told of it: a link from the library.

    Escaped, it could not be followed.
    """
    message = answer.message
    if answer.outcome != "about" or not isinstance(message, TranslatableMessage):
        return None
    url = message.values.get("url")
    return accept_link(url) if isinstance(url, str) else None


def _shorten(words: str, limit: int) -> str:
    """Return the beginning of some words, cut between two of them where possible."""
    whole = words[:limit].rpartition(" ")[0]
    return f"{whole or words[:limit]} …" if words else ""


@dataclass(frozen=True, slots=True)
class _PlacedPassage:
    """A passage in its answer, and the reader's language."""

    answer: Answer
    shown: ShownPassage
    say: Translator


def _make_embeds(
    placed: _PlacedPassage, parts: PassageParts, source: MessageLine
) -> Iterator[discord.Embed]:
    """Yield the embed of a passage, or several where it is longer than an embed can be."""
    document = placed.shown.document
    for number, part in enumerate(parts, 1):
        nearest = placed.answer.outcome == "nearest"
        yield discord.Embed(
            title=_write_title(placed, number),
            url=find_link(placed.shown),
            description=write_proved((*part, source), document),
            colour=_GREY if nearest else _COLOURS[placed.shown.passage.voice],
        ).set_footer(text=format_footer(document, placed.say))


def _write_title(placed: _PlacedPassage, number: int) -> str:
    """Return whose words a passage has, and a warning where it is not an answer."""
    say, voice = placed.say, VOICES[placed.shown.passage.voice]
    words = say(voice)
    if placed.answer.outcome == "nearest":
        words = say("Nearest, no answer: {voice}", voice=words)
    if number > 1:
        words = say("{voice} (continued)", voice=words)
    several = len(placed.answer.shown) > 1 or placed.shown.rank > 1
    rank = f"{placed.shown.rank}. " if several else ""
    return f"{rank}{words[0].upper()}{words[1:]}"
