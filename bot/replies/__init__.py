"""Replies: to an interaction, or to a message that mentions the bot."""

from bot.replies.in_place import InPlaceReply
from bot.replies.interaction import InteractionReply
from bot.replies.message import MessageReply
from bot.replies.sending import DELIVERY_ERRORS

__all__ = ["DELIVERY_ERRORS", "InPlaceReply", "InteractionReply", "MessageReply"]
