"""Settings against a plain model: whatever moderators do one after the other, both agree."""

import asyncio
import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as bounds
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.servers import settings_file
from bot.servers.records import ChangeKind, HistoryEntry, SettingsChange, StoredSettings
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.servers.settings_text import ServerInventory
from bot.storage.errors import ConflictError, NothingToUndoError
from bot.storage.repository import Storage
from bot.storage.schema import upgrade
from tests.support.examples import examples
from tests.support.made_settings import FIELDS
from tests.support.storage_actions import hold_together, whole_history

SERVER, OTHER = 1, 2
MODERATORS = st.sampled_from([10, 11, (1 << 64) - 1])
IDS = st.integers(1, (1 << 64) - 1).map(str)
MANY = st.lists(IDS, max_size=3, unique=True).map(lambda ids: sorted(ids, key=int))
KEYS = st.lists(st.sampled_from(["essay", "sample", "снег"]), unique=True).map(sorted)
OVERRIDES = st.fixed_dictionaries(
    {
        "private": st.none() | st.booleans(),
        "mentions": st.none() | st.booleans(),
        "threads": st.sampled_from([None, "here", "thread"]),
        "documents": st.none() | KEYS,
    }
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **FIELDS,
    "channels": st.fixed_dictionaries(
        {"where": st.sampled_from(["everywhere", "only", "except"]), "chosen": MANY}
    ),
    "overrides": st.dictionaries(IDS, OVERRIDES, max_size=2),
    "documents": KEYS,
    "asking": MANY,
    "managing": MANY,
    "reports": st.none() | IDS,
    "daily": st.none()
    | st.fixed_dictionaries(
        {
            "channel": IDS,
            "hour": st.integers(0, 23),
            "zone": st.sampled_from(["UTC", "Europe/Berlin"]),
        }
    ),
}
ONE = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: VALUES[name].map(lambda value: {name: value})
)
SOME = st.fixed_dictionaries({}, optional=VALUES)


class Model:
    """What settings and their history are, in plain dictionaries and lists."""

    def __init__(self) -> None:
        self.now: dict[str, Any] = DEFAULTS.model_dump(mode="json")
        self.rows: list[dict[str, Any]] = []

    def changes(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what a change of some fields really changes."""
        return {name: value for name, value in values.items() if self.now[name] != value}

    def change(self, values: dict[str, Any], by: int, kind: ChangeKind) -> None:
        """Change some fields."""
        after = copy.deepcopy(self.changes(values))
        if after:
            before = {name: self.now[name] for name in after}
            self.rows.append(
                {"by": by, "kind": kind, "before": before, "after": after, "undone": False}
            )
            self.now |= after

    def conflicts(self, values: dict[str, Any], by: int, seen: int) -> bool:
        """Say whether another has changed one of the fields since a version."""
        others = [row for row in self.rows[seen:] if row["by"] != by]
        return any(row["after"].keys() & self.changes(values).keys() for row in others)

    def undo(self, by: int) -> int | None:
        """Take the last change back, and return its version."""
        for number in range(len(self.rows), 0, -1):
            row = self.rows[number - 1]
            if row["kind"] != "undo" and not row["undone"]:
                row["undone"] = True
                self.change(row["before"], by, "undo")
                return number
        return None


class Moderating(RuleBasedStateMachine):
    """Moderators who set, import, reset and take back, in a real database."""

    def __init__(self) -> None:
        super().__init__()
        self.runner, self.model = asyncio.Runner(), Model()
        self.folder = Path(tempfile.mkdtemp(prefix="concordance-"))
        url = f"sqlite:///{self.folder}/settings.db"
        self.runner.run(upgrade(url))
        self.storage = Storage(url)

    def teardown(self) -> None:
        """Close the database."""
        self.runner.run(self.storage.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def changed(self, values: dict[str, Any], by: int, kind: ChangeKind) -> None:
        """Change fields in both."""
        kept = self.runner.run(self.storage.change(SERVER, SettingsChange(by, values, kind=kind)))
        self.model.change(values, by, kind)
        assert kept == self.kept()

    def kept(self) -> StoredSettings:
        """Return what is kept now."""
        return self.runner.run(self.storage.settings(SERVER))

    @rule(values=ONE, by=MODERATORS)
    def sets_one(self, values: dict[str, Any], by: int) -> None:
        """Set one field."""
        self.changed(values, by, "set")

    @rule(values=SOME, by=MODERATORS)
    def imports(self, values: dict[str, Any], by: int) -> None:
        """Set several fields at once."""
        self.changed(values, by, "import")

    @rule(by=MODERATORS)
    def resets(self, by: int) -> None:
        """Set all fields to what they were before anybody set one."""
        self.changed(DEFAULTS.model_dump(mode="json"), by, "reset")

    @rule(by=MODERATORS)
    def exports_and_imports(self, by: int) -> None:
        """Import what was exported: nothing is changed here, and elsewhere it is the same."""
        now = self.kept().settings
        file = settings_file.export_settings(now).encode()
        read = settings_file.import_settings(file, ServerInventory(), now).model_dump(mode="json")
        self.changed(read, by, "import")
        there = self.runner.run(self.storage.change(OTHER, SettingsChange(by, read, kind="import")))
        assert there.settings == self.kept().settings

    @precondition(lambda self: self.model.rows)
    @rule(data=st.data(), values=SOME, by=MODERATORS)
    def sets_what_was_seen_before(
        self, data: st.DataObject, values: dict[str, Any], by: int
    ) -> None:
        """Change fields that another may have changed since they were seen."""
        seen = data.draw(st.integers(0, len(self.model.rows)))
        change = SettingsChange(by, values, seen)
        if self.model.conflicts(values, by, seen):
            with pytest.raises(ConflictError) as caught:
                self.runner.run(self.storage.change(SERVER, change))
            assert caught.value.field in self.model.changes(values)
            return
        self.runner.run(self.storage.change(SERVER, change))
        self.model.change(values, by, "set")

    @rule(by=MODERATORS)
    def takes_back(self, by: int) -> None:
        """Take the last change back."""
        version = self.model.undo(by)
        try:
            kept, entry = self.runner.run(self.storage.undo(SERVER, by))
        except NothingToUndoError:
            assert version is None
        else:
            assert (entry.version, entry.undone, kept) == (version, True, self.kept())

    @invariant()
    def agree(self) -> None:
        """Hold that settings and history are the model's."""
        kept = self.kept()
        assert kept.settings == ServerSettings.model_validate(self.model.now)
        assert kept.settings.model_dump(mode="json") == self.model.now
        assert kept.version == len(self.model.rows)
        history = self.runner.run(whole_history(self.storage, SERVER))
        assert [plain(one) for one in reversed(history)] == self.model.rows
        hold_together(kept, history)


def plain(entry: HistoryEntry) -> dict[str, Any]:
    """Return a row of the history as the model has it."""
    return {name: getattr(entry, name) for name in ("by", "kind", "before", "after", "undone")}


class TestModerating(Moderating.TestCase):  # type: ignore[misc, valid-type]
    """Runs the machine."""

    settings = bounds(examples(0.25), stateful_step_count=20)
