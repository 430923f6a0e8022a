"""All that is read from the database and written to it: every query stands in its four parts."""

from bot.storage.asking import Asking
from bot.storage.keeping import Keeping
from bot.storage.leaving import Leaving
from bot.storage.running import Running


class Storage(Keeping, Asking, Leaving, Running):
    """What is kept of servers, in SQLite or in PostgreSQL; connects when it is first used.

    Every method raises StorageError where the database cannot be used; what it changes is
    changed whole or not at all, with its row in the history.
    """
