"""Reading on from an answer: further passages, what stands around one, a copy of it."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot import render
from bot.book import Book
from bot.buttons import Look
from bot.catalogue import later
from bot.errors import MayNotShareError
from bot.pointing import Pointed, point
from bot.thinking import Thought
from embeddings.answer import LIMIT
from embeddings.types import Answer, Document

if TYPE_CHECKING:
    from bot.client import Bot
    from bot.cogs.buttons import Press

_NO_MORE = later("There are no more passages that speak to this.")
_CHANGED = later("The text has changed since this answer. In today’s text:")
_GONE = later("The text has changed since this answer, and these words stand in it no more.")
_BEGINS = later("The text begins here.")
_ENDS = later("The text ends here.")


class Reading:
    """Reads on from the passage that a button belongs to."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    async def more(self, press: "Press") -> None:
        """Show the passages behind those that were shown, to the member alone."""
        question = press.question
        self.bot.limits.take(press.reply.member_id, press.reply.channel_id)
        thinking = self.bot.thinking.do(
            lambda book: book.answerer.answer(question, _shown(press, book) + LIMIT)
        )
        await press.reply.begin()
        found, book = await thinking
        changed = not press.pressed.is_of(book.document.edition)
        rest = replace(
            found,
            shown=found.shown[_shown(press, book) :],
            message=_note(found, press, changed),
        )
        if rest.shown:
            await self._send(press, rest, book.document, more=len(rest.shown) == LIMIT)
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
        found, book = await self._pointed(press)
        if found.shown is not None:
            note = self._changed(press, found)
            await press.reply.send([render.copied(found.shown, book.document, note)])

    async def show(self, press: "Press") -> None:
        """Show a passage of a private answer to everybody in the channel.

        Raises MayNotShareError for a member who may not write there.
        """
        if not press.reply.may_share:
            raise MayNotShareError
        press.reply.private = False
        await self._turn(press, 0)

    async def _turn(self, press: "Press", step: int) -> None:
        """Show the passage, or the paragraph so many steps on."""
        question = press.question
        found, book = await self._pointed(press, step)
        if found.shown is not None:
            edition = book.document.edition
            note = self._changed(press, found)
            answer = Answer(question, "source", note, (found.shown,), edition, 0.0)
            await self._send(press, answer, book.document, more=False)

    async def _pointed(self, press: "Press", step: int = 0) -> Thought[Pointed]:
        """Return the passage of a button, or say why there is none."""
        self.bot.limits.take(press.reply.member_id, press.reply.channel_id)
        words = render.words_of(press.message.embeds)
        thinking = self.bot.thinking.do(
            partial(point, pressed=press.pressed, words=words, step=step)
        )
        await press.reply.begin()
        thought = await thinking
        if (found := thought.result).shown is None:
            why = _GONE if found.changed else _BEGINS if step < 0 else _ENDS
            await press.reply.send([render.sentence(press.reply.say(why))])
        return thought

    @staticmethod
    def _changed(press: "Press", found: Pointed) -> str | None:
        return press.reply.say(_CHANGED) if found.changed else None

    @staticmethod
    async def _send(press: "Press", answer: Answer, document: Document, *, more: bool) -> None:
        reply = press.reply
        look = Look(reply.say, reply.member_id, reply.private, more)
        await reply.send(render.answer(answer, document, look))


def _shown(press: "Press", book: Book) -> int:
    """Return how many passages of an edition are shown already."""
    return press.pressed.number if press.pressed.is_of(book.document.edition) else 0


def _note(found: Answer, press: "Press", changed: bool) -> str | None:
    """Return what is said above further passages: that the text has changed, if it has."""
    say = press.reply.say
    said = say(_CHANGED) if changed else None
    return " ".join(filter(None, (said, say.again(found.message or "")))) or None
