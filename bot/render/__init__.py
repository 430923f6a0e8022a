"""What the bot shows as Discord messages: pure, and within Discord's limits."""

from bot.render.answers import SHORT, answer, copied, lines_of, question_of
from bot.render.checks import checks
from bot.render.lists import about, contents, works
from bot.render.message import Message, headed, sentence
from bot.render.panel import Panel

__all__ = [
    "SHORT",
    "Message",
    "Panel",
    "about",
    "answer",
    "checks",
    "contents",
    "copied",
    "headed",
    "lines_of",
    "question_of",
    "sentence",
    "works",
]
