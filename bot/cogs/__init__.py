"""The bot's features, each in a file or folder: a cog that hands interactions on."""

from bot.cogs.answer_buttons.cog import AnswerButtonsCog
from bot.cogs.ask import AskCog
from bot.cogs.blocks import BlocksCog
from bot.cogs.check_quotation import QuotationCheckCog
from bot.cogs.daily_quotation import DailyQuotationCog
from bot.cogs.insights import InsightsCog
from bot.cogs.lookup import LookupCog
from bot.cogs.maintenance.cog import MaintenanceCog
from bot.cogs.permissions import PermissionsCog
from bot.cogs.privacy import PrivacyCog
from bot.cogs.retention import RetentionCog
from bot.cogs.settings.cog import SettingsCog

FEATURES = (
    AskCog,
    AnswerButtonsCog,
    LookupCog,
    QuotationCheckCog,
    SettingsCog,
    PermissionsCog,
    BlocksCog,
    InsightsCog,
    PrivacyCog,
    RetentionCog,
    MaintenanceCog,
    DailyQuotationCog,
)
"""The features of the bot, in the order in which they are added.

The health server is not among them: it needs a port, and no member meets it.
"""
