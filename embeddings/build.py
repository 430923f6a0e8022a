"""A text in, a new edition live: read, split, embed, write, make live."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from embeddings.check import unusual
from embeddings.citations import find
from embeddings.concordance import Concordance, Text
from embeddings.editions import FORMAT, Edition, Editions, Info, described, now
from embeddings.encoder import Encoder, Progress, weights_sha256
from embeddings.errors import DamagedIndexError, OtherDocumentError, StaleIndexError
from embeddings.index import Index, Known
from embeddings.passages import VERSION

BAR = 0.35
"""The cosine below which a passage is called nearest, not an answer.

A first bar, the same for every text: `make bench` shows what it refuses of SQuAD's questions.
"""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the edition's directory, its counts, and how much was embedded anew."""

    path: Path
    edition: str
    counts: dict[str, int]
    embedded: int
    changed: bool
    warnings: tuple[str, ...] = ()


def build(
    text: Text, editions: Editions, encoder: "Lazy", progress: Progress, replace: bool = False
) -> Built:
    """Build an edition of a text and make it live; nothing is done where nothing changed.

    Raises OtherDocumentError where the live edition is of another document, unless told to
    replace it. The live edition stays in use until the new one is whole on disk.
    """
    with editions.building():
        held = editions.held()
        if held is not None and not replace and _is_other(held, text):
            raise OtherDocumentError(held[0], text.origin)
        found = find(text.document, text.lore)
        concordance = Concordance.made(text.document, text.lore, found, text.links)
        live = _live(editions)
        if live is not None and _unchanged(live, text, concordance, encoder.name):
            return Built(live.path, live.info.edition, live.info.counts, 0, changed=False)
        warnings = tuple(doubt.advice for doubt in unusual(concordance, found))
        model = encoder.load()
        known = _known(live, model)
        index = Index.build(concordance, model, known, progress)
        embedded = len({row.sha256 for row in index.rows} - known.keys())
        path, info = _publish(text, editions, index, model)
        return Built(path, info.edition, info.counts, embedded, True, warnings)


class Lazy:
    """An encoder that is loaded when it is needed: a build that changes nothing needs none."""

    def __init__(self, name: str, load: Callable[[str], Encoder]) -> None:
        self.name, self._load = name, load

    def load(self) -> Encoder:
        """Load the model."""
        return self._load(self.name)


def _is_other(held: tuple[str, str], text: Text) -> bool:
    """Say whether what is in use is of another text, and of other words too."""
    return held[0] != text.origin and held[1] != text.document.edition


def _live(editions: Editions) -> Edition | None:
    """Return the live edition if it is whole; a damaged or stale one is built again."""
    try:
        return editions.open() if editions.live() is not None else None
    except (DamagedIndexError, StaleIndexError):
        return None


def _unchanged(live: Edition, text: Text, concordance: Concordance, model: str) -> bool:
    """Say whether a build would give what is live already, by the rules that are in force now."""
    info = live.info
    return (
        live.concordance == concordance
        and info.origin == text.origin
        and info.entry_sha256 == text.entry_sha256
        and info.splitter == VERSION
        and info.bar == BAR
        and info.model == model
        and info.weights_sha256 == weights_sha256(model)
    )


def _known(live: Edition | None, model: Encoder) -> Known:
    if live is None or live.info.weights_sha256 != model.weights_sha256:
        return {}
    return Index.load(live.path, live.concordance).vectors_by_text()


def _publish(text: Text, editions: Editions, index: Index, model: Encoder) -> tuple[Path, Info]:
    files = index.files()
    counts = _counts(index.concordance, index)
    info = Info(
        normalised=True,
        format=FORMAT,
        splitter=VERSION,
        edition=text.document.edition,
        document=text.document.key,
        origin=text.origin,
        entry_sha256=text.entry_sha256,
        model=model.name,
        weights_sha256=model.weights_sha256,
        dimension=model.dimension,
        bar=BAR,
        counts=counts,
        created=now(),
        files=described(files),
    ).sealed()
    return editions.publish(info, files), info


def _counts(concordance: Concordance, index: Index) -> dict[str, int]:
    return {
        "paragraphs": len(concordance.document.paragraphs),
        "passages": len(concordance.passages),
        "quotations": len(concordance.quotations),
        "citations": len(concordance.citations),
        "vectors": len(index.rows),
    }
