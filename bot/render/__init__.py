"""What the bot shows as Discord messages: pure, and within Discord's limits."""

from bot.render.answers import answer, copied, question_of, words_of
from bot.render.checks import checks
from bot.render.lists import about, contents, works
from bot.render.message import Message, headed, sentence
from bot.render.quoting import SHORT

__all__ = [
    "SHORT",
    "Message",
    "about",
    "answer",
    "checks",
    "contents",
    "copied",
    "headed",
    "question_of",
    "sentence",
    "words_of",
    "works",
]
