"""What maintainers are shown of their work: how far it is, what differs, what is live."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.components.answer_buttons import Button, ButtonStyle
from bot.components.controls import Controls, FormField, ModalForm
from bot.components.maintenance_button_id import MaintenanceAction, MaintenanceButtonId
from bot.formatting import markdown
from bot.i18n.translations import Translator, later
from bot.maintenance.results import (
    DiffOutput,
    DiscardOutput,
    RefusalOutput,
    Result,
    Stage,
    Step,
    UnchangedOutput,
)
from bot.render.edition_diff import format_edit, format_edits, summarize_edits
from bot.render.message import MAX_DESCRIPTION, OWN_COLOUR, Message
from bot.render.settings_panel import truncate_lines
from embeddings.editions.history import EditionState, ListedEdition
from embeddings.editions.journal import JournalAction, JournalEntry

REASON = "reason"
"""The one field of the form that asks why."""
MAX_REASON = 300
"""Characters of a reason."""

_WELL, _ILL = 0x3BA55D, 0xED9121
_BAR = 12
_STAGES: dict[Stage, str] = {
    "reading": later("Reading the file"),
    "loading": later("Finding its citations, opening the model"),
    "embedding": later("Embedding what has changed"),
    "learning": later("Fitting the search to the text"),
    "comparing": later("Comparing with what is live"),
}
_STATES: dict[EditionState, str] = {
    "live": later("live"),
    "earlier": later("earlier"),
    "candidate": later("candidate"),
}
_WAYS: dict[JournalAction, str] = {
    "built": later("built"),
    "promoted": later("promoted"),
    "forced": later("promoted all the same"),
    "rolled back": later("gone back to"),
}
_LABELS = {
    MaintenanceAction.CANCEL: later("Cancel"),
    MaintenanceAction.PROMOTE: later("Promote"),
    MaintenanceAction.ASK: later("Promote all the same"),
    MaintenanceAction.DISCARD: later("Discard"),
    MaintenanceAction.BACK: later("Go back"),
    MaintenanceAction.LEAVE: later("Leave as it is"),
}
_STYLES: dict[MaintenanceAction, ButtonStyle] = {
    MaintenanceAction.PROMOTE: "main",
    MaintenanceAction.ASK: "danger",
    MaintenanceAction.BACK: "danger",
}
_MAY = later("It may go live: nothing is lost, and its questions are answered no worse.")
_MAY_UNASKED = later(
    "It may go live: nothing is lost. No questions are named for it, so none were asked."
)
_MAY_NOT = later("It does not go live by itself:")


def step(shown: Step, number: str, say: Translator) -> Message:
    """Return how far a job has come, with a button that gives it up."""
    words = f"{say(_STAGES[shown.stage])} …"
    if shown.of:
        full = _BAR * shown.done // shown.of
        share = f"{100 * shown.done // shown.of} %"
        words += f"\n`{'█' * full}{'░' * (_BAR - full)}` {share}"
    cancel = MaintenanceButtonId(MaintenanceAction.CANCEL, number)
    return Message(words, rows=_rows(cancel, (MaintenanceAction.CANCEL,), say))


def result(outcome: Result, say: Translator) -> Message:
    """Return what a job has come to."""
    match outcome:
        case DiffOutput():
            return _compared(outcome, say)
        case RefusalOutput(name=name, reasons=reasons):
            lines = [say("{name} has not gone live.", name=f"`{name}`"), *_reasons(reasons)]
            return _said(say("Not live"), lines, say, _ILL, _offered(name, reasons, say))
        case JournalEntry():
            return _said(say("Live"), _live(outcome, say), say, _WELL)
        case DiscardOutput(discarded=name):
            return Message(say("{name} is discarded.", name=f"`{name}`"))
        case UnchangedOutput(name=name):
            return Message(
                say("Nothing has changed: the file gives {name}, which is live.", name=f"`{name}`")
            )


def _compared(comparison: DiffOutput, say: Translator) -> Message:
    """Return what differs in short, whether it may go live, and what can be done with it."""
    name, reasons = comparison.after, comparison.reasons
    live = comparison.before == name
    lines = [_beside(comparison, say), *summarize_edits(comparison, say)]
    if comparison.before is not None and not live:
        may = _MAY if comparison.questions else _MAY_UNASKED
        lines += ["", say(_MAY_NOT), *_reasons(reasons)] if reasons else ["", say(may)]
    if comparison.notes:
        lines += ["", say("What the build found unusual:"), *_reasons(comparison.notes)]
    lines += ["", *(format_edit(edit, say) for edit in comparison.edits)]
    whole = truncate_lines(lines, say, MAX_DESCRIPTION)
    rows = () if live else _offered(name, reasons, say, discard=comparison.candidate)
    embed = discord.Embed(
        title=say("Edition {name}", name=name),
        description=whole,
        colour=_ILL if reasons else _WELL,
    )
    cut = whole != "\n".join(lines)
    file = format_edits(comparison, say) if cut or comparison.left_out else None
    return Message(None, (embed,), rows, file, f"{name}.txt")


def _beside(comparison: DiffOutput, say: Translator) -> str:
    if comparison.before is None:
        return say("Nothing usable is live that it could be compared with.")
    if comparison.before == comparison.after:
        return say("It is live.")
    return say("Beside {name}, which is live:", name=f"`{comparison.before}`")


def _reasons(reasons: Iterable[str]) -> Iterator[str]:
    return (f"• {markdown.escape(reason)}" for reason in reasons)


def _offered(
    name: str, reasons: Sequence[str], say: Translator, *, discard: bool = True
) -> Controls:
    doings = [
        MaintenanceAction.ASK if reasons else MaintenanceAction.PROMOTE,
        *([MaintenanceAction.DISCARD] if discard else []),
    ]
    return _rows(MaintenanceButtonId(MaintenanceAction.PROMOTE, name), doings, say)


def _rows(
    state: MaintenanceButtonId, doings: Iterable[MaintenanceAction], say: Translator
) -> Controls:
    return (
        tuple(
            Button(say(_LABELS[doing]), state.instead(doing).custom_id, _STYLES.get(doing, "plain"))
            for doing in doings
        ),
    )


def _said(
    title: str, lines: Iterable[str], say: Translator, colour: int, rows: Controls = ()
) -> Message:
    description = truncate_lines(lines, say, MAX_DESCRIPTION)
    return Message(
        None, (discord.Embed(title=title, description=description, colour=colour),), rows
    )


def _live(entry: JournalEntry, say: Translator) -> Iterator[str]:
    """Yield what has gone live, in whose place, by whom, and why."""
    yield say(
        "{name} is live. I change over between two questions, within seconds.",
        name=f"`{entry.name}`",
    )
    if entry.before is not None:
        yield say("Before it, {name} was.", name=f"`{entry.before}`")
    yield _record(entry, say)


def _record(entry: JournalEntry, say: Translator) -> str:
    """Return when an edition went live, in which way, by whom and why."""
    when = markdown.moment(entry.at)
    parts = [f"{say(_WAYS[entry.by])} {when}", entry.who and markdown.escape(entry.who)]
    if entry.reason is not None:
        parts.append(f"“{markdown.escape(entry.reason)}”")
    return " · ".join(filter(None, parts))


def editions(listed: Iterable[ListedEdition], say: Translator) -> Message:
    """Return the editions of an index: which is live, since when, by whom and why."""
    lines: list[str] = []
    for edition in listed:
        built = markdown.moment(edition.built)
        state = say(_STATES[edition.state])
        size = say.format_number(-(-edition.size // 2**20))
        lines.append(f"`{edition.name}` · **{state}** · {say('built')} {built} · {size} MB")
        if edition.entry is not None:
            lines.append(f"　{_record(edition.entry, say)}")
    return _said(say("Editions"), lines, say, OWN_COLOUR)


def going_back(target: ListedEdition, live: ListedEdition | None, say: Translator) -> Message:
    """Ask whether an edition is to be gone back to."""
    lines = [say("Go back to {name}?", name=f"`{target.name}`")]
    if target.entry is not None:
        lines.append(_record(target.entry, say))
    if live is not None:
        lines.append(say("{name} is live now; it is kept.", name=f"`{live.name}`"))
    state = MaintenanceButtonId(MaintenanceAction.BACK, target.name, live.name if live else "")
    rows = _rows(state, (MaintenanceAction.BACK, MaintenanceAction.LEAVE), say)
    return _said(say("Are you sure?"), lines, say, _ILL, rows)


def why(button: MaintenanceButtonId, say: Translator) -> ModalForm:
    """Return the form that asks why an edition is to go live all the same."""
    field = FormField(
        REASON,
        say("Why? It stands in the journal of the index."),
        max_length=MAX_REASON,
        prompt=say("The passage was withdrawn by its author"),
    )
    return ModalForm(
        button.instead(MaintenanceAction.FORCE).custom_id, say("Promote all the same"), (field,)
    )
