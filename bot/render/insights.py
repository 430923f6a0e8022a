"""What a server may know of its questions, in words; a picture stands beside them."""

from collections import Counter
from collections.abc import Iterator, Mapping

import discord

from bot.components.answer_button_id import Action
from bot.components.answer_buttons import LABELS
from bot.formatting import markdown
from bot.formatting.splitting import MessageLine, fit_line
from bot.i18n.translations import Translator, later
from bot.render.message import DESCRIPTION, OWN, Message, Picture, packed, parted
from bot.servers.settings import Log
from bot.storage.records import Insights

ANSWERED = ("answer", "page", "source")
"""Outcomes of questions that the text speaks to."""

MOST = 10
"""Pages, days and questions that are named in words."""

_QUESTION = 200
_JUDGED = (Action.HELPFUL, Action.NOT_THIS, Action.WRONG_PAGE)
_OFF = later(
    "The log of this server is off, so nothing of its questions is kept. To see anything here, "
    "turn it on with /settings: counts only, or questions kept for 7, 30 or 90 days."
)
_COUNTS = later(
    "Which questions found nothing is not known: the log has counts only. /settings changes that."
)


def insights(
    one: Insights, log: Log, say: Translator, picture: Picture | None = None
) -> tuple[Message, ...]:
    """Return what is known of a server's questions: nothing that names a member."""
    lines = [MessageLine(say(_OFF))] if log == "off" else []
    if one.days or one.feedback or log != "off":
        lines += [*_asked(one, say), *_cited(one.pages, say), *_nothing(one, log, say)]
        lines += _thought(one.feedback, say)
    parts = parted(fit_line(line, DESCRIPTION, say) for line in lines)
    embeds = [
        discord.Embed(
            title=say("Insights"),
            description="\n".join(line.markdown for line in part),
            colour=OWN,
        )
        for part in parts
    ]
    first, *rest = packed(None, embeds)
    return (Message(None, first.embeds, picture=picture), *rest)


def answered(day: Mapping[str, int]) -> int:
    """Return how many questions the text spoke to."""
    return sum(day.get(outcome, 0) for outcome in ANSWERED)


def most(pages: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the pages quoted most, and how often."""
    return Counter(pages).most_common(MOST)


def summary(one: Insights, say: Translator) -> str:
    """Return how many questions there were, and how many were answered."""
    asked = sum(sum(day.values()) for day in one.days.values())
    found = sum(map(answered, one.days.values()))
    return say.counted(
        "Since {since}: {count} question, {answered} answered, {refused} not.",
        "Since {since}: {count} questions, {answered} answered, {refused} not.",
        asked,
        since=one.since.isoformat(),
        answered=found,
        refused=asked - found,
    )


def _asked(one: Insights, say: Translator) -> Iterator[MessageLine]:
    yield MessageLine(summary(one, say))
    if not one.days:
        return
    yield MessageLine(say("The last days with questions:"))
    for day in sorted(one.days, reverse=True)[:MOST]:
        asked, found = sum(one.days[day].values()), answered(one.days[day])
        words = say("{asked}, of which {answered} answered", asked=asked, answered=found)
        yield MessageLine(f"{day.isoformat()}: {words}", quoted=True)


def _cited(pages: Mapping[str, int], say: Translator) -> Iterator[MessageLine]:
    if pages:
        yield MessageLine(say("Quoted most:"))
    for page, times in most(pages):
        yield MessageLine(f"{page}: {times}×", quoted=True)


def _nothing(one: Insights, log: Log, say: Translator) -> Iterator[MessageLine]:
    if log == "counts":
        yield MessageLine(say(_COUNTS))
    if one.unanswered:
        yield MessageLine(say("Asked last without an answer:"))
    for words in one.unanswered[:MOST]:
        line = markdown.one_line(words)
        short = line if len(line) <= _QUESTION else f"{line[:_QUESTION]} …"
        yield MessageLine(short, quoted=True)


def _thought(feedback: Mapping[str, int], say: Translator) -> Iterator[MessageLine]:
    if feedback:
        judged = [f"{say(LABELS[one])} {feedback.get(one, 0)}" for one in _JUDGED]
        yield MessageLine(say("Feedback: {judged}", judged=" · ".join(judged)))
