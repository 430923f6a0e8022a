"""What of a file gives no text: pages that are pictures, cannot be read, or mean nothing."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from embeddings.errors import SourceError
from embeddings.readers.errors import DamagedSourceError, ScannedSourceError
from embeddings.readers.pdf.lines import Word
from embeddings.readers.pdf.pages import NAME, PdfPage

MAX_MEANINGLESS_SHARE = 0.1
"""A file with more than this share of letters that mean nothing is refused."""

MAX_NAMED = 12
"""Pages, or runs of them, that a sentence names."""

_DAMAGED = "pages that cannot be read", "fetch or save the file again"
_PICTURES = (
    "pages that are pictures and give no text",
    "have their text recognised (OCR) and take the result",
)
_EMPTY = "pages that give no text", "look whether they are empty in the original too"
_UNCLEAR = (
    "pages with letters of which the file does not say what they are",
    "compare them with the original",
)
_LOSSES = _DAMAGED, _PICTURES, _EMPTY, _UNCLEAR
"""What pages may lose, and what to do about it."""

_MEANINGLESS = re.compile(r"[\ue000-\uf8ff\ufffd\x00\x01\x03-\x08\x0b-\x1f\x7f-\x9f]")


def refuse_without_text(
    path: Path,
    pages: Sequence[PdfPage],
    bodies: Sequence[Sequence[Word]],
    is_damaged: bool = False,
) -> None:
    """Refuse a file that has pictures of pages and not text, or letters that mean nothing."""
    empty = [page for page, body in zip(pages, bodies, strict=True) if not body]
    pictures = sum(page.is_picture for page in empty)
    lost = is_damaged and not pictures and len(empty) == len(pages)
    if lost or all(page.is_damaged for page in pages):
        raise DamagedSourceError(path, NAME, "none of its pages gives a text")
    if len(empty) == len(pages) or 2 * pictures > len(pages):
        raise ScannedSourceError(path, len(pages), len(empty))
    text = "".join(word.text for body in bodies for word in body)
    if len(_MEANINGLESS.findall(text)) > MAX_MEANINGLESS_SHARE * len(text):
        problem = f"is {NAME} whose fonts do not say what their letters are"
        raise SourceError(path, problem, "have its text recognised (OCR) and take the result")


def find_losses(pages: Sequence[PdfPage], bodies: Sequence[Sequence[Word]]) -> Iterator[str]:
    """Yield, in a sentence each, which pages give no text or not all of it."""
    lost: dict[tuple[str, str], list[PdfPage]] = {loss: [] for loss in _LOSSES}
    for page, body in zip(pages, bodies, strict=True):
        if (loss := _find_loss(page, body)) is not None:
            lost[loss].append(page)
    for (problem, remedy), some in lost.items():
        if some:
            yield f"{problem}: {len(some)} of {len(pages)} ({_list(some)}); {remedy}"


def _find_loss(page: PdfPage, body: Sequence[Word]) -> tuple[str, str] | None:
    """Return what a page has lost; None if nothing."""
    if page.is_damaged:
        return _DAMAGED
    if not body:
        return _PICTURES if page.is_picture else _EMPTY
    return _UNCLEAR if any(_MEANINGLESS.search(word.text) for word in body) else None


def _list(pages: Sequence[PdfPage]) -> str:
    """Return what pages are called, those in a row as from the first to the last."""
    runs = [
        [page for _, page in run]
        for _, run in groupby(enumerate(pages), key=lambda item: item[1].number - item[0])
    ]
    names = [
        run[0].label if len(run) == 1 else f"{run[0].label}–{run[-1].label}"
        for run in runs[:MAX_NAMED]
    ]
    return ", ".join([*names, *(["…"] if len(runs) > MAX_NAMED else [])])
