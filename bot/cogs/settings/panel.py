"""The controls of the panel: all that they mean stands in the message itself."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import render
from bot.cogs.common.interaction_data import typed
from bot.cogs.common.moderators import server_of
from bot.cogs.settings.settings_service import Interaction, Place, SettingsService, hold_appointing
from bot.components.settings_control_id import Doing, SettingsControlId, read
from bot.errors import UnknownButtonError
from bot.i18n.translations import later
from bot.render import Message, Panel
from bot.replies import InPlaceReply
from bot.servers import settings_changes, settings_file
from bot.servers.records import Change, Kind
from bot.servers.rights import may_appoint
from bot.servers.settings import DEFAULTS, LOGS
from bot.servers.settings_changes import Values
from bot.servers.settings_fields import ROWS, Row, field_of
from bot.storage.errors import ConflictError

FILE = "settings.json"
"""What exported settings are called."""

_DELETED = later("All that I kept of this server is deleted. The settings are those of the start.")
_EXPORTED = later(
    "These are the settings of this server. /settings with this file sets them all again."
)


@dataclass(frozen=True, slots=True)
class Use:
    """A control that was used: what it means, what was picked or typed, and the panel as it is."""

    interaction: Interaction
    picked: SettingsControlId
    words: Sequence[str]
    texts: Mapping[str, str]
    panel: Panel

    @property
    def place(self) -> Place:
        """The row that the control stands in; none for those under the whole state."""
        field, channel = field_of(self.picked.what), self.picked.channel
        if channel and self.picked.doing is Doing.SET:
            return Place(Row.TEXTS if field == "documents" else Row.CHANNEL, channel)
        what = {"where": "channels", "chosen": "channels"}.get(field, field)
        return Place(ROWS.get(what) or (Row(what) if what in {*Row} else None))


class PanelControls:
    """Does what the controls of the panel say, also those from before the bot was started."""

    def __init__(self, service: SettingsService) -> None:
        self.service = service

    async def answer(self, interaction: Interaction, custom_id: str) -> None:
        """Do what a control of the panel says, or take what was typed into its form."""
        reply = InPlaceReply(interaction)
        async with self.service.bot.question(reply, "settings"):
            picked = read(custom_id)
            if picked.doing is Doing.FORM:
                panel = await self.service.opened(interaction, reply.say)
                await reply.ask(panel.form(_row(picked.what)))
                return
            await reply.begin()
            panel = await self.service.opened(interaction, reply.say)
            if picked.doing is Doing.EXPORT:
                await reply.add(_exported(panel))
                return
            await reply.send([await self._done(_use(interaction, picked, panel))])

    async def _done(self, use: Use) -> Message:
        """Do what a control says, and return the panel as it is then."""
        doing: dict[Doing, Callable[[Use], Awaitable[Message]]] = {
            Doing.OPEN: self._open,
            Doing.UNDO: self._undo,
            Doing.HISTORY: self._history,
            Doing.ASK: self._asked,
            Doing.SURE: self._sure,
        }
        try:
            return await doing.get(use.picked.doing, self._set)(use)
        except ConflictError as conflict:
            return await self.service.overtaken(use.interaction, use.panel.say, use.place, conflict)

    async def _open(self, use: Use) -> Message:
        words, what, channel = use.words, use.picked.what, use.picked.channel
        if what == Row.CHANNEL:
            number = int(words[0]) if words and words[0].isdecimal() else channel
            return await self.service.shown(use.panel, Place(Row.CHANNEL, number))
        name = words[0] if words else what
        return await self.service.shown(use.panel, Place(_row(name) if name else None, channel))

    async def _set(self, use: Use) -> Message:
        change = Change(use.interaction.user.id, _values(use), use.picked.version)
        return await self.service.done(use.interaction, use.panel, change, use.place)

    async def _undo(self, use: Use) -> Message:
        panel, note = await self.service.undone(use.interaction, use.panel, use.picked.version)
        return panel.overview(note)

    async def _history(self, use: Use) -> Message:
        before = use.picked.channel or None
        entries = await self.service.storage.history(server_of(use.interaction), before)
        return use.panel.history(entries)

    async def _asked(self, use: Use) -> Message:
        return await self.service.asked(use.interaction, use.panel, use.picked.what)

    async def _sure(self, use: Use) -> Message:
        what, number = use.picked.what, use.picked.channel
        if what == "delete":
            hold_appointing(use.interaction)
            await self.service.storage.forget_server(server_of(use.interaction))
            return render.sentence(use.panel.say(_DELETED))
        if what == Row.LOG and number < len(LOGS):
            return await self._changed(use, {"log": LOGS[number]}, Place(Row.LOG))
        values = dict(DEFAULTS)
        if not may_appoint(use.interaction.permissions.value):
            del values["managing"]
        return await self._changed(use, values, Place(), "reset")

    async def _changed(self, use: Use, values: Values, place: Place, kind: Kind = "set") -> Message:
        """Change the settings as they were seen, and return the panel with what has changed."""
        before = use.panel.settings
        change = Change(use.interaction.user.id, values, use.picked.version, kind)
        panel = await self.service.changed(use.interaction, use.panel, change)
        return await self.service.shown(panel, place, panel.changed(before))


def _use(interaction: Interaction, picked: SettingsControlId, panel: Panel) -> Use:
    """Return what was picked or typed in a control."""
    data: Any = interaction.data or {}
    words = [str(word) for word in data.get("values", ())]
    return Use(interaction, picked, words, typed(data.get("components", ())), panel)


def _values(use: Use) -> Values:
    """Return what a control changes."""
    picked, settings, known = use.picked, use.panel.settings, use.panel.wording.known
    if picked.doing is Doing.FILL:
        return settings_changes.filled(picked.what, use.texts, settings)
    words = use.words
    if picked.doing in (Doing.YES, Doing.NO):
        words = [str(picked.doing)]
    return settings_changes.chosen(picked.what, words, settings, picked.channel, known)


def _exported(panel: Panel) -> Message:
    """Return the settings as a file."""
    content = settings_file.exported(panel.settings)
    return Message(panel.say(_EXPORTED), file=content, named=FILE)


def _row(what: str) -> Row:
    if what not in {*Row}:
        raise UnknownButtonError
    return Row(what)
