"""What the bot keeps, in words: by the settings of a server, and about a member."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import discord

from bot.components.answer_buttons import AnswerAction, build_rows_without_passage
from bot.formatting import markdown
from bot.i18n.translations import Translator, later
from bot.render.message import MAX_DESCRIPTION, OWN_COLOUR, Message
from bot.servers.settings import Log, ServerSettings
from bot.storage.records import MemberData

_LOGS: dict[Log, str] = {
    "off": later("No question and no answer is kept here, and none is counted."),
    "counts": later(
        "How many questions are asked here each day, with what outcome, which pages are quoted and "
        "how passages are judged is counted: neither what was asked nor by whom."
    ),
    "7 days": later("Questions that are asked here are kept for 7 days."),
    "30 days": later("Questions that are asked here are kept for 30 days."),
    "90 days": later("Questions that are asked here are kept for 90 days."),
}
_HASHED = later(
    "In the place of your id stands a number made from it with a secret key. How many questions "
    "there are each day, which pages are quoted and how passages are judged is counted besides, "
    "without you."
)
_DIRECT = later("In direct messages no question and no answer is kept, and none is counted.")
_MEMORY = later(
    "For ten minutes I remember, in memory alone, what you asked in a channel, so that you can "
    "follow up."
)
_JUDGED = later(
    "What you press as Helpful, Not this or Wrong page? stands in the log of whoever runs me, with "
    "the passage: without you and without the question."
)
_REPORTED = later(
    "Not this and Wrong page? also go to the moderators of this server, with the passage and the "
    "question, without you."
)
_PLAIN = later(
    "Your id is kept where it must be: with a block of you, or by you, until it ends, and with the "
    "settings that you change, in their history."
)
_LEFT = later("When I leave a server, all that is kept of it is deleted after 30 days.")


def privacy_notice(settings: ServerSettings | None, say: Translator) -> Message:
    """Return what is kept where a member asks; the settings are None in direct messages."""
    lines = [*_list_kept(settings), _MEMORY, _JUDGED]
    if settings is not None and settings.reports is not None:
        lines.append(_REPORTED)
    lines += [_PLAIN, _LEFT]
    title = say("What is kept here")
    buttons = build_rows_without_passage((AnswerAction.HELD, AnswerAction.FORGET), say)
    return Message(None, (_make_embed(title, map(say, lines)),), buttons)


def member_data(
    servers: Sequence[tuple[str, MemberData]], remembered: int, say: Translator
) -> Message:
    """Return what is kept about a member in each server, as a file where it is long."""
    lines = [line for name, data in servers for line in _list_data(name, data, say)]
    if not lines:
        lines = [say("I keep nothing on you.")]
    if remembered:
        lines.append(
            say.counted(
                "In memory: {count} question of the last ten minutes.",
                "In memory: {count} questions of the last ten minutes.",
                remembered,
            )
        )
    title = say("What I hold on you")
    embed, buttons = (
        _make_embed(title, lines),
        build_rows_without_passage((AnswerAction.FORGET,), say),
    )
    if markdown.length(embed.description or "") > MAX_DESCRIPTION:
        return Message(title, rows=buttons, file="\n".join(lines), file_name="held.txt")
    return Message(None, (embed,), buttons)


def _list_kept(settings: ServerSettings | None) -> Iterator[str]:
    if settings is None:
        yield _DIRECT
        return
    yield _LOGS[settings.log]
    if settings.log not in ("off", "counts"):
        yield _HASHED


def _list_data(name: str, data: MemberData, say: Translator) -> Iterator[str]:
    """Yield what is kept about a member in a server."""
    if not (data.questions or data.block or data.changes or data.blocking):
        return
    yield say("In {server}:", server=name)
    if data.block is not None:
        until = data.block.until
        block = say("a block, for always")
        if until is not None:
            block = say("a block, until {until}", until=_format_time(until))
        yield f"• {block}"
    if data.changes:
        yield "• " + say.counted(
            "{count} change of the settings", "{count} changes of the settings", data.changes
        )
    if data.blocking:
        yield "• " + say.counted(
            "{count} block that you set", "{count} blocks that you set", data.blocking
        )
    for at, words in data.questions:
        yield f"• {_format_time(at)}: {markdown.one_line(words)}"


def _make_embed(title: str, lines: Iterator[str] | Sequence[str]) -> discord.Embed:
    description = "\n".join(markdown.escape(line) for line in lines)
    return discord.Embed(title=title, description=description, colour=OWN_COLOUR)


def _format_time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
