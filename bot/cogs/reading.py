"""Reading on from an answer: further passages, what stands around one, a copy of it."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot import render
from bot.buttons import Look
from bot.catalogue import later
from bot.errors import MayNotShareError
from bot.pointing import Pointed, point
from bot.render.reports import CHANGED, GONE
from embeddings.answer import LIMIT, NEAREST
from embeddings.types import Answer, Outcome

if TYPE_CHECKING:
    from bot.client import Bot
    from bot.cogs.pressing import Press

_NO_MORE = later("There are no more passages that speak to this.")
_BEGINS = later("The text begins here.")
_ENDS = later("The text ends here.")


class Reading:
    """Reads on from the passage that a button belongs to."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    async def more(self, press: "Press") -> None:
        """Show the passages behind those that were shown, to the member alone."""
        changed = not press.pressed.is_of(self.bot.thinking.document.edition)
        shown = 0 if changed else press.pressed.number
        self.bot.limits.take(press.reply.member_id, press.reply.channel_id)
        thinking = self.bot.thinking.ask(press.question, shown + LIMIT)
        await press.reply.begin()
        found = await thinking
        rest = replace(found, shown=found.shown[shown:], message=_note(found, press, changed))
        if rest.shown:
            await self._send(press, rest, more=len(rest.shown) == LIMIT)
        else:
            await press.reply.send([render.sentence(press.reply.say(_NO_MORE))])

    async def before(self, press: "Press") -> None:
        """Show the paragraph before a passage, to the member alone."""
        await self._turn(press, -1)

    async def after(self, press: "Press") -> None:
        """Show the paragraph behind a passage, to the member alone."""
        await self._turn(press, 1)

    async def copy(self, press: "Press") -> None:
        """Give a passage with its reference as plain text, to the member alone."""
        found = await self._pointed(press)
        if found.shown is not None:
            document, note = self.bot.thinking.document, self._changed(press, found)
            await press.reply.send([render.copied(found.shown, document, note, press.reply.say)])

    async def show(self, press: "Press") -> None:
        """Show a passage of a private answer to everybody in the channel.

        Raises MayNotShareError for a member who may not write there.
        """
        if not press.reply.may_share:
            raise MayNotShareError
        press.reply.private = False
        number = min(len(press.message.embeds), LIMIT)
        self.bot.limits.take(press.reply.member_id, press.reply.channel_id)
        thinking = self.bot.thinking.ask(press.question, number)
        await press.reply.begin()
        found = await thinking
        if found.shown and press.pressed.shows(found.edition, found.shown[0].passage.span):
            await self._send(press, found, more=not found.joined)
        else:
            await self._turn(press, 0, begun=True)

    async def _turn(self, press: "Press", step: int, *, begun: bool = False) -> None:
        """Show the passage, or the paragraph so many steps on: no answer if it was none."""
        question = render.question_of(press.message.content) or ""
        found = await self._pointed(press, step, begun=begun)
        if found.shown is not None:
            edition = self.bot.thinking.document.edition
            outcome: Outcome = "nearest" if press.pressed.number else "source"
            said = NEAREST if press.pressed.number else None
            notes = (self._changed(press, found), said and press.reply.say.again(said))
            note = " ".join(filter(None, notes)) or None
            answer = Answer(question, outcome, note, (found.shown,), edition, 0.0)
            await self._send(press, answer, more=False)

    async def _pointed(self, press: "Press", step: int = 0, *, begun: bool = False) -> Pointed:
        """Return the passage of a button, or say why there is none."""
        if not begun:
            self.bot.limits.take(press.reply.member_id, press.reply.channel_id)
        lines = render.lines_of(press.message.embeds)
        thinking = self.bot.thinking.do(
            partial(point, pressed=press.pressed, lines=lines, step=step)
        )
        if not begun:
            await press.reply.begin()
        found = await thinking
        if found.shown is None:
            why = GONE if found.changed else _BEGINS if step < 0 else _ENDS
            await press.reply.send([render.sentence(press.reply.say(why))])
        return found

    @staticmethod
    def _changed(press: "Press", found: Pointed) -> str | None:
        return press.reply.say(CHANGED) if found.changed else None

    async def _send(self, press: "Press", answer: Answer, *, more: bool) -> None:
        reply = press.reply
        look = Look(reply.say, reply.member_id, reply.private, more)
        await reply.send(render.answer(answer, self.bot.thinking.document, look))


def _note(found: Answer, press: "Press", changed: bool) -> str | None:
    """Return what is said above further passages: that the text has changed, if it has.

    How many of a page are the first is said above the first alone.
    """
    say = press.reply.say
    said = say(CHANGED) if changed else None
    message = found.message if changed or found.outcome != "page" else None
    return " ".join(filter(None, (said, say.again(message or "")))) or None
