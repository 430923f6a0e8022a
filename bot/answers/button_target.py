"""The passage that a button under an old message refers to, in the text as it is today."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.open_texts import OpenText, OpenTexts
from bot.components.answer_buttons import AnswerButtonId
from bot.errors import UnknownButtonError
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.excerpts import excerpt_after, excerpt_before, excerpt_span
from embeddings.concordance.proof import prove_hits
from embeddings.types import Hit, Passage, ShownPassage, Span

ShownLines = Sequence[tuple[str, bool]]
"""The lines of a message, each with whether it stands in a block quote."""

MIN_WORDS = 5
"""Words that a single line must have to be recognised by itself."""


@dataclass(frozen=True, slots=True)
class ButtonTarget:
    """The passage in today's text, if it is still there; and whether the text has changed."""

    shown: ShownPassage | None
    changed: bool


def find_target(
    texts: OpenTexts, button: AnswerButtonId, lines: ShownLines, step: int = 0
) -> ButtonTarget:
    """Return the passage of a button, or the paragraph before (-1) or after (1) it.

    If its edition is no longer open, the lines that the message shows are looked up in every
    text. Raises UnknownButtonError if the edition has no such passage.
    """
    text = texts.with_edition(button.edition)
    if text is not None:
        passage = _passage_at(text.concordance, button.span)
        return ButtonTarget(_show(text, passage, step), changed=False)
    moved = ((text, _locate(text, lines)) for text in texts.all)
    targets = (_show(text, passage, step) for text, passage in moved if passage is not None)
    return ButtonTarget(next(targets, None), changed=True)


def _show(text: OpenText, passage: Passage, step: int) -> ShownPassage | None:
    """Return a passage, or the paragraph a step away, proved; None past the end of the text."""
    neighbour = excerpt_before if step < 0 else excerpt_after
    wanted = neighbour(text.concordance, passage.paragraphs) if step else passage
    return None if wanted is None else prove_hits(text.concordance, [Hit(wanted, 1.0)])[0]


def _passage_at(concordance: Concordance, span: Span) -> Passage:
    """Return the passage at a span: one of the text's own, or one made of what was shown."""
    if not 0 <= span.start < span.end <= len(concordance.document.text):
        raise UnknownButtonError
    matches = (passage for passage in concordance.passages if passage.span == span)
    return next(matches, None) or excerpt_span(concordance, span)


def _locate(text: OpenText, lines: ShownLines) -> Passage | None:
    """Return the passage that contains the lines today: all of them, or else a distinctive one.

    Lines in block quotes are tried first, as they are of the passage itself; other lines may be
    what introduces it.
    """
    whole = "\n".join(words for words, _ in lines)
    ordered = sorted(lines, key=lambda line: (not line[1], -len(line[0])))
    for wanted in (whole, *(words for words, _ in ordered if len(words.split()) >= MIN_WORDS)):
        spans = text.answerer.finder.find_exact(wanted) if wanted.strip() else ()
        if len(spans) == 1 or (spans and wanted == whole):
            return _passage_around(text.concordance, spans[0].end - 1)
    return None


def _passage_around(concordance: Concordance, offset: int) -> Passage | None:
    passages = concordance.passages
    return next((passage for passage in passages if passage.start <= offset < passage.end), None)
