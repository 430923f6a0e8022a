"""What the bot shows as Discord messages: pure, and within Discord's limits."""

from bot.render.answers import answer, copied, lines_of, question_of
from bot.render.block_list import blocks
from bot.render.insights import insights
from bot.render.lists import about, contents, works
from bot.render.message import Message, Picture, headed, joined, sentence
from bot.render.passage_selection import SHORT
from bot.render.privacy import held, kept
from bot.render.quotation_checks import checks
from bot.render.reports import report, resolved
from bot.render.settings_panel import Panel

__all__ = [
    "SHORT",
    "Message",
    "Panel",
    "Picture",
    "about",
    "answer",
    "blocks",
    "checks",
    "contents",
    "copied",
    "headed",
    "held",
    "insights",
    "joined",
    "kept",
    "lines_of",
    "question_of",
    "report",
    "resolved",
    "sentence",
    "works",
]
