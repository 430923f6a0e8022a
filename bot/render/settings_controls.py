"""The selects and buttons of the settings panel; each carries the version it was made for."""

from collections.abc import Callable, Container, Iterable, Mapping

from bot.components.answer_buttons import Button
from bot.components.controls import (
    MAX_SELECT_OPTIONS,
    Control,
    Controls,
    EntityKind,
    EntitySelect,
    Option,
    OptionSelect,
)
from bot.components.settings_control_id import SettingsAction, SettingsControlId
from bot.i18n.translations import Translator
from bot.servers.records import StoredSettings
from bot.servers.settings import Override
from bot.servers.settings_changes import get_chosen_texts
from bot.servers.settings_fields import (
    FIELD_CHOICES,
    FIELD_LABELS,
    OVERRIDABLE_FIELDS,
    ROW_HINTS,
    ROW_TITLES,
    SERVER_DEFAULT,
    STRICTNESS_LEVELS,
    TOGGLED_SUFFIX,
    SettingsRow,
    divide_texts,
    format_choice,
)
from bot.servers.settings_text import SettingsText

_MAX_LABEL = _MAX_HINT = 100
"""Characters of an option's label, and of its hint, by Discord's rules."""


def make_overview_controls(
    version: int, say: Translator, rows: Iterable[SettingsRow] = SettingsRow
) -> Controls:
    """Return the controls under the overview of all settings."""
    state = SettingsControlId(SettingsAction.OPEN, version)
    options = tuple(
        Option(say(ROW_TITLES[row]), row, say(ROW_HINTS[row])[:_MAX_HINT]) for row in rows
    )
    select = OptionSelect(state.custom_id, options, say("What do you want to change?"))
    buttons = (
        Button(say("Undo"), state.instead(SettingsAction.UNDO).custom_id),
        Button(say("History"), state.instead(SettingsAction.HISTORY).custom_id),
        Button(say("Export"), state.instead(SettingsAction.EXPORT).custom_id),
        Button(say("Reset"), state.instead(SettingsAction.ASK, "reset").custom_id, "danger"),
        Button(
            say("Delete everything"),
            state.instead(SettingsAction.ASK, "delete").custom_id,
            "danger",
        ),
    )
    return ((select,), buttons)


def make_history_controls(version: int, oldest: int, say: Translator) -> Controls:
    """Return the buttons under the history: older changes, if there are any, and the way back."""
    older = Button(
        say("Older"), SettingsControlId(SettingsAction.HISTORY, version, "", oldest).custom_id
    )
    return ((*([older] if oldest > 1 else []), _make_back_button(version, say)),)


def make_confirmation_controls(
    version: int, what: str, say: Translator, number: int = 0
) -> Controls:
    """Return the buttons under a question that is asked before much is lost."""
    state, words = SettingsControlId(SettingsAction.SURE, version, what, number), say("Reset")
    if what == "delete":
        words = say("Delete everything")
    if what == SettingsRow.LOG:
        words = say("Set and delete")
    cancel = _make_back_button(version, say, say("Cancel"))
    return ((Button(words, state.custom_id, "danger"), cancel),)


def make_row_controls(
    kept: StoredSettings, wording: SettingsText, row: SettingsRow, channel: int = 0
) -> Controls:
    """Return the selects and buttons that change a row of the settings."""
    factory = _ControlFactory(kept, wording)
    selects = [(select,) for select in factory.make_selects(row, channel)]
    back = _make_back_button(kept.version, wording.say)
    if row is SettingsRow.TEXTS and channel:
        back = factory.make_opening_button(wording.say("Back"), SettingsRow.CHANNEL, channel)
    return (*selects, (*factory.make_buttons(row, channel), back))


def _make_back_button(version: int, say: Translator, words: str | None = None) -> Button:
    return Button(words or say("Back"), SettingsControlId(SettingsAction.OPEN, version).custom_id)


class _ControlFactory:
    """Makes the controls that change settings."""

    def __init__(self, kept: StoredSettings, wording: SettingsText) -> None:
        self.wording = wording
        self.settings, self.say, self.known = kept.settings, wording.say, wording.known
        self.state = SettingsControlId(SettingsAction.SET, kept.version)

    def make_selects(self, row: SettingsRow, channel: int) -> list[Control]:
        """Return the selects of a row."""
        settings, daily = self.settings, self.settings.daily
        where = self.say("Where?")
        special: dict[SettingsRow, Callable[[], Iterable[Control]]] = {
            SettingsRow.CHANNELS: lambda: (
                self._make_choice("where", settings.channels.where, where),
                *self._make_multiple_picks("chosen", settings.channels.chosen),
            ),
            SettingsRow.CHANNEL: lambda: self._make_channel_selects(channel),
            SettingsRow.ROLES: lambda: (
                *self._make_multiple_picks("asking", settings.asking),
                *self._make_multiple_picks("managing", settings.managing),
            ),
            SettingsRow.TEXTS: lambda: self._make_text_choices(channel),
            SettingsRow.ANSWERS: lambda: map(
                self._make_field_choice, ("passages", "length", "language")
            ),
            SettingsRow.LIMITS: lambda: (),
            SettingsRow.REPORTS: lambda: self._make_channel_picks("reports", settings.reports),
            SettingsRow.DAILY: lambda: self._make_channel_picks(
                "daily", daily.channel if daily else None
            ),
        }
        return [*special[row]()] if row in special else [self._make_field_choice(row)]

    def make_buttons(self, row: SettingsRow, channel: int) -> Iterable[Button]:
        """Yield the buttons of a row, without the way back."""
        say, settings = self.say, self.settings
        if row is SettingsRow.ANSWERS:
            marked = say("Do not mark words") if settings.marked else say("Mark words")
            private = say("Answer for all") if settings.private else say("Answer privately")
            yield self._make_toggle("marked", marked, settings.marked)
            yield self._make_toggle("private", private, settings.private)
        if row is SettingsRow.LIMITS or (row is SettingsRow.DAILY and settings.daily is not None):
            words = say("Numbers") if row is SettingsRow.LIMITS else say("Hour and time zone")
            yield Button(words, self.state.instead(SettingsAction.FORM, row).custom_id, "main")
        if row is SettingsRow.CHANNEL and channel and self._chooses(channel):
            yield self.make_opening_button(say("Texts"), SettingsRow.TEXTS, channel)

    def make_opening_button(self, words: str, row: SettingsRow, channel: int) -> Button:
        """Return a button that opens a row for a channel."""
        return Button(words, self.state.instead(SettingsAction.OPEN, row, channel).custom_id)

    def _make_text_choices(self, channel: int) -> Iterable[OptionSelect]:
        """Yield selects of the bot's texts; choosing none means all, or those of the server."""
        titles, chosen = self.known.documents or {}, get_chosen_texts(self.settings, channel)
        prompt = self.say("Which texts? None is all.")
        if channel:
            prompt = self.say("Which texts? None is as the server.")
        selects = divide_texts([*titles])
        for number, (what, keys) in enumerate(selects.items(), start=1):
            options = tuple(
                Option(titles[key][:_MAX_LABEL], key, None, key in chosen) for key in keys
            )
            custom_id = self.state.instead(SettingsAction.SET, what, channel).custom_id
            part = f" ({number}/{len(selects)})" if len(selects) > 1 else ""
            yield OptionSelect(
                custom_id, options, f"{prompt}{part}", max_values=len(options), min_values=0
            )

    def _chooses(self, channel: int) -> bool:
        """Return whether a channel has texts to choose from, or has some chosen."""
        return self.wording.offers_texts(self.settings) or bool(
            get_chosen_texts(self.settings, channel)
        )

    def _make_toggle(self, field: str, words: str, now: bool) -> Button:
        """Return a button that turns a field on or off."""
        change = SettingsAction.NO if now else SettingsAction.YES
        return Button(words, self.state.instead(change, field).custom_id)

    def _make_field_choice(self, field: str) -> OptionSelect:
        """Return a select of the values of a field."""
        prompt = self.say(FIELD_LABELS[field])
        return self._make_choice(field, format_choice(getattr(self.settings, field)), prompt)

    def _make_choice(self, field: str, now: str, prompt: str, channel: int = 0) -> OptionSelect:
        """Return a select of the values of a field, with the present one chosen."""
        offered: Mapping[str, str] = FIELD_CHOICES[field]
        hints = STRICTNESS_LEVELS if field == "strictness" else {}
        options = [
            Option(
                self._label_option(field, words, prompt),
                word,
                self.say(hints[word])[:_MAX_HINT] if word in hints else None,
                word == now,
            )
            for word, words in offered.items()
        ]
        if channel:
            as_server = f"{prompt}: {self.say('as the server')}"
            options.insert(0, Option(as_server, SERVER_DEFAULT, None, now == SERVER_DEFAULT))
        custom_id = self.state.instead(SettingsAction.SET, field, channel).custom_id
        return OptionSelect(custom_id, tuple(options), prompt)

    def _label_option(self, field: str, words: str, prompt: str) -> str:
        """Return the label of an option; where a row has several selects, it names its field."""
        if field in ("where", "strictness", "log"):
            return self.say(words)
        return f"{prompt}: {self.say(words)}"

    def _make_channel_selects(self, channel: int) -> Iterable[Control]:
        """Yield a select of channels and, once one is picked, those of its overrides."""
        custom_id = self.state.instead(SettingsAction.OPEN, "channel").custom_id
        chosen = _keep_known((channel,), self.known.channels) if channel else ()
        yield EntitySelect(custom_id, "channels", self.say("Which channel?"), chosen, 1)
        if channel:
            now = self.settings.overrides.get(channel) or Override()
            for field, words in OVERRIDABLE_FIELDS.items():
                value = format_choice(getattr(now, field))
                yield self._make_choice(field, value, self.say(words), channel)

    def _make_multiple_picks(self, what: str, now: tuple[int, ...]) -> Iterable[EntitySelect]:
        """Yield a select of channels or roles; a full one gives way to one that toggles them."""
        prompts = {
            "chosen": self.say("Which channels?"),
            "asking": self.say("Who may ask: everyone, or these roles"),
            "managing": self.say("Who else may change settings"),
        }
        kind: EntityKind = "channels and threads" if what == "chosen" else "roles"
        chosen = _keep_known(now, self.known.channels if what == "chosen" else self.known.roles)
        prompt = prompts[what]
        if (
            len(chosen) >= MAX_SELECT_OPTIONS
        ):  # Discord allows no more chosen, so none could be added
            label = self.say(FIELD_LABELS["channels" if what == "chosen" else what])
            prompt = self.say("{what}: pick what is to be added or taken out", what=label)
            what, chosen = f"{what}{TOGGLED_SUFFIX}", ()
        yield EntitySelect(
            self.state.instead(SettingsAction.SET, what).custom_id, kind, prompt, chosen
        )

    def _make_channel_picks(self, what: str, now: int | None) -> Iterable[EntitySelect]:
        """Yield a select of the channel that the bot is to write in; none means off."""
        chosen = _keep_known(() if now is None else (now,), self.known.channels)
        custom_id = self.state.instead(SettingsAction.SET, what).custom_id
        yield EntitySelect(
            custom_id, "text channels", self.say("Which channel? None is off."), chosen, 1
        )


def _keep_known(ids: Iterable[int], known: Container[int] | None) -> tuple[int, ...]:
    """Return the ids that still exist: Discord refuses others as chosen."""
    return tuple(id_ for id_ in ids if known is None or id_ in known)
