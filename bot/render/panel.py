"""The panel in which moderators see and change the settings, and what else is said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import discord

from bot import markdown
from bot.catalogue import Say
from bot.controls import Controls, Field, Form
from bot.picked import Doing, Picked
from bot.render.message import CONTENT, DESCRIPTION, Message
from bot.render.panel_controls import back, controls, home, sure
from bot.servers.rows import CHOICES, FIELDS, HINTS, LEVELS, TITLES, Row
from bot.servers.settings import Levels, ServerSettings
from bot.servers.wording import Wording
from bot.storage.types import Entry, Kept

_COLOUR = 0x5B8DEF
_MANY = 15
"""Of a list, where its row is shown alone,"""
_FEW = 3
"""and where it is one of many changes."""
_EXAMPLES = 3
_EXAMPLE = 150
_FORM_TITLE = 45


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel shows: the settings as they are kept, and what each strictness lets through."""

    kept: Kept
    wording: Wording
    levels: Levels = field(default_factory=dict)

    @property
    def say(self) -> Say:
        """What says words in the moderator's language."""
        return self.wording.say

    @property
    def settings(self) -> ServerSettings:
        """The settings."""
        return self.kept.settings

    def overview(self, note: str | None = None) -> Message:
        """Return the whole state in words, and a select of what to change."""
        lines = self.wording.lines(self.settings)
        return self._message(self.say("Settings"), lines, home(self.kept.version, self.say), note)

    def row(self, row: Row, channel: int = 0, note: str | None = None) -> Message:
        """Return one row of the settings, with what changes it."""
        longer = replace(self.wording, most=_MANY)
        lines = [self.say(HINTS[row]), "", *longer.lines(self.settings, FIELDS[row])]
        if row is Row.STRICTNESS:
            lines += self._levels()
        if row is Row.CHANNEL and channel:
            other = self.wording.override(self.settings.overrides.get(channel))
            lines = [lines[0], "", f"{self.wording.channel(channel)}: {other}"]
        title = self.say(TITLES[row])
        return self._message(title, lines, controls(self.kept, self.wording, row, channel), note)

    def form(self, row: Row) -> Form:
        """Return the form in which numbers, hours and time zones are typed."""
        fields = _hour(self) if row is Row.DAILY else _numbers(self)
        state = Picked(Doing.FILL, self.kept.version, row)
        return Form(state.custom_id, self.say(TITLES[row])[:_FORM_TITLE], fields)

    def history(self, entries: Sequence[Entry]) -> Message:
        """Return who changed what, when, the latest first."""
        wording = replace(self.wording, most=_FEW)
        lines = [_entry(one, wording) for one in entries]
        if not lines:
            lines = [self.say("Nobody has changed anything.")]
        return self._message(self.say("History"), lines, back(self.kept.version, self.say))

    def asking(self, what: str) -> Message:
        """Ask before all settings are reset, or all is deleted."""
        question = self.say("Set all settings back to what they were at first? You can undo this.")
        if what == "delete":
            question = self.say(
                "Delete all that I keep of this server: settings, their history, blocks, counts "
                "and questions? Nobody can undo this."
            )
        rows = sure(self.kept.version, what, self.say)
        return self._message(self.say("Are you sure?"), [question], rows)

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
            lines += [markdown.quote(markdown.escape(one[:_EXAMPLE])) for one in examples]
        return lines

    def _message(
        self, title: str, lines: Iterable[str], rows: Controls, note: str | None = None
    ) -> Message:
        description = fitting(lines, self.say, DESCRIPTION)
        embed = discord.Embed(title=title, description=description, colour=_COLOUR)
        return Message(note, (embed,), rows)


def fitting(lines: Iterable[str], say: Say, room: int) -> str:
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


def _entry(entry: Entry, wording: Wording) -> str:
    """Return a change of the history: when, by whom, what."""
    say = wording.say
    kinds = {"import": say("import"), "reset": say("reset"), "undo": say("undo")}
    when = f"<t:{entry.at.timestamp():.0f}:f> <@{entry.by}>"
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
