"""What a server may know of its questions, in words, beside a picture."""

from collections import Counter
from collections.abc import Iterator, Mapping

import discord

from bot.components.answer_buttons import LABELS, AnswerAction
from bot.formatting import markdown
from bot.formatting.layout import MessageLine, fit_line
from bot.i18n.translations import Translator, later
from bot.render.message import (
    MAX_DESCRIPTION,
    OWN_COLOUR,
    AttachedPicture,
    Message,
    divide_lines,
    pack_embeds,
)
from bot.servers.settings import Log
from bot.storage.records import Insights

_ANSWERED_OUTCOMES = ("answer", "page", "source", "about")
"""Outcomes of questions that the text answers."""

_MAX_LISTED = 10
"""Pages, days and questions listed in words."""

_MAX_QUESTION = 200
"""Characters of a listed question."""

_VERDICTS = (AnswerAction.HELPFUL, AnswerAction.NOT_THIS, AnswerAction.WRONG_PAGE)
_OFF = later(
    "The log of this server is off, so nothing of its questions is kept. To see anything here, "
    "turn it on with /settings: counts only, or questions kept for 7, 30 or 90 days."
)
_COUNTS = later(
    "Which questions found nothing is not known: the log has counts only. /settings changes that."
)


def insights(
    insights: Insights, log: Log, say: Translator, picture: AttachedPicture | None = None
) -> tuple[Message, ...]:
    """Return the messages that tell of a server's questions, without naming a member."""
    lines = [MessageLine(say(_OFF))] if log == "off" else []
    if insights.days or insights.feedback or log != "off":
        lines += _list_days(insights, say)
        lines += _list_pages(insights.pages, say)
        lines += _list_unanswered(insights, log, say)
        lines += _list_feedback(insights.feedback, say)
    parts = divide_lines(fit_line(line, MAX_DESCRIPTION, say) for line in lines)
    embeds = [
        discord.Embed(
            title=say("Insights"),
            description="\n".join(line.markdown for line in part),
            colour=OWN_COLOUR,
        )
        for part in parts
    ]
    first, *rest = pack_embeds(None, embeds)
    return (Message(None, first.embeds, picture=picture), *rest)


def count_answered(day: Mapping[str, int]) -> int:
    """Return how many questions of a day were answered."""
    return sum(day.get(outcome, 0) for outcome in _ANSWERED_OUTCOMES)


def rank_pages(pages: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the pages quoted most, each with how often."""
    return Counter(pages).most_common(_MAX_LISTED)


def summarize_questions(insights: Insights, say: Translator) -> str:
    """Return how many questions there were, and how many were answered."""
    asked = sum(sum(day.values()) for day in insights.days.values())
    count = sum(map(count_answered, insights.days.values()))
    return say.counted(
        "Since {since}: {count} question, {answered} answered, {refused} not.",
        "Since {since}: {count} questions, {answered} answered, {refused} not.",
        asked,
        since=insights.since.isoformat(),
        answered=count,
        refused=asked - count,
    )


def _list_days(insights: Insights, say: Translator) -> Iterator[MessageLine]:
    yield MessageLine(summarize_questions(insights, say))
    if not insights.days:
        return
    yield MessageLine(say("The last days with questions:"))
    for day in sorted(insights.days, reverse=True)[:_MAX_LISTED]:
        asked, count = sum(insights.days[day].values()), count_answered(insights.days[day])
        words = say("{asked}, of which {answered} answered", asked=asked, answered=count)
        yield MessageLine(f"{day.isoformat()}: {words}", quoted=True)


def _list_pages(pages: Mapping[str, int], say: Translator) -> Iterator[MessageLine]:
    if pages:
        yield MessageLine(say("Quoted most:"))
    for page, times in rank_pages(pages):
        yield MessageLine(f"{page}: {times}×", quoted=True)


def _list_unanswered(insights: Insights, log: Log, say: Translator) -> Iterator[MessageLine]:
    if log == "counts":
        yield MessageLine(say(_COUNTS))
    if insights.unanswered:
        yield MessageLine(say("Asked last without an answer:"))
    for words in insights.unanswered[:_MAX_LISTED]:
        line = markdown.one_line(words)
        short = line if len(line) <= _MAX_QUESTION else f"{line[:_MAX_QUESTION]} …"
        yield MessageLine(short, quoted=True)


def _list_feedback(feedback: Mapping[str, int], say: Translator) -> Iterator[MessageLine]:
    if feedback:
        judged = [f"{say(LABELS[verdict])} {feedback.get(verdict, 0)}" for verdict in _VERDICTS]
        yield MessageLine(say("Feedback: {judged}", judged=" · ".join(judged)))
