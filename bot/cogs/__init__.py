"""The bot's features, each in a file or folder: a cog that hands interactions on."""

from bot.cogs.answer_buttons.cog import Buttons
from bot.cogs.ask import Ask
from bot.cogs.blocks import Blocking
from bot.cogs.check_quotation import Source
from bot.cogs.daily_quotation import Dailies
from bot.cogs.insights import Insights
from bot.cogs.lookup import Pages
from bot.cogs.maintenance.cog import Maintain
from bot.cogs.permissions import Permissions
from bot.cogs.privacy import Privacy
from bot.cogs.retention import Retention
from bot.cogs.settings.cog import Configure

FEATURES = (
    Ask,
    Buttons,
    Pages,
    Source,
    Configure,
    Permissions,
    Blocking,
    Insights,
    Privacy,
    Retention,
    Maintain,
    Dailies,
)
"""The features of the bot, in the order in which they are added.

The health server is not among them: it needs a port, and no member meets it.
"""
