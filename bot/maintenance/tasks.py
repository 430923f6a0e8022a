"""The pieces of work on an index: build, compare, promote, roll back, discard."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.maintenance.errors import MovedOnError
from bot.maintenance.protocol import (
    Compared,
    Discarded,
    Job,
    Refused,
    Result,
    Step,
    Unchanged,
    WentLive,
)
from bot.settings import LIBRARY
from embeddings.concordance.concordance import Text
from embeddings.diff.diff import Edit, diff
from embeddings.editions.discard import discard
from embeddings.editions.editions import Edition, Editions
from embeddings.editions.errors import NotPromotedError, SeveralDocumentsError
from embeddings.editions.history import History
from embeddings.editions.library import Library
from embeddings.editions.promotion import promote, rollback
from embeddings.editions.promotion_gate import PromotionTerms, against
from embeddings.errors import shortened
from embeddings.manifest.manifest import Manifest

MOST = 2000
"""Differences that are listed: with their words they are fewer than 10 MB."""
LONGEST = 500
"""Characters of each side of one."""

Tell = Callable[[Step], None]


def done(job: Job, tell: Tell) -> Result:
    """Do a piece of work, and return what came of it; raise a sentence where it fails."""
    if job.task == "build":
        return _built(job, tell)
    editions = Library(job.index).holding(job.edition)
    if job.task == "compare":
        return _compared(job, editions, tell)
    if job.task == "promote":
        return _promoted(job, editions)
    if job.task == "roll back":
        return _gone_back(job, editions)
    return Discarded(name=discard(editions, job.edition))


def _built(job: Job, tell: Tell) -> Result:
    """Build a candidate as the live edition was built, and compare the two.

    Where an entry is named that the index has no edition of, its text is to be added.
    """
    from embeddings.editions.build import BuildTools, build
    from embeddings.models.encoder import DEFAULT

    tell(Step(stage="reading"))
    library = Library(job.index)
    known = library.live()
    live = _like(known, job.document)
    model = job.model or (live.info.model if live else DEFAULT)
    cross_encoder = live.info.found.cross_encoder if live else None
    means = BuildTools.of(model, _Embedding(tell), cross_encoder)
    text = _read(job, live, tuple(known))
    editions = library.place(text, add=job.document is not None)
    tell(Step(stage="loading"))
    built = build(text, editions, means, terms=None)
    if not built.changed:
        return Unchanged(name=built.path.name)
    job = job.model_copy(update={"edition": built.path.name})
    return _compared(job, editions, tell).model_copy(update={"notes": built.warnings})


def _like(known: Mapping[str, Editions], document: str | None) -> Edition | None:
    """Return the live edition of a document, or else of the first: a new one is built like it."""
    chosen = known.get(document or "") or next(iter(known.values()), None)
    return chosen.usable() if chosen is not None else None


class _Embedding:
    """Tells how much is embedded, a percent at a time; behind the last the search is fitted."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._percent = tell, -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(1, total)
        if percent != self._percent:
            self._percent = percent
            self._tell(Step(stage="embedding", done=done, total=total))
        if done >= total:
            self._tell(Step(stage="learning"))


def _read(job: Job, live: Edition | None, known: Sequence[str]) -> Text:
    """Read the file as the entry that is named describes it, or the one that its opening fits.

    Where there is none, it is taken for another edition of the one text that is live: if it is
    not, the gate says so. Raises SeveralDocumentsError where it may be of several.
    """
    path, manifest = job.file or Path(), _manifest(job.library)
    text = Text.read(path, manifest, job.document)
    if text.entry_sha256 is not None or live is None:
        return text
    if len(known) > 1:
        raise SeveralDocumentsError(known)
    document = live.concordance.document
    entered = live.info.origin == f"document {document.key}"
    if entered and manifest is not None and document.key in manifest.documents:
        return Text.read(path, manifest, document.key)
    return replace(text, document=replace(text.document, key=document.key, title=document.title))


def _manifest(path: Path) -> Manifest | None:
    """Return the manifest; only the one that nobody asked for may be absent."""
    return None if path == LIBRARY and not path.exists() else Manifest.load(path)


def _compared(job: Job, editions: Editions, tell: Tell) -> Compared:
    """Compare an edition with the live one, as the gate does."""
    tell(Step(stage="comparing"))
    history = History(editions)
    name = history.candidate() if job.edition is None else history.named(job.edition)
    edition, live = Edition.read(editions.directory / name), editions.usable()
    known = {one.name: one.entry for one in history.listed}
    candidate = name != history.live and known[name] is None
    if live is None:
        return Compared(name=name, live=None, candidate=candidate)
    edits = diff(live.concordance, edition.concordance).edits
    counted = Counter((one.what, one.kind) for one in edits)
    reasons = () if name == history.live else against(live, edition, editions.models, _terms(job))
    return Compared(
        name=name,
        live=live.path.name,
        counted=tuple((what, kind, number) for (what, kind), number in counted.items()),
        edits=tuple(_listed(edits)),
        reasons=tuple(reasons),
        candidate=candidate,
    )


def _listed(edits: Iterable[Edit]) -> list[Edit]:
    """Return differences, what is lost first, each with no more words than can be shown."""
    first = sorted(edits, key=lambda one: not one.lost)[:MOST]
    return [replace(one, was=_cut(one.was), now=_cut(one.now)) for one in first]


def _cut(words: str | None) -> str | None:
    return None if words is None else shortened(words, LONGEST)


def _promoted(job: Job, editions: Editions) -> Result:
    try:
        return WentLive(entry=promote(editions, job.edition, _terms(job)))
    except NotPromotedError as error:
        return Refused(name=error.name, reasons=error.reasons)


def _gone_back(job: Job, editions: Editions) -> Result:
    live = editions.live_name()
    if job.seen is not None and live != job.seen:
        raise MovedOnError(job.seen, live)
    return WentLive(entry=rollback(editions, job.edition, job.who))


def _terms(job: Job) -> PromotionTerms:
    return PromotionTerms(_manifest(job.library), job.reason, who=job.who)
