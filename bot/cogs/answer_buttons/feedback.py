"""What members think of a passage: counted, and brought before a server's moderators."""

from functools import partial
from typing import TYPE_CHECKING

import discord
import structlog
from cachetools import TTLCache
from structlog.contextvars import bound_contextvars

from bot import render
from bot.answers.admission import conversation_key
from bot.answers.button_target import find_target
from bot.components.answer_button_id import Action
from bot.components.answer_buttons import Look
from bot.errors import NotResolvedError
from bot.i18n.translations import later
from bot.render.reports import CHANGED, GONE, Report
from bot.replies import FAILED
from bot.replies.sending import build_view, may_post, post_messages
from bot.servers.language import spoken
from embeddings.types import Answer

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bot.cogs.common.pressed_message import Press
    from bot.gateway.client import Bot
    from bot.servers.settings import ServerSettings

_log = structlog.get_logger(__name__)

_THANKS = {
    Action.HELPFUL: later("Thank you, noted."),
    Action.NOT_THIS: later("Thank you, noted: this passage does not answer the question."),
    Action.WRONG_PAGE: later("Thank you, noted: somebody is to look at this passage and its page."),
}
_REPORTED = later(
    "Thank you. The moderators of this server are shown the passage and the question, not you."
)
_REMEDY = (
    "let a moderator give the bot View Channel, Send Messages and Embed Links in the channel of "
    "reports, or choose another with /settings"
)

DAY = 86_400.0
"""Seconds for which a report is not made again."""

MAX_REPORTS = 10_000
"""Reports that are remembered for a day; the one made longest ago is forgotten first."""


class Feedback:
    """Notes what is thought of a passage, and reports what is thought to be wrong.

    That something was reported is remembered for a day, in memory: it is not reported again.
    """

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._reported: TTLCache[Hashable, None] = TTLCache(MAX_REPORTS, DAY, bot.clock.elapsed)

    async def judge(self, press: "Press") -> None:
        """Note what is thought of a passage: neither by whom nor, in the log, what was asked."""
        settings = await self.bot.admission.admit(press.reply, "button")
        pressed = press.pressed
        with bound_contextvars(channel=None):  # a direct message's would name the member
            _log.info(
                "feedback",
                judged=str(pressed.action),
                edition=pressed.edition,
                start=pressed.span.start,
                end=pressed.span.end,
            )
        if settings.log != "off":
            self.bot.journal.add_feedback(press.reply.server_id, pressed.action)
        channel = self._channel(press, settings)
        thanks = _THANKS[pressed.action] if channel is None else _REPORTED
        await press.reply.tell(press.reply.say(thanks))
        if channel is not None:
            await self._report(press, channel, settings)

    async def resolve(self, press: "Press") -> None:
        """Mark a report as resolved; raise NotResolvedError for who may not manage messages."""
        interaction = press.reply.interaction
        if not interaction.permissions.manage_messages:
            raise NotResolvedError
        settings = await self.bot.servers.of(press.reply.server_id)
        say = spoken(settings, _locale(interaction))
        closed = render.resolved(
            press.message.content, interaction.user.mention, press.pressed, say
        )
        await interaction.response.edit_message(
            content=closed.content, view=build_view(closed.rows)
        )

    async def passage(self, press: "Press") -> None:
        """Show the whole passage of a report in today's text, to the member alone."""
        settings = await self.bot.servers.of(press.reply.server_id)
        self.bot.limits.take(conversation_key(press.reply), settings)
        say, lines = press.reply.say, render.lines_of(press.message.embeds)
        thinking = self.bot.thinking.submit(
            partial(find_target, pressed=press.pressed, lines=lines)
        )
        await press.reply.begin()
        found = (await thinking).result
        if found.shown is None:
            await press.reply.send([render.sentence(say(GONE))])
            return
        question = render.question_of(press.message.content) or ""
        note = say(CHANGED) if found.changed else None
        edition = found.shown.document.edition
        answer = Answer(question, "source", note, (found.shown,), edition, 0.0)
        look = Look(say, press.reply.member_id, private=True, more=False)
        await press.reply.send(render.answer(answer, look))

    def _channel(
        self, press: "Press", settings: "ServerSettings"
    ) -> discord.abc.Messageable | None:
        """Return where something is reported; None where it is not, or may not be."""
        guild = press.reply.interaction.guild
        if settings.reports is None or press.pressed.action is Action.HELPFUL or guild is None:
            return None
        channel = guild.get_channel_or_thread(settings.reports)
        if channel is not None and may_post(channel, channel.permissions_for(guild.me)):
            return channel
        _log.warning("report_post_failed", channel=settings.reports, remedy=_REMEDY)
        return None

    async def _report(
        self, press: "Press", channel: discord.abc.Messageable, settings: "ServerSettings"
    ) -> None:
        """Report a passage, once a day; where that fails, it may be reported again."""
        pressed, lines = press.pressed, render.lines_of(press.message.embeds)
        question = render.question_of(press.message.content)
        what = press.reply.server_id, pressed, question
        if what in self._reported:
            return
        self._reported[what] = None
        posted = False
        try:
            thinking = self.bot.thinking.submit(partial(find_target, pressed=pressed, lines=lines))
            target = (await thinking).result
            say = spoken(settings, _locale(press.reply.interaction))
            messages = render.report(Report(pressed, question), target, say)
            await post_messages(channel, messages, str(press.reply.interaction.id))
            posted = True
        except FAILED as failed:
            status = getattr(failed, "status", None)
            _log.warning("report_post_failed", status=status, remedy=_REMEDY)
        finally:
            if not posted:
                self._reported.pop(what, None)


def _locale(interaction: discord.Interaction["Bot"]) -> str | None:
    """Return the language of the server."""
    return None if interaction.guild_locale is None else interaction.guild_locale.value
