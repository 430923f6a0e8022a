"""Reading on from an answer: further passages, what stands around one, a copy of it."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot import render
from bot.answers.answer_question import build_look
from bot.answers.button_target import ButtonTarget, find_target
from bot.answers.open_texts import OpenTexts
from bot.errors import MayNotShareError
from bot.i18n.translations import later
from bot.render.reports import CHANGED, GONE
from bot.servers.errors import PrivateHereError
from bot.servers.settings import ServerSettings
from embeddings.answering.answerer import NEAREST
from embeddings.types import Answer, AnswerKind

if TYPE_CHECKING:
    from bot.cogs.common.pressed_message import Press
    from bot.gateway.client import Bot

_NO_MORE = later("There are no more passages that speak to this.")
_BEGINS = later("The text begins here.")
_ENDS = later("The text ends here.")


class Reading:
    """Reads on from the passage that a button belongs to."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    async def more(self, press: "Press") -> None:
        """Show the passages behind those that were shown, to the member alone."""
        question, settings = press.question, await self.bot.admission.admit(press.reply, "button")
        passages = settings.passages

        def ask(texts: OpenTexts) -> Answer:
            limit = _shown(press, texts) + passages
            return texts.ask(question, limit, None, settings.strictness)

        thinking = self.bot.thinking.submit(ask, settings.documents)
        await press.reply.begin()
        found, texts = await thinking
        changed = texts.with_edition(press.pressed.edition) is None
        rest = replace(
            found,
            shown=found.shown[_shown(press, texts) :],
            message=_note(found, press, changed),
        )
        if rest.shown:
            look = build_look(press.reply, settings, more=len(rest.shown) == passages)
            await press.reply.send(render.answer(rest, look))
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
        settings = await self.bot.admission.admit(press.reply, "button")
        found = await self._pointed(press, settings)
        if found.shown is not None:
            note, say = self._changed(press, found), press.reply.say
            copy = render.copied(found.shown, note, say, settings.word_limit)
            await press.reply.send([copy])

    async def show(self, press: "Press") -> None:
        """Show a passage of a private answer to everybody in the channel.

        Raises MayNotShareError for a member who may not write there, PrivateHereError where
        answers are for members alone.
        """
        if not press.reply.may_share:
            raise MayNotShareError
        settings = await self.bot.admission.admit(press.reply, "button")
        if settings.private:
            raise PrivateHereError
        press.reply.private = False
        number = min(len(press.message.embeds), settings.passages)
        thinking = self.bot.thinking.ask(press.question, number, settings=settings)
        await press.reply.begin()
        found = (await thinking).result
        if found.shown and press.pressed.shows(found.edition, found.shown[0].passage.span):
            look = build_look(press.reply, settings, more=not found.joined)
            await press.reply.send(render.answer(found, look))
        else:
            await self._turned(press, 0, settings)

    async def _turn(self, press: "Press", step: int) -> None:
        """Show the paragraph so many steps on."""
        settings = await self.bot.admission.admit(press.reply, "button")
        await self._turned(press, step, settings)

    async def _turned(self, press: "Press", step: int, settings: ServerSettings) -> None:
        """Show the passage, or the paragraph so many steps on: no answer if it was none."""
        found = await self._pointed(press, settings, step)
        if found.shown is None:
            return
        question = render.question_of(press.message.content) or ""
        outcome: AnswerKind = "nearest" if press.pressed.number else "source"
        said = press.reply.say.again(NEAREST) if press.pressed.number else None
        note = " ".join(filter(None, (self._changed(press, found), said))) or None
        edition = found.shown.document.edition
        answer = Answer(question, outcome, note, (found.shown,), edition, 0.0)
        look = build_look(press.reply, settings, more=False)
        await press.reply.send(render.answer(answer, look))

    async def _pointed(
        self, press: "Press", settings: ServerSettings, step: int = 0
    ) -> ButtonTarget:
        """Return the passage of a button, or say why there is none."""
        lines = render.lines_of(press.message.embeds)
        thinking = self.bot.thinking.submit(
            partial(find_target, pressed=press.pressed, lines=lines, step=step), settings.documents
        )
        await press.reply.begin()
        found = (await thinking).result
        if found.shown is None:
            why = GONE if found.changed else _BEGINS if step < 0 else _ENDS
            await press.reply.send([render.sentence(press.reply.say(why))])
        return found

    @staticmethod
    def _changed(press: "Press", found: ButtonTarget) -> str | None:
        return press.reply.say(CHANGED) if found.changed else None


def _shown(press: "Press", texts: OpenTexts) -> int:
    """Return how many passages are shown already, where the text has not changed since."""
    return press.pressed.number if texts.with_edition(press.pressed.edition) is not None else 0


def _note(found: Answer, press: "Press", changed: bool) -> str | None:
    """Return what is said above further passages: that the text has changed, if it has.

    How many of a page are the first is said above the first alone.
    """
    say = press.reply.say
    said = say(CHANGED) if changed else None
    message = found.message if changed or found.outcome != "page" else None
    return " ".join(filter(None, (said, say.again(message or "")))) or None
