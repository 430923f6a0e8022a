"""The differences of two editions in a maintainer's words, in short and as a file."""

from collections.abc import Iterator

from bot.formatting import markdown
from bot.i18n.translations import Translator, later
from bot.maintenance.results import DiffOutput
from embeddings.concordance.annotations import format_paragraphs
from embeddings.diff.diff import Edit, EditKind, EditSubject
from embeddings.errors import shorten_input

_SUBJECTS: dict[EditSubject, tuple[str, str]] = {
    "paragraph": (later("Paragraph"), later("Paragraphs")),
    "quotation": (later("Quotation"), later("Quotations")),
    "citation": (later("Page citation"), later("Page citations")),
    "page": (later("Page of the file"), later("Pages of the file")),
}
_KINDS: dict[EditKind, str] = {
    "added": later("added"),
    "removed": later("removed"),
    "changed": later("changed"),
    "moved": later("moved"),
    "moved and changed": later("moved and changed"),
    "divided": later("divided"),
    "joined": later("joined"),
    "lost": later("lost"),
    "gained": later("gained"),
}
_MAX_SIDE = 120
"""Characters of each side of a difference in a message."""

_MAX_SIDE_IN_FILE = 500
"""Characters of each side of a difference in a file."""


def summarize_edits(comparison: DiffOutput, say: Translator) -> Iterator[str]:
    """Yield a line for each subject: how many were added, changed, lost and so on."""
    if comparison.before is not None and not comparison.counts:
        yield say("It has the same words and the same pages.")
    for what, (_, many) in _SUBJECTS.items():
        kinds = comparison.counts.get(what, {})
        parts = [f"{kinds[kind]} {say(words)}" for kind, words in _KINDS.items() if kind in kinds]
        if parts:
            yield f"**{say(many)}**: {', '.join(parts)}"


def format_edit(edit: Edit, say: Translator) -> str:
    """Return a difference on one line, as Discord shows it."""
    head, *rest = _describe(edit, say, _MAX_SIDE)
    return " · ".join([f"**{head}**", *map(markdown.escape, rest)])


def format_edits(comparison: DiffOutput, say: Translator) -> str:
    """Return all differences as the text of a file, with a block of lines for each."""
    blocks = ["\n  ".join(_describe(edit, say, _MAX_SIDE_IN_FILE)) for edit in comparison.edits]
    if comparison.left_out:
        blocks.append(
            say(
                "… and {count} more: `concordance diff {live} {name}` shows all.",
                count=comparison.left_out,
                live=comparison.before,
                name=comparison.after,
            )
        )
    return "\n\n".join([f"{comparison.before} → {comparison.after}", *blocks]) + "\n"


def _describe(edit: Edit, say: Translator, room: int) -> list[str]:
    """Return what differs and how, then where, in which words, and with which pages."""
    what = f"{say(_SUBJECTS[edit.what][0])} {say(_KINDS[edit.kind])}"
    where = _join_sides(_format_place(edit.before), _format_place(edit.after))
    words = _describe_words(edit, say, room)
    cited = _join_sides(edit.was_cited, edit.now_cited)
    return [what, *filter(None, (where, words, cited))]


def _describe_words(edit: Edit, say: Translator, room: int) -> str:
    """Return the words that differ; a paragraph may only have gained words, or lost them."""
    was, now = _shorten(edit.was, room), _shorten(edit.now, room)
    words = _join_sides(was, now)
    if edit.before and edit.after and bool(was) != bool(now):
        nothing = say("(nothing)")
        words = f"{was or nothing} → {now or nothing}"
    return edit.in_context(words)


def _format_place(numbers: tuple[int, ...]) -> str | None:
    return format_paragraphs((numbers[0], numbers[-1])) if numbers else None


def _join_sides(was: str | None, now: str | None) -> str:
    """Return what was and what is, or a single side where they agree or one is missing."""
    both = [side for side in (was, now) if side]
    return " → ".join(dict.fromkeys(both))


def _shorten(words: str | None, room: int) -> str | None:
    return None if words is None else shorten_input(" ".join(words.split()), room)
