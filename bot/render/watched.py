"""What a server may know of its questions, in words; a picture stands beside them."""

from collections import Counter
from collections.abc import Iterator, Mapping

import discord

from bot import markdown
from bot.buttons import LABELS
from bot.catalogue import Say, later
from bot.dividing import Line, fitting
from bot.pressed import Action
from bot.render.message import DESCRIPTION, OWN, Message, Picture, packed, parted
from bot.servers.settings import Log
from bot.storage.types import Insights

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
    one: Insights, log: Log, say: Say, picture: Picture | None = None
) -> tuple[Message, ...]:
    """Return what is known of a server's questions: nothing that names a member."""
    lines = [Line(say(_OFF))] if log == "off" else []
    if one.days or one.feedback or log != "off":
        lines += [*_asked(one, say), *_cited(one.pages, say), *_nothing(one, log, say)]
        lines += _thought(one.feedback, say)
    parts = parted(fitting(line, DESCRIPTION, say) for line in lines)
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


def summary(one: Insights, say: Say) -> str:
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


def _asked(one: Insights, say: Say) -> Iterator[Line]:
    yield Line(summary(one, say))
    if not one.days:
        return
    yield Line(say("The last days with questions:"))
    for day in sorted(one.days, reverse=True)[:MOST]:
        asked, found = sum(one.days[day].values()), answered(one.days[day])
        words = say("{asked}, of which {answered} answered", asked=asked, answered=found)
        yield Line(f"{day.isoformat()}: {words}", quoted=True)


def _cited(pages: Mapping[str, int], say: Say) -> Iterator[Line]:
    if pages:
        yield Line(say("Quoted most:"))
    for page, times in most(pages):
        yield Line(f"{page}: {times}×", quoted=True)


def _nothing(one: Insights, log: Log, say: Say) -> Iterator[Line]:
    if log == "counts":
        yield Line(say(_COUNTS))
    if one.unanswered:
        yield Line(say("Asked last without an answer:"))
    for words in one.unanswered[:MOST]:
        line = markdown.one_line(words)
        short = line if len(line) <= _QUESTION else f"{line[:_QUESTION]} …"
        yield Line(short, quoted=True)


def _thought(feedback: Mapping[str, int], say: Say) -> Iterator[Line]:
    if feedback:
        judged = [f"{say(LABELS[one])} {feedback.get(one, 0)}" for one in _JUDGED]
        yield Line(say("Feedback: {judged}", judged=" · ".join(judged)))
