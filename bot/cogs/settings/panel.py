"""The controls of the settings panel; all of their state is in the message itself."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import render
from bot.cogs.common.moderators import require_server
from bot.cogs.settings.settings_service import (
    Interaction,
    PanelPosition,
    SettingsService,
    check_may_appoint,
)
from bot.components.controls import read_form, read_selected
from bot.components.settings_control_id import SettingsAction, SettingsControlId, read
from bot.errors import UnknownButtonError
from bot.i18n.translations import later
from bot.render import Message, SettingsPanel
from bot.replies import InPlaceReply
from bot.servers import settings_changes, settings_file
from bot.servers.policy import may_appoint
from bot.servers.records import ChangeKind, SettingsChange
from bot.servers.settings import DEFAULTS, LOG_LEVELS, read_ids
from bot.servers.settings_changes import NewValues
from bot.servers.settings_fields import FIELD_ROWS, SettingsRow, get_field
from bot.storage.errors import ConflictError

FILE_NAME = "settings.json"
"""Name of the file with exported settings."""

_DELETED = later("All that I kept of this server is deleted. The settings are those of the start.")
_EXPORTED = later(
    "These are the settings of this server. /settings with this file sets them all again."
)


@dataclass(frozen=True, slots=True)
class ControlUse:
    """A control that was used, with what was selected or typed, and the present panel."""

    interaction: Interaction
    control: SettingsControlId
    selected: Sequence[str]
    typed: Mapping[str, str]
    panel: SettingsPanel

    @property
    def position(self) -> PanelPosition:
        """The row that the control belongs to; none for those under the overview."""
        field, channel = get_field(self.control.what), self.control.channel
        if channel and self.control.action is SettingsAction.SET:
            return PanelPosition(
                SettingsRow.TEXTS if field == "documents" else SettingsRow.CHANNEL, channel
            )
        what = {"where": "channels", "chosen": "channels"}.get(field, field)
        return PanelPosition(
            FIELD_ROWS.get(what) or (SettingsRow(what) if what in {*SettingsRow} else None)
        )


class PanelControls:
    """Handles the controls of the panel, including panels from before the bot was started."""

    def __init__(self, service: SettingsService) -> None:
        self.service = service

    async def answer(self, interaction: Interaction, custom_id: str) -> None:
        """Do what a control says, or take what was typed into its form."""
        reply = InPlaceReply(interaction)
        async with self.service.bot.question(reply, "settings"):
            control = read(custom_id)
            if (
                control.action is SettingsAction.FORM
            ):  # must be the first response: nothing may be begun
                panel = await self.service.open_panel(interaction, reply.say)
                await reply.show_form(panel.form(_row(control.what)))
                return
            await reply.begin()
            panel = await self.service.open_panel(interaction, reply.say)
            if control.action is SettingsAction.EXPORT:
                await reply.add(_export(panel))
                return
            await reply.send([await self._handle(_read_use(interaction, control, panel))])

    async def _handle(self, use: ControlUse) -> Message:
        """Do what a control says, and return the panel as it is afterwards."""
        handlers: dict[SettingsAction, Callable[[ControlUse], Awaitable[Message]]] = {
            SettingsAction.OPEN: self._open,
            SettingsAction.UNDO: self._undo,
            SettingsAction.HISTORY: self._history,
            SettingsAction.ASK: self._confirm,
            SettingsAction.SURE: self._do_confirmed,
        }
        try:
            return await handlers.get(use.control.action, self._set)(use)
        except ConflictError as conflict:
            return await self.service.show_conflict(
                use.interaction, use.panel.say, use.position, conflict
            )

    async def _open(self, use: ControlUse) -> Message:
        selected, what, channel = use.selected, use.control.what, use.control.channel
        if what == SettingsRow.CHANNEL:
            channel = next(iter(read_ids(selected)), channel)
            return await self.service.show(use.panel, PanelPosition(SettingsRow.CHANNEL, channel))
        name = selected[0] if selected else what
        return await self.service.show(
            use.panel, PanelPosition(_row(name) if name else None, channel)
        )

    async def _set(self, use: ControlUse) -> Message:
        change = SettingsChange(use.interaction.user.id, _read_values(use), use.control.version)
        return await self.service.change_row(use.interaction, use.panel, change, use.position)

    async def _undo(self, use: ControlUse) -> Message:
        panel, note = await self.service.undo(use.interaction, use.panel, use.control.version)
        return panel.overview(note)

    async def _history(self, use: ControlUse) -> Message:
        before = use.control.channel or None  # the version of the oldest change shown
        entries = await self.service.storage.history(require_server(use.interaction), before)
        return use.panel.history(entries)

    async def _confirm(self, use: ControlUse) -> Message:
        return await self.service.confirm(use.interaction, use.panel, use.control.what)

    async def _do_confirmed(self, use: ControlUse) -> Message:
        what, log = use.control.what, use.control.channel  # the latter is an index into LOG_LEVELS
        if what == "delete":
            check_may_appoint(use.interaction)
            await self.service.storage.forget_server(require_server(use.interaction))
            return render.sentence(use.panel.say(_DELETED))
        if what == SettingsRow.LOG and log < len(LOG_LEVELS):
            return await self._change(use, {"log": LOG_LEVELS[log]}, PanelPosition(SettingsRow.LOG))
        values = dict(DEFAULTS)
        if not may_appoint(use.interaction.permissions.value):
            del values["managing"]
        return await self._change(use, values, PanelPosition(), "reset")

    async def _change(
        self, use: ControlUse, values: NewValues, position: PanelPosition, kind: ChangeKind = "set"
    ) -> Message:
        """Change the settings that were seen; return the panel with a note of what has changed."""
        before = use.panel.settings
        change = SettingsChange(use.interaction.user.id, values, use.control.version, kind)
        panel = await self.service.change(use.interaction, use.panel, change)
        return await self.service.show(panel, position, panel.describe_changes(before))


def _read_use(
    interaction: Interaction, control: SettingsControlId, panel: SettingsPanel
) -> ControlUse:
    """Return a control with what was selected or typed."""
    data: Any = interaction.data or {}
    typed = read_form(data.get("components", ()))
    return ControlUse(interaction, control, read_selected(data), typed, panel)


def _read_values(use: ControlUse) -> NewValues:
    """Return the values that a control sets."""
    control, settings, known = use.control, use.panel.settings, use.panel.wording.known
    if control.action is SettingsAction.FILL:
        return settings_changes.change_by_form(control.what, use.typed, settings)
    selected = use.selected
    if control.action in (SettingsAction.YES, SettingsAction.NO):
        selected = [str(control.action)]
    return settings_changes.change_by_choice(
        control.what, selected, settings, control.channel, known
    )


def _export(panel: SettingsPanel) -> Message:
    """Return the settings as a file."""
    content = settings_file.export_settings(panel.settings)
    return Message(panel.say(_EXPORTED), file=content, file_name=FILE_NAME)


def _row(what: str) -> SettingsRow:
    if what not in {*SettingsRow}:
        raise UnknownButtonError
    return SettingsRow(what)
