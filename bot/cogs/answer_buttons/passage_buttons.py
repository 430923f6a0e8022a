"""Buttons for reading on: further passages, the paragraphs around one, a copy, its publication."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot import render
from bot.answers.answer_question import build_look
from bot.answers.button_target import ButtonTarget, find_target
from bot.answers.open_texts import OpenTexts
from bot.errors import MayNotShareError
from bot.i18n.translations import later
from bot.render.reports import TEXT_CHANGED, WORDS_GONE
from bot.servers.errors import PrivateHereError
from bot.servers.settings import ServerSettings
from embeddings.answering.answerer import NEAREST
from embeddings.types import Answer, AnswerKind

if TYPE_CHECKING:
    from bot.cogs.common.pressed_message import ButtonPress
    from bot.gateway.client import Bot

_NO_MORE = later("There are no more passages that speak to this.")
_BEGINS = later("The text begins here.")
_ENDS = later("The text ends here.")


class PassageButtons:
    """Handles the buttons that read on from a passage."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    async def more(self, press: "ButtonPress") -> None:
        """Show the passages after those already shown, to the member alone."""
        question, settings = press.question, await self.bot.admission.admit(press.reply, "button")
        passages = settings.passages

        def ask(texts: OpenTexts) -> Answer:
            limit = _shown_so_far(press, texts) + passages
            return texts.ask(question, limit, None, settings.strictness)

        pending = self.bot.answer_queue.submit(ask, settings.documents)
        await press.reply.begin()
        answer, texts = await pending
        changed = texts.with_edition(press.button.edition) is None
        rest = replace(
            answer,
            passages=answer.shown[_shown_so_far(press, texts) :],
            message=_note_above(answer, press, changed),
        )
        if rest.shown:
            look = build_look(press.reply, settings, more=len(rest.shown) == passages)
            await press.reply.send(render.answer(rest, look))
        else:
            await press.reply.send([render.sentence(press.reply.say(_NO_MORE))])

    async def before(self, press: "ButtonPress") -> None:
        """Show the paragraph before a passage, to the member alone."""
        settings = await self.bot.admission.admit(press.reply, "button")
        await self._show_step(press, -1, settings)

    async def after(self, press: "ButtonPress") -> None:
        """Show the paragraph after a passage, to the member alone."""
        settings = await self.bot.admission.admit(press.reply, "button")
        await self._show_step(press, 1, settings)

    async def copy(self, press: "ButtonPress") -> None:
        """Send a passage with its reference as plain text, to the member alone."""
        settings = await self.bot.admission.admit(press.reply, "button")
        target = await self._find(press, settings)
        if target.shown is not None:
            note, say = _note_of_change(press, target), press.reply.say
            copy = render.copy_passage(target.shown, note, say, settings.word_limit)
            await press.reply.send([copy])

    async def show(self, press: "ButtonPress") -> None:
        """Show a private answer to everybody in the channel.

        Raises MayNotShareError for a member who may not write there, PrivateHereError if the
        server wants all answers to be private.
        """
        if not press.reply.may_share:
            raise MayNotShareError
        settings = await self.bot.admission.admit(press.reply, "button")
        if settings.private:
            raise PrivateHereError
        press.reply.private = False
        # Ask again: the first passage is still the same unless the text or its model changed.
        limit = min(len(press.message.embeds), settings.passages)
        pending = self.bot.answer_queue.ask(press.question, limit, settings=settings)
        await press.reply.begin()
        answer = (await pending).result
        if answer.shown and press.button.shows(answer.edition, answer.shown[0].passage.span):
            look = build_look(press.reply, settings, more=not answer.joined)
            await press.reply.send(render.answer(answer, look))
        else:
            await self._show_step(press, 0, settings)

    async def _show_step(self, press: "ButtonPress", step: int, settings: ServerSettings) -> None:
        """Show the passage (0), or the paragraph before (-1) or after (1) it."""
        target = await self._find(press, settings, step)
        if target.shown is None:
            return
        question = render.read_question(press.message.content) or ""
        # A passage that was only the nearest one must not look like an answer now.
        outcome: AnswerKind = "nearest" if press.button.number else "source"
        caveat = press.reply.say.translate(NEAREST) if press.button.number else None
        note = " ".join(filter(None, (_note_of_change(press, target), caveat))) or None
        edition = target.shown.document.edition
        answer = Answer(question, outcome, note, (target.shown,), edition, 0.0)
        look = build_look(press.reply, settings, more=False)
        await press.reply.send(render.answer(answer, look))

    async def _find(
        self, press: "ButtonPress", settings: ServerSettings, step: int = 0
    ) -> ButtonTarget:
        """Return the passage of a button, or send the reason why there is none."""
        lines = render.read_lines(press.message.embeds)
        pending = self.bot.answer_queue.submit(
            partial(find_target, button=press.button, lines=lines, step=step), settings.documents
        )
        await press.reply.begin()
        target = (await pending).result
        if target.shown is None:
            reason = WORDS_GONE if target.changed else _BEGINS if step < 0 else _ENDS
            await press.reply.send([render.sentence(press.reply.say(reason))])
        return target


def _note_of_change(press: "ButtonPress", target: ButtonTarget) -> str | None:
    return press.reply.say(TEXT_CHANGED) if target.changed else None


def _shown_so_far(press: "ButtonPress", texts: OpenTexts) -> int:
    """Return how many passages have been shown; 0 if the text has changed since."""
    return press.button.number if texts.with_edition(press.button.edition) is not None else 0


def _note_above(answer: Answer, press: "ButtonPress", changed: bool) -> str | None:
    """Return the note above further passages: that the text has changed, and the answer's own.

    That these passages are no answer is said again; all else stands above the first of them only.
    """
    say = press.reply.say
    change = say(TEXT_CHANGED) if changed else None
    message = answer.message if changed or answer.outcome == "nearest" else None
    return " ".join(filter(None, (change, say.translate(message or "")))) or None
