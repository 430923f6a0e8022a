"""What the bot shows as Discord messages: pure, and within Discord's limits."""

from bot.render.answers import SHORT, answer, copied, question_of, words_of
from bot.render.checks import checks
from bot.render.lists import about, contents, works
from bot.render.message import Message, Picture, headed, sentence
from bot.render.privacy import held, kept
from bot.render.reports import report, resolved
from bot.render.watched import insights

__all__ = [
    "SHORT",
    "Message",
    "Picture",
    "about",
    "answer",
    "checks",
    "contents",
    "copied",
    "headed",
    "held",
    "insights",
    "kept",
    "question_of",
    "report",
    "resolved",
    "sentence",
    "words_of",
    "works",
]
