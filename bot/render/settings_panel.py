"""The panel in which moderators see and change the settings, and the notes about changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import discord

from bot.components.controls import Controls, FormField, ModalForm
from bot.components.settings_control_id import SettingsAction, SettingsControlId
from bot.formatting import markdown
from bot.i18n.translations import Translator, later
from bot.render.message import MAX_CONTENT, MAX_DESCRIPTION, OWN_COLOUR, Message
from bot.render.settings_controls import (
    make_confirmation_controls,
    make_history_controls,
    make_overview_controls,
    make_row_controls,
)
from bot.servers.records import HistoryEntry, StoredSettings
from bot.servers.settings import LOG_LEVELS, LevelExamples, Log, ServerSettings
from bot.servers.settings_fields import (
    FIELD_CHOICES,
    FIELD_LABELS,
    ROW_FIELDS,
    ROW_HINTS,
    ROW_TITLES,
    STRICTNESS_LEVELS,
    SettingsRow,
)
from bot.servers.settings_text import SettingsText
from bot.storage.records import LogDeletions

_MAX_ITEMS_ALONE = 40
"""Items of a list where its row is shown alone."""

_MAX_ITEMS_OF_CHANGE = 3
"""Items of a list among the changes of a history or a note."""

_MAX_EXAMPLES = 3
_MAX_EXAMPLE = 150
"""Characters of an example question."""

_MAX_FORM_TITLE = 45
"""Characters of a form's title, by Discord's rules."""

_PUBLIC_REPORTS = later(
    "Everyone here can read that channel: also questions that were asked privately would be read "
    "there, once their answers are reported."
)


@dataclass(frozen=True, slots=True)
class SettingsPanel:
    """The settings as they are kept, and questions that each strictness still answers."""

    kept: StoredSettings
    wording: SettingsText
    levels: LevelExamples = field(default_factory=dict)

    @property
    def say(self) -> Translator:
        """The translator into the moderator's language."""
        return self.wording.say

    @property
    def settings(self) -> ServerSettings:
        """The settings."""
        return self.kept.settings

    def overview(self, note: str | None = None) -> Message:
        """Return all settings in words, with a select of what to change."""
        lines = self.wording.describe_settings(self.settings)
        rows = [
            row
            for row in SettingsRow
            if row is not SettingsRow.TEXTS or self.wording.offers_texts(self.settings)
        ]
        controls = make_overview_controls(self.kept.version, self.say, rows)
        return self._make_message(self.say("Settings"), lines, controls, note)

    def row(self, row: SettingsRow, channel: int = 0, note: str | None = None) -> Message:
        """Return one row of the settings, with the controls that change it."""
        longer = replace(self.wording, max_listed=_MAX_ITEMS_ALONE)
        lines = [
            self.say(ROW_HINTS[row]),
            "",
            *longer.describe_settings(self.settings, ROW_FIELDS[row]),
        ]
        if row is SettingsRow.STRICTNESS:
            lines += self._list_levels()
        if row is SettingsRow.REPORTS and self.settings.reports in self.wording.known.public:
            lines += ["", self.say(_PUBLIC_REPORTS)]
        if row in (SettingsRow.CHANNEL, SettingsRow.TEXTS) and channel:
            override = longer.describe_override(self.settings.overrides.get(channel))
            lines = [
                self.say(ROW_HINTS[SettingsRow.CHANNEL]),
                "",
                f"{longer.mention_channel(channel)}: {override}",
            ]
        controls = make_row_controls(self.kept, self.wording, row, channel)
        return self._make_message(self.say(ROW_TITLES[row]), lines, controls, note)

    def form(self, row: SettingsRow) -> ModalForm:
        """Return the form for numbers, or for an hour and a time zone."""
        fields = _make_daily_fields(self) if row is SettingsRow.DAILY else _make_limit_fields(self)
        state = SettingsControlId(SettingsAction.FILL, self.kept.version, row)
        return ModalForm(state.custom_id, self.say(ROW_TITLES[row])[:_MAX_FORM_TITLE], fields)

    def history(self, entries: Sequence[HistoryEntry]) -> Message:
        """Return who changed what and when, the latest change first."""
        wording = replace(self.wording, max_listed=_MAX_ITEMS_OF_CHANGE)
        lines = [_describe_entry(entry, wording) for entry in entries]

        # show as many changes as fit: the button for older ones goes on from there
        shown = len(lines)
        while (
            shown > 1 and sum(markdown.length(line) + 1 for line in lines[:shown]) > MAX_DESCRIPTION
        ):
            shown -= 1
        if not lines:
            lines = [self.say("Nobody has changed anything.")]
        oldest = entries[shown - 1].version if entries else 1
        rows = make_history_controls(self.kept.version, oldest, self.say)
        return self._make_message(self.say("History"), lines[: max(shown, 1)], rows)

    def ask_confirmation(self, what: str, lost: LogDeletions) -> Message:
        """Return the question asked before all settings are reset, or everything is deleted."""
        lines = [
            self.say("Set all settings back to what they were at first? You can undo this."),
            *self._list_losses(lost),
        ]
        if what == "delete":
            lines = [
                self.say(
                    "Delete all that I keep of this server: settings, their history, blocks, "
                    "counts and questions? Nobody can undo this."
                )
            ]
        rows = make_confirmation_controls(self.kept.version, what, self.say)
        return self._make_message(self.say("Are you sure?"), lines, rows)

    def ask_log_confirmation(self, log: Log, lost: LogDeletions) -> Message:
        """Return the question asked before a change of the log deletes questions or counts."""
        after = self.settings.change(log=log)
        lines = [*self.wording.describe_changes(self.settings, after), *self._list_losses(lost)]
        rows = make_confirmation_controls(
            self.kept.version, SettingsRow.LOG, self.say, LOG_LEVELS.index(log)
        )
        return self._make_message(self.say("Are you sure?"), lines, rows)

    def describe_conflict(self, field: str, by: int) -> str:
        """Return a note above the panel on who has changed a field meanwhile."""
        return self.say(
            "<@{member}> has changed this since you looked at it: {what}. Nothing of yours was "
            "changed; this is how it is now.",
            member=by,
            what=self.say(FIELD_LABELS[field]) if field in FIELD_LABELS else field,
        )

    def _list_losses(self, lost: LogDeletions) -> Iterator[str]:
        """Yield what will be deleted of questions kept and counted."""
        if lost.questions:
            yield self.say.counted(
                "{count} question that is kept will be deleted, within an hour.",
                "{count} questions that are kept will be deleted, within an hour.",
                lost.questions,
            )
        if lost.counted:
            yield self.say("What was counted until now will be deleted, within an hour.")
        if lost != LogDeletions():
            yield self.say("Until then, undoing the change keeps them.")

    def describe_changes(self, before: ServerSettings) -> str:
        """Return a note above the panel on what has changed since some settings."""
        lines = replace(self.wording, max_listed=_MAX_ITEMS_OF_CHANGE).describe_changes(
            before, self.settings
        )
        if not lines:
            return self.say("Nothing changes: it is so already.")
        return truncate_lines(lines, self.say, MAX_CONTENT)

    def describe_undo(self, entry: HistoryEntry) -> str:
        """Return a note above the panel on which change was taken back."""
        reverse = replace(entry, before=entry.after, after=entry.before)
        wording = replace(self.wording, max_listed=_MAX_ITEMS_OF_CHANGE)
        head = self.say("I have taken back what <@{member}> changed:", member=entry.by)
        return truncate_lines([head, *wording.describe_entry(reverse)], self.say, MAX_CONTENT)

    def _list_levels(self) -> list[str]:
        lines = [""]
        levels = {str(level): questions for level, questions in self.levels.items()}
        for level, words in FIELD_CHOICES["strictness"].items():
            lines.append(f"**{self.say(words)}**: {self.say(STRICTNESS_LEVELS[level])}")
            examples = levels.get(level, ())[:_MAX_EXAMPLES]
            if examples:
                lines.append(self.say("This is still answered, for example:"))
            lines += [
                markdown.quote(markdown.escape(example[:_MAX_EXAMPLE])) for example in examples
            ]
        return lines

    def _make_message(
        self, title: str, lines: Iterable[str], rows: Controls, note: str | None = None
    ) -> Message:
        description = truncate_lines(lines, self.say, MAX_DESCRIPTION)
        embed = discord.Embed(title=title, description=description, colour=OWN_COLOUR)
        return Message(note, (embed,), rows)


def truncate_lines(lines: Iterable[str], say: Translator, room: int) -> str:
    """Return as many lines as fit in `room` UTF-16 code units, and how many are left out."""
    all_lines, shown, used = list(lines), list[str](), 0
    more = say.counted("… and {count} more line", "… and {count} more lines", len(all_lines))
    for number, line in enumerate(all_lines):
        last = number == len(all_lines) - 1
        if used + markdown.length(line) + 1 + (0 if last else len(more) + 1) > room:
            rest = len(all_lines) - number
            shown.append(say.counted("… and {count} more line", "… and {count} more lines", rest))
            break
        shown.append(line)
        used += markdown.length(line) + 1
    return "\n".join(shown)


def _describe_entry(entry: HistoryEntry, wording: SettingsText) -> str:
    """Return a line of the history: when, by whom, and what was changed."""
    say = wording.say
    kinds = {"import": say("import"), "reset": say("reset"), "undo": say("undo")}
    when = f"{markdown.moment(entry.at)} <@{entry.by}>"
    kind = f" ({kinds[entry.kind]})" if entry.kind in kinds else ""
    undone = f" ({say('taken back')})" if entry.undone else ""
    return f"{when}{kind}{undone}: {wording.join_items(wording.describe_entry(entry), '; ')}"


def _make_daily_fields(panel: SettingsPanel) -> tuple[FormField, ...]:
    daily, say = panel.settings.daily, panel.say
    return (
        FormField("hour", say("Hour, from 0 to 23"), str(daily.hour) if daily else ""),
        FormField("zone", say("Time zone, as Europe/Berlin"), daily.zone if daily else ""),
    )


def _make_limit_fields(panel: SettingsPanel) -> tuple[FormField, ...]:
    settings, say = panel.settings, panel.say
    words = "" if settings.word_limit is None else str(settings.word_limit)
    return (
        FormField("member_limit", say("Questions a minute: a member"), str(settings.member_limit)),
        FormField(
            "channel_limit", say("Questions a minute: a channel"), str(settings.channel_limit)
        ),
        FormField(
            "word_limit", say("Quoted words of an answer; empty: no limit"), words, required=False
        ),
    )
