"""The panel in which moderators see and change the settings, and what else is said of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import discord

from bot.components.controls import Controls, Field, Form
from bot.components.settings_control_id import Doing, SettingsControlId
from bot.formatting import markdown
from bot.i18n.translations import Translator, later
from bot.render.message import CONTENT, DESCRIPTION, OWN, Message
from bot.render.settings_controls import controls, home, pages, sure
from bot.servers.records import Entry, Kept
from bot.servers.settings import LOGS, Levels, Log, ServerSettings
from bot.servers.settings_fields import CHOICES, FIELDS, HINTS, LABELS, LEVELS, TITLES, Row
from bot.servers.settings_text import SettingsText
from bot.storage.records import Lost

_MANY = 40
"""Of a list, where its row is shown alone,"""
_FEW = 3
"""and where it is one of many changes."""
_EXAMPLES = 3
_EXAMPLE = 150
_FORM_TITLE = 45
_READ_BY_ALL = later(
    "Everyone here can read that channel: also questions that were asked privately would be read "
    "there, once their answers are reported."
)


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel shows: the settings as they are kept, and what each strictness lets through."""

    kept: Kept
    wording: SettingsText
    levels: Levels = field(default_factory=dict)

    @property
    def say(self) -> Translator:
        """What says words in the moderator's language."""
        return self.wording.say

    @property
    def settings(self) -> ServerSettings:
        """The settings."""
        return self.kept.settings

    def overview(self, note: str | None = None) -> Message:
        """Return the whole state in words, and a select of what to change."""
        lines = self.wording.lines(self.settings)
        rows = [row for row in Row if row is not Row.TEXTS or self.wording.chooses(self.settings)]
        controls = home(self.kept.version, self.say, rows)
        return self._message(self.say("Settings"), lines, controls, note)

    def row(self, row: Row, channel: int = 0, note: str | None = None) -> Message:
        """Return one row of the settings, with what changes it."""
        longer = replace(self.wording, most=_MANY)
        lines = [self.say(HINTS[row]), "", *longer.lines(self.settings, FIELDS[row])]
        if row is Row.STRICTNESS:
            lines += self._levels()
        if row is Row.REPORTS and self.settings.reports in self.wording.known.public:
            lines += ["", self.say(_READ_BY_ALL)]
        if row in (Row.CHANNEL, Row.TEXTS) and channel:
            other = longer.override(self.settings.overrides.get(channel))
            lines = [self.say(HINTS[Row.CHANNEL]), "", f"{longer.channel(channel)}: {other}"]
        title = self.say(TITLES[row])
        return self._message(title, lines, controls(self.kept, self.wording, row, channel), note)

    def form(self, row: Row) -> Form:
        """Return the form in which numbers, hours and time zones are typed."""
        fields = _hour(self) if row is Row.DAILY else _numbers(self)
        state = SettingsControlId(Doing.FILL, self.kept.version, row)
        return Form(state.custom_id, self.say(TITLES[row])[:_FORM_TITLE], fields)

    def history(self, entries: Sequence[Entry]) -> Message:
        """Return who changed what, when, the latest first."""
        wording = replace(self.wording, most=_FEW)
        lines = [_entry(entry, wording) for entry in entries]
        shown = len(lines)
        while shown > 1 and sum(markdown.length(line) + 1 for line in lines[:shown]) > DESCRIPTION:
            shown -= 1
        if not lines:
            lines = [self.say("Nobody has changed anything.")]
        oldest = entries[shown - 1].version if entries else 1
        rows = pages(self.kept.version, oldest, self.say)
        return self._message(self.say("History"), lines[: max(shown, 1)], rows)

    def asking(self, what: str, lost: Lost) -> Message:
        """Ask before all settings are reset, or all is deleted."""
        lines = [
            self.say("Set all settings back to what they were at first? You can undo this."),
            *self._lost(lost),
        ]
        if what == "delete":
            lines = [
                self.say(
                    "Delete all that I keep of this server: settings, their history, blocks, "
                    "counts and questions? Nobody can undo this."
                )
            ]
        rows = sure(self.kept.version, what, self.say)
        return self._message(self.say("Are you sure?"), lines, rows)

    def losing(self, log: Log, lost: Lost) -> Message:
        """Ask before questions that are kept, or their counts, are deleted by a change."""
        after = self.settings.changed(log=log)
        lines = [*self.wording.changes(self.settings, after), *self._lost(lost)]
        rows = sure(self.kept.version, Row.LOG, self.say, LOGS.index(log))
        return self._message(self.say("Are you sure?"), lines, rows)

    def overtaken(self, field: str, by: int) -> str:
        """Return who has changed what meanwhile, as a note above the panel."""
        return self.say(
            "<@{member}> has changed this since you looked at it: {what}. Nothing of yours was "
            "changed; this is how it is now.",
            member=by,
            what=self.say(LABELS[field]) if field in LABELS else field,
        )

    def _lost(self, lost: Lost) -> Iterator[str]:
        """Yield what is deleted of questions kept and counted."""
        if lost.questions:
            yield self.say.counted(
                "{count} question that is kept will be deleted, within an hour.",
                "{count} questions that are kept will be deleted, within an hour.",
                lost.questions,
            )
        if lost.counted:
            yield self.say("What was counted until now will be deleted, within an hour.")
        if lost != Lost():
            yield self.say("Until then, undoing the change keeps them.")

    def changed(self, before: ServerSettings) -> str:
        """Return what has changed since some settings, as a note above the panel."""
        lines = replace(self.wording, most=_FEW).changes(before, self.settings)
        if not lines:
            return self.say("Nothing changes: it is so already.")
        return fitting(lines, self.say, CONTENT)

    def undone(self, entry: Entry) -> str:
        """Return what was taken back, as a note above the panel."""
        back = replace(entry, before=entry.after, after=entry.before)
        wording = replace(self.wording, most=_FEW)
        head = self.say("Taken back, what <@{member}> had changed:", member=entry.by)
        return fitting([head, *wording.entry(back)], self.say, CONTENT)

    def _levels(self) -> list[str]:
        lines = [""]
        levels = {str(level): questions for level, questions in self.levels.items()}
        for level, words in CHOICES["strictness"].items():
            lines.append(f"**{self.say(words)}**: {self.say(LEVELS[level])}")
            examples = levels.get(level, ())[:_EXAMPLES]
            if examples:
                lines.append(self.say("This is still answered, for example:"))
            lines += [markdown.quote(markdown.escape(example[:_EXAMPLE])) for example in examples]
        return lines

    def _message(
        self, title: str, lines: Iterable[str], rows: Controls, note: str | None = None
    ) -> Message:
        description = fitting(lines, self.say, DESCRIPTION)
        embed = discord.Embed(title=title, description=description, colour=OWN)
        return Message(note, (embed,), rows)


def fitting(lines: Iterable[str], say: Translator, room: int) -> str:
    """Return as many lines as there is room for; what is left out is said to be."""
    every, shown, used = list(lines), list[str](), 0
    more = say.counted("… and {count} more line", "… and {count} more lines", len(every))
    for number, line in enumerate(every):
        last = number == len(every) - 1
        if used + markdown.length(line) + 1 + (0 if last else len(more) + 1) > room:
            rest = len(every) - number
            shown.append(say.counted("… and {count} more line", "… and {count} more lines", rest))
            break
        shown.append(line)
        used += markdown.length(line) + 1
    return "\n".join(shown)


def _entry(entry: Entry, wording: SettingsText) -> str:
    """Return a change of the history: when, by whom, what."""
    say = wording.say
    kinds = {"import": say("import"), "reset": say("reset"), "undo": say("undo")}
    when = f"{markdown.moment(entry.at)} <@{entry.by}>"
    kind = f" ({kinds[entry.kind]})" if entry.kind in kinds else ""
    undone = f" ({say('taken back')})" if entry.undone else ""
    return f"{when}{kind}{undone}: {wording.listed(wording.entry(entry), '; ')}"


def _hour(panel: Panel) -> tuple[Field, ...]:
    daily, say = panel.settings.daily, panel.say
    return (
        Field("hour", say("Hour, from 0 to 23"), str(daily.hour) if daily else ""),
        Field("zone", say("Time zone, as Europe/Berlin"), daily.zone if daily else ""),
    )


def _numbers(panel: Panel) -> tuple[Field, ...]:
    settings, say = panel.settings, panel.say
    words = "" if settings.word_limit is None else str(settings.word_limit)
    return (
        Field("member_limit", say("Questions a minute: a member"), str(settings.member_limit)),
        Field("channel_limit", say("Questions a minute: a channel"), str(settings.channel_limit)),
        Field("word_limit", say("Quoted words of an answer; empty: no limit"), words, needed=False),
    )
