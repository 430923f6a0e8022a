"""The storage: all queries of the database in one class."""

from bot.storage.member_queries import MemberQueries
from bot.storage.process_queries import ProcessQueries
from bot.storage.retention_queries import RetentionQueries
from bot.storage.settings_queries import SettingsQueries


class Storage(SettingsQueries, MemberQueries, RetentionQueries, ProcessQueries):
    """What is kept of servers, in SQLite or PostgreSQL; connects when it is first used.

    Every method raises StorageError where the database cannot be used. A change is made whole or
    not at all, together with its row in the history.
    """
