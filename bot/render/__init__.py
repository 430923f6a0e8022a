"""What the bot shows as Discord messages: pure, and within Discord's limits."""

from bot.render.answers import answer, copy_passage, read_lines, read_question
from bot.render.block_list import blocks
from bot.render.insights import insights
from bot.render.lists import about, contents, works
from bot.render.message import AttachedPicture, Message, add_heading, merge_messages, sentence
from bot.render.passage_selection import SHORT_PASSAGE_LENGTH
from bot.render.privacy import member_data, privacy_notice
from bot.render.quotation_checks import checks
from bot.render.reports import report, resolved_report
from bot.render.settings_panel import SettingsPanel

__all__ = [
    "SHORT_PASSAGE_LENGTH",
    "AttachedPicture",
    "Message",
    "SettingsPanel",
    "about",
    "add_heading",
    "answer",
    "blocks",
    "checks",
    "contents",
    "copy_passage",
    "insights",
    "member_data",
    "merge_messages",
    "privacy_notice",
    "read_lines",
    "read_question",
    "report",
    "resolved_report",
    "sentence",
    "works",
]
