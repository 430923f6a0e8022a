"""The controls of the panel: all that they mean stands in the message itself."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord.ext import commands

from bot import render
from bot.cogs.common.interaction_data import typed
from bot.cogs.common.moderators import server_of
from bot.cogs.settings.settings_service import Interaction, Place, SettingsService, hold_appointing
from bot.components.settings_control_id import Doing, SettingsControlId, read
from bot.errors import UnknownButtonError
from bot.i18n.translations import later
from bot.render import Message, Panel
from bot.replies import InPlaceReply
from bot.servers import settings_changes
from bot.servers.records import Change, Kind
from bot.servers.rights import may_appoint
from bot.servers.settings import DEFAULTS, LOGS
from bot.servers.settings_changes import Values
from bot.servers.settings_fields import ROWS, TURNED, Row
from bot.storage.errors import ConflictError

_DELETED = later("All that I kept of this server is deleted. The settings are those of the start.")


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
        field = self.picked.what.removesuffix(TURNED)
        what = {"where": "channels", "chosen": "channels"}.get(field, field)
        if self.picked.channel and self.picked.doing is Doing.SET:
            return Place(Row.CHANNEL, self.picked.channel)
        return Place(ROWS.get(what) or (Row(what) if what in {*Row} else None))


class Using(commands.Cog):
    """Does what the controls of the panel say, also those from before the bot was started."""

    desk: SettingsService

    async def on_control(self, interaction: Interaction, custom_id: str) -> None:
        """Do what a control of the panel says, or take what was typed into its form."""
        data: Any = interaction.data or {}
        reply = InPlaceReply(interaction)
        async with self.desk.bot.question(reply, "settings"):
            picked = read(custom_id)
            if picked.doing is Doing.FORM:
                panel = await self.desk.opened(interaction, reply.say)
                await reply.ask(panel.form(_row(picked.what)))
                return
            await reply.begin()
            panel = await self.desk.opened(interaction, reply.say)
            words = [str(one) for one in data.get("values", ())]
            use = Use(interaction, picked, words, typed(data.get("components", ())), panel)
            try:
                message = await self._done(use)
            except ConflictError as conflict:
                message = await self.desk.overtaken(interaction, reply.say, use.place, conflict)
            await reply.send([message])

    async def _done(self, use: Use) -> Message:
        """Do what a control says, and return the panel as it is then."""
        doing: dict[Doing, Callable[[Use], Awaitable[Message]]] = {
            Doing.OPEN: self._open,
            Doing.UNDO: self._undo,
            Doing.HISTORY: self._history,
            Doing.ASK: self._asked,
            Doing.SURE: self._sure,
        }
        return await doing.get(use.picked.doing, self._set)(use)

    async def _open(self, use: Use) -> Message:
        if use.picked.what == Row.CHANNEL:
            channel = int(use.words[0]) if use.words and use.words[0].isdecimal() else 0
            return await self.desk.shown(use.panel, Place(Row.CHANNEL, channel))
        row = _row(use.words[0]) if use.words else None
        return await self.desk.shown(use.panel, Place(row))

    async def _set(self, use: Use) -> Message:
        change = Change(use.interaction.user.id, _values(use), use.picked.version)
        return await self.desk.done(use.interaction, use.panel, change, use.place)

    async def _undo(self, use: Use) -> Message:
        panel, note = await self.desk.undone(use.interaction, use.panel, use.picked.version)
        return panel.overview(note)

    async def _history(self, use: Use) -> Message:
        before = use.picked.channel or None
        entries = await self.desk.storage.history(server_of(use.interaction), before)
        return use.panel.history(entries)

    async def _asked(self, use: Use) -> Message:
        return await self.desk.asked(use.interaction, use.panel, use.picked.what)

    async def _sure(self, use: Use) -> Message:
        what, number = use.picked.what, use.picked.channel
        if what == "delete":
            hold_appointing(use.interaction)
            await self.desk.storage.forget_server(server_of(use.interaction))
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
        panel = await self.desk.changed(use.interaction, use.panel, change)
        return await self.desk.shown(panel, place, panel.changed(before))


def _values(use: Use) -> Values:
    """Return what a control changes."""
    picked, settings = use.picked, use.panel.settings
    if picked.doing is Doing.FILL:
        return settings_changes.filled(picked.what, use.texts, settings)
    if picked.doing in (Doing.YES, Doing.NO):
        return settings_changes.chosen(picked.what, [str(picked.doing)], settings)
    return settings_changes.chosen(picked.what, use.words, settings, picked.channel)


def _row(what: str) -> Row:
    if what not in {*Row}:
        raise UnknownButtonError
    return Row(what)
