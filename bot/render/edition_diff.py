"""The differences of two editions in a maintainer's words, in short and as a file."""

from collections.abc import Iterator

from bot.formatting import markdown
from bot.i18n.translations import Translator, later
from bot.maintenance.results import Comparison
from embeddings.concordance.references import paragraphs
from embeddings.diff.diff import Edit, Kind, What
from embeddings.errors import shortened

_WHATS: dict[What, tuple[str, str]] = {
    "paragraph": (later("Paragraph"), later("Paragraphs")),
    "quotation": (later("Quotation"), later("Quotations")),
    "citation": (later("Page citation"), later("Page citations")),
    "page": (later("Page of the file"), later("Pages of the file")),
}
_KINDS: dict[Kind, str] = {
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
_SHORT, _LONG = 120, 500
"""Characters of each side of a difference, in a message and in a file."""


def counts(comparison: Comparison, say: Translator) -> Iterator[str]:
    """Yield how much of each is added, changed, lost and so on."""
    if comparison.before is not None and not comparison.counts:
        yield say("It has the same words and the same pages.")
    for what, (_, many) in _WHATS.items():
        kinds = comparison.counts.get(what, {})
        parts = [f"{kinds[kind]} {say(words)}" for kind, words in _KINDS.items() if kind in kinds]
        if parts:
            yield f"**{say(many)}**: {', '.join(parts)}"


def difference(edit: Edit, say: Translator) -> str:
    """Return a difference on one line, as Discord shows it."""
    head, *rest = _parts(edit, say, _SHORT)
    return " · ".join([f"**{head}**", *map(markdown.escape, rest)])


def differences(comparison: Comparison, say: Translator) -> str:
    """Return all differences, a block of lines each, for a file."""
    blocks = ["\n  ".join(_parts(edit, say, _LONG)) for edit in comparison.edits]
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


def _parts(edit: Edit, say: Translator, room: int) -> list[str]:
    """Return what differs how, where, in which words, with which pages."""
    what = f"{say(_WHATS[edit.what][0])} {say(_KINDS[edit.kind])}"
    where = _arrow(_places(edit.before), _places(edit.after))
    words = _words(edit, say, room)
    cited = _arrow(edit.was_cited, edit.now_cited)
    return [what, *filter(None, (where, words, cited))]


def _words(edit: Edit, say: Translator, room: int) -> str:
    """Return the words that differ; of a paragraph some may only have come, or gone."""
    was, now = _cut(edit.was, room), _cut(edit.now, room)
    if edit.before and edit.after and bool(was) != bool(now):
        nothing = say("(nothing)")
        return f"{was or nothing} → {now or nothing}"
    return _arrow(was, now)


def _places(numbers: tuple[int, ...]) -> str | None:
    return paragraphs((numbers[0], numbers[-1])) if numbers else None


def _arrow(was: str | None, now: str | None) -> str:
    """Return what was and what is, or the one of them that there is."""
    both = [side for side in (was, now) if side]
    return " → ".join(dict.fromkeys(both))


def _cut(words: str | None, room: int) -> str | None:
    return None if words is None else shortened(" ".join(words.split()), room)
