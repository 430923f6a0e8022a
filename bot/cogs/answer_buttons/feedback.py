"""Feedback on a passage: counted, and reported to the moderators of a server."""

from functools import partial
from typing import TYPE_CHECKING

import discord
import structlog
from cachetools import TTLCache
from structlog.contextvars import bound_contextvars

from bot import render
from bot.answers.answer_question import conversation_key
from bot.answers.button_target import find_target
from bot.components.answer_buttons import AnswerAction, Look
from bot.errors import NotResolvedError
from bot.i18n.translations import later
from bot.render.reports import TEXT_CHANGED, WORDS_GONE, PassageReport
from bot.replies import DELIVERY_ERRORS
from bot.replies.sending import build_view, may_post, post_messages
from bot.servers.policy import choose_translator
from embeddings.types import Answer

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Hashable

    from bot.answers.answer_queue import QueueResult
    from bot.answers.button_target import ButtonTarget
    from bot.cogs.common.pressed_message import ButtonPress
    from bot.gateway.client import Bot
    from bot.servers.settings import ServerSettings

_log = structlog.get_logger(__name__)

_THANKS = {
    AnswerAction.HELPFUL: later("Thank you, noted."),
    AnswerAction.NOT_THIS: later("Thank you, noted: this passage does not answer the question."),
    AnswerAction.WRONG_PAGE: later(
        "Thank you, noted: somebody is to look at this passage and its page."
    ),
}
_REPORTED = later(
    "Thank you. The moderators of this server are shown the passage and the question, not you."
)
_REMEDY = (
    "let a moderator give the bot View Channel, Send Messages and Embed Links in the channel of "
    "reports, or choose another with /settings"
)

REPORT_INTERVAL = 86_400.0
"""Seconds within which the same report is not posted again."""

MAX_REPORTS = 10_000
"""Reports remembered as posted; the oldest is forgotten first."""


class FeedbackButtons:
    """Handles the buttons that judge a passage, and those under the reports that follow.

    Which reports were posted is remembered for a day, in memory only.
    """

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._reported: TTLCache[Hashable, None] = TTLCache(
            MAX_REPORTS, REPORT_INTERVAL, bot.clock.elapsed
        )

    async def judge(self, press: "ButtonPress") -> None:
        """Count a judgement; neither the member nor, in the log, the question is kept."""
        settings = await self.bot.admission.admit(press.reply, "button")
        button = press.button
        with bound_contextvars(channel=None):  # a direct message's would identify the member
            _log.info(
                "feedback",
                judged=str(button.action),
                edition=button.edition,
                start=button.span.start,
                end=button.span.end,
            )
        if settings.log != "off":
            self.bot.question_log.add_feedback(press.reply.server_id, button.action)
        channel = self._report_channel(press, settings)
        thanks = _THANKS[button.action] if channel is None else _REPORTED
        await press.reply.tell(press.reply.say(thanks))
        if channel is not None:
            await self._report(press, channel, settings)

    async def resolve(self, press: "ButtonPress") -> None:
        """Mark a report as resolved; raise NotResolvedError without Manage Messages."""
        interaction = press.reply.interaction
        if not interaction.permissions.manage_messages:
            raise NotResolvedError
        settings = await self.bot.settings_cache.of(press.reply.server_id)
        say = choose_translator(settings, _server_locale(interaction))
        resolved = render.resolved_report(
            press.message.content, interaction.user.mention, press.button, say
        )
        await interaction.response.edit_message(
            content=resolved.content, view=build_view(resolved.rows)
        )

    async def show_passage(self, press: "ButtonPress") -> None:
        """Show the whole passage of a report in today's text, to the moderator alone."""
        settings = await self.bot.settings_cache.of(press.reply.server_id)
        self.bot.limits.take(conversation_key(press.reply), settings)
        say, pending = press.reply.say, self._find_target(press)
        await press.reply.begin()
        target = (await pending).result
        if target.shown is None:
            await press.reply.send([render.sentence(say(WORDS_GONE))])
            return
        question = render.read_question(press.message.content) or ""
        note = say(TEXT_CHANGED) if target.changed else None
        edition = target.shown.document.edition
        answer = Answer(question, "source", note, (target.shown,), edition, 0.0)
        look = Look(say, press.reply.member_id, private=True, more=False)
        await press.reply.send(render.answer(answer, look))

    def _find_target(self, press: "ButtonPress") -> "Future[QueueResult[ButtonTarget]]":
        """Queue the search for the passage that a button refers to."""
        lines = render.read_lines(press.message.embeds)
        return self.bot.answer_queue.submit(partial(find_target, button=press.button, lines=lines))

    def _report_channel(
        self, press: "ButtonPress", settings: "ServerSettings"
    ) -> discord.abc.Messageable | None:
        """Return the channel to report to; None if there is no report, or no permission to post."""
        guild = press.reply.interaction.guild
        if settings.reports is None or press.button.action is AnswerAction.HELPFUL or guild is None:
            return None
        channel = guild.get_channel_or_thread(settings.reports)
        if channel is not None and may_post(channel, channel.permissions_for(guild.me)):
            return channel
        _log.warning("report_post_failed", channel=settings.reports, remedy=_REMEDY)
        return None

    async def _report(
        self, press: "ButtonPress", channel: discord.abc.Messageable, settings: "ServerSettings"
    ) -> None:
        """Report a passage once a day; after a failure, it may be reported again."""
        question = render.read_question(press.message.content)
        key = press.reply.server_id, press.button, question
        if key in self._reported:
            return
        self._reported[key] = None
        posted = False
        try:
            target = (await self._find_target(press)).result
            say = choose_translator(settings, _server_locale(press.reply.interaction))
            messages = render.report(PassageReport(press.button, question), target, say)
            await post_messages(channel, messages, str(press.reply.interaction.id))
            posted = True
        except DELIVERY_ERRORS as failure:
            status = getattr(failure, "status", None)
            _log.warning("report_post_failed", status=status, remedy=_REMEDY)
        finally:
            if not posted:
                self._reported.pop(key, None)


def _server_locale(interaction: discord.Interaction["Bot"]) -> str | None:
    """Return the locale of the server; None outside of servers."""
    return None if interaction.guild_locale is None else interaction.guild_locale.value
