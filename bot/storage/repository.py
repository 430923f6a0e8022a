"""All that is read from the database and written to it: every query stands in its four parts."""

from bot.storage.member_queries import MemberQueries
from bot.storage.process_queries import ProcessQueries
from bot.storage.retention_queries import RetentionQueries
from bot.storage.settings_queries import SettingsQueries


class Storage(SettingsQueries, MemberQueries, RetentionQueries, ProcessQueries):
    """What is kept of servers, in SQLite or in PostgreSQL; connects when it is first used.

    Every method raises StorageError where the database cannot be used; what it changes is
    changed whole or not at all, with its row in the history.
    """
