"""The selects and buttons of the settings panel; each carries the version that it was made of."""

from collections.abc import Callable, Container, Iterable, Mapping

from bot.components.answer_buttons import Button
from bot.components.controls import MOST, Choice, Control, Controls, Kind, Option, Pick
from bot.components.settings_control_id import Doing, SettingsControlId
from bot.i18n.translations import Translator
from bot.servers.records import Kept
from bot.servers.settings import Override
from bot.servers.settings_changes import texts_chosen
from bot.servers.settings_fields import (
    AS_SERVER,
    CHOICES,
    HINTS,
    LABELS,
    LEVELS,
    OVERRIDDEN,
    TITLES,
    TURNED,
    Row,
    text_selects,
    word_of,
)
from bot.servers.settings_text import SettingsText

_LABEL = _HINT = 100
"""Characters of what an option is called, and of its hint."""


def home(version: int, say: Translator, rows: Iterable[Row] = Row) -> Controls:
    """Return what stands under the whole state."""
    state = SettingsControlId(Doing.OPEN, version)
    options = tuple(Option(say(TITLES[row]), row, say(HINTS[row])[:_HINT]) for row in rows)
    select = Choice(state.custom_id, options, say("What do you want to change?"))
    buttons = (
        Button(say("Undo"), state.instead(Doing.UNDO).custom_id),
        Button(say("History"), state.instead(Doing.HISTORY).custom_id),
        Button(say("Export"), state.instead(Doing.EXPORT).custom_id),
        Button(say("Reset"), state.instead(Doing.ASK, "reset").custom_id, "danger"),
        Button(say("Delete everything"), state.instead(Doing.ASK, "delete").custom_id, "danger"),
    )
    return ((select,), buttons)


def pages(version: int, oldest: int, say: Translator) -> Controls:
    """Return the buttons under changes down to a version: what is older, and the way back."""
    older = Button(say("Older"), SettingsControlId(Doing.HISTORY, version, "", oldest).custom_id)
    return ((*([older] if oldest > 1 else []), _back(version, say)),)


def sure(version: int, what: str, say: Translator, number: int = 0) -> Controls:
    """Return the buttons of a question that is asked before much is lost."""
    state, words = SettingsControlId(Doing.SURE, version, what, number), say("Reset")
    if what == "delete":
        words = say("Delete everything")
    if what == Row.LOG:
        words = say("Set and delete")
    return ((Button(words, state.custom_id, "danger"), _back(version, say, say("Cancel"))),)


def controls(kept: Kept, wording: SettingsText, row: Row, channel: int = 0) -> Controls:
    """Return the selects and buttons that change a row."""
    made = _Making(kept, wording)
    selects = [(select,) for select in made.rows(row, channel)]
    back = _back(kept.version, wording.say)
    if row is Row.TEXTS and channel:
        back = made.opening(wording.say("Back"), Row.CHANNEL, channel)
    return (*selects, (*made.buttons(row, channel), back))


def _back(version: int, say: Translator, words: str | None = None) -> Button:
    return Button(words or say("Back"), SettingsControlId(Doing.OPEN, version).custom_id)


class _Making:
    """Makes the controls of some settings."""

    def __init__(self, kept: Kept, wording: SettingsText) -> None:
        self.wording = wording
        self.settings, self.say, self.known = kept.settings, wording.say, wording.known
        self.state = SettingsControlId(Doing.SET, kept.version)

    def rows(self, row: Row, channel: int) -> list[Control]:
        """Return the selects of a row."""
        settings, daily = self.settings, self.settings.daily
        where = self.say("Where?")
        special: dict[Row, Callable[[], Iterable[Control]]] = {
            Row.CHANNELS: lambda: (
                self.choice("where", settings.channels.where, where),
                *self.ids("chosen", settings.channels.chosen),
            ),
            Row.CHANNEL: lambda: self.channel(channel),
            Row.ROLES: lambda: (
                *self.ids("asking", settings.asking),
                *self.ids("managing", settings.managing),
            ),
            Row.TEXTS: lambda: self.texts(channel),
            Row.ANSWERS: lambda: map(self.of, ("passages", "length", "language")),
            Row.LIMITS: lambda: (),
            Row.REPORTS: lambda: self.place("reports", settings.reports),
            Row.DAILY: lambda: self.place("daily", daily.channel if daily else None),
        }
        return [*special[row]()] if row in special else [self.of(row)]

    def buttons(self, row: Row, channel: int) -> Iterable[Button]:
        """Yield the buttons of a row, but for the way back."""
        say, settings = self.say, self.settings
        if row is Row.ANSWERS:
            marked = say("Do not mark words") if settings.marked else say("Mark words")
            private = say("Answer for all") if settings.private else say("Answer privately")
            yield self.toggle("marked", marked, settings.marked)
            yield self.toggle("private", private, settings.private)
        if row is Row.LIMITS or (row is Row.DAILY and settings.daily is not None):
            words = say("Numbers") if row is Row.LIMITS else say("Hour and time zone")
            yield Button(words, self.state.instead(Doing.FORM, row).custom_id, "main")

        if row is Row.CHANNEL and channel and self._chooses(channel):
            yield self.opening(say("Texts"), Row.TEXTS, channel)

    def opening(self, words: str, row: Row, channel: int) -> Button:
        """Return a button that shows a row of a channel."""
        return Button(words, self.state.instead(Doing.OPEN, row, channel).custom_id)

    def texts(self, channel: int) -> Iterable[Choice]:
        """Yield selects of the texts that the bot has; none chosen is all, or as the server."""
        titles, chosen = self.known.documents or {}, texts_chosen(self.settings, channel)
        prompt = self.say("Which texts? None is all.")
        if channel:
            prompt = self.say("Which texts? None is as the server.")
        selects = text_selects([*titles])
        for number, (what, keys) in enumerate(selects.items(), start=1):
            options = tuple(Option(titles[key][:_LABEL], key, None, key in chosen) for key in keys)
            custom_id = self.state.instead(Doing.SET, what, channel).custom_id
            part = f" ({number}/{len(selects)})" if len(selects) > 1 else ""
            yield Choice(custom_id, options, f"{prompt}{part}", most=len(options), least=0)

    def _chooses(self, channel: int) -> bool:
        """Say whether there are texts to choose for a channel, or some are chosen."""
        return self.wording.chooses(self.settings) or bool(texts_chosen(self.settings, channel))

    def toggle(self, field: str, words: str, now: bool) -> Button:
        """Return a button that sets a field to the other of its two values."""
        other = Doing.NO if now else Doing.YES
        return Button(words, self.state.instead(other, field).custom_id)

    def of(self, field: str) -> Choice:
        """Return a select of the values of a field of the settings."""
        prompt = self.say(LABELS[field])
        return self.choice(field, word_of(getattr(self.settings, field)), prompt)

    def choice(self, field: str, now: str, prompt: str, channel: int = 0) -> Choice:
        """Return a select of what a field may be, with what it is."""
        offered: Mapping[str, str] = CHOICES[field]
        hints = LEVELS if field == "strictness" else {}
        options = [
            Option(
                self._named(field, words, prompt),
                word,
                self.say(hints[word])[:_HINT] if word in hints else None,
                word == now,
            )
            for word, words in offered.items()
        ]
        if channel:
            as_server = f"{prompt}: {self.say('as the server')}"
            options.insert(0, Option(as_server, AS_SERVER, None, now == AS_SERVER))
        custom_id = self.state.instead(Doing.SET, field, channel).custom_id
        return Choice(custom_id, tuple(options), prompt)

    def _named(self, field: str, words: str, prompt: str) -> str:
        """Return an option so that it tells what it is an option of, where several selects are."""
        if field in ("where", "strictness", "log"):
            return self.say(words)
        return f"{prompt}: {self.say(words)}"

    def channel(self, channel: int) -> Iterable[Control]:
        """Yield the select of a channel, and of what it has otherwise."""
        custom_id = self.state.instead(Doing.OPEN, "channel").custom_id
        chosen = _there((channel,), self.known.channels) if channel else ()
        yield Pick(custom_id, "channels", self.say("Which channel?"), chosen, 1)
        if channel:
            now = self.settings.overrides.get(channel) or Override()
            for field, words in OVERRIDDEN.items():
                yield self.choice(field, word_of(getattr(now, field)), self.say(words), channel)

    def ids(self, what: str, now: tuple[int, ...]) -> Iterable[Pick]:
        """Yield a select of channels or roles; where it is full, one that turns those picked."""
        prompts = {
            "chosen": self.say("Which channels?"),
            "asking": self.say("Who may ask: everyone, or these roles"),
            "managing": self.say("Who else may change settings"),
        }
        kind: Kind = "channels and threads" if what == "chosen" else "roles"
        chosen = _there(now, self.known.channels if what == "chosen" else self.known.roles)
        prompt = prompts[what]
        if len(chosen) >= MOST:  # of more than it takes, none could be added to those
            label = self.say(LABELS["channels" if what == "chosen" else what])
            prompt = self.say("{what}: pick what is to be added or taken out", what=label)
            what, chosen = f"{what}{TURNED}", ()
        yield Pick(self.state.instead(Doing.SET, what).custom_id, kind, prompt, chosen)

    def place(self, what: str, now: int | None) -> Iterable[Pick]:
        """Yield a select of a channel that the bot is to write in; none is off."""
        chosen = _there(() if now is None else (now,), self.known.channels)
        custom_id = self.state.instead(Doing.SET, what).custom_id
        yield Pick(custom_id, "text channels", self.say("Which channel? None is off."), chosen, 1)


def _there(numbers: Iterable[int], known: Container[int] | None) -> tuple[int, ...]:
    """Return those that are not deleted: Discord takes no others for chosen."""
    return tuple(number for number in numbers if known is None or number in known)
