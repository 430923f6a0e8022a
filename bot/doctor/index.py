"""The index: there, whole, of this version; the editions that are live, and what waits."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.environment import Environment, aside
from bot.doctor.findings import Finding, doubtful, good
from bot.settings import LIBRARY
from embeddings.concordance.concordance import Text
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from embeddings.editions.library import Library
from embeddings.errors import EmbeddingsError
from embeddings.manifest.manifest import Manifest

INDEX, EDITION = "index", "edition"


@aside
def index(place: Environment) -> Sequence[Finding]:
    """Say of each document whether all that its live edition is made of is as it was written."""
    return [
        good(
            INDEX, f"{live.path.parent} is whole: {live.concordance.document.title}, {_size(live)}"
        )
        for live in Library(place.index).open(whole=True)
    ]


def _size(live: Edition) -> str:
    counts = live.info.counts
    return f"{counts['paragraphs']} paragraphs, {counts['passages']} passages"


@aside
def edition(place: Environment) -> Sequence[Finding]:
    """Say of each document which edition is live, and whether another is to be."""
    library = place.settings.library
    try:
        opened = [(one, one.open()) for one in Library(place.index).live().values()]
    except EmbeddingsError:
        opened = []
    if not opened:
        return [doubtful(EDITION, "cannot be told without an index", "see the line index")]
    return [line for editions, live in opened for line in _of(editions, live, library)]


def _of(editions: Editions, live: Edition, library: Path) -> Sequence[Finding]:
    history = History(editions)
    told = [*_waiting(history), *_outdated(live, library)]
    since = [one.entry.at for one in history.listed if one.state == "live" and one.entry]
    when = f"{since[0] if since else live.info.created:%Y-%m-%d %H:%M} UTC"
    return told or [good(EDITION, f"{live.path.name} is live since {when}")]


def _waiting(history: History) -> Iterator[Finding]:
    names = [one.name for one in history.listed if one.state == "candidate"]
    if names:
        mend = f"see `concordance diff {names[0]}`, then `concordance promote {names[0]}`"
        yield doubtful(EDITION, f"{', '.join(names)} waits to go live", mend)


def _outdated(live: Edition, library: Path) -> Iterator[Finding]:
    """Yield what has changed of the text, or of what the manifest says of it, since the build."""
    if library == LIBRARY and not library.exists():
        return
    key = live.concordance.document.key
    try:
        manifest = Manifest.load(library)
        path = manifest.text(key) if key in manifest.documents else None
        if path is None:
            return
        text = Text.read(path, manifest, key)
    except EmbeddingsError as error:
        found, _, mend = str(error).rpartition("; ")
        yield doubtful(EDITION, found or mend, mend if found else "mend the manifest")
        return
    same = text.document.edition == live.info.edition
    if not same or text.entry_sha256 != live.info.entry_sha256:
        what = f"what {library} says of {key}" if same else str(path)
        mend = "run `concordance build`, unless the live edition is meant to stay"
        yield doubtful(EDITION, f"{what} has changed since the live edition was built", mend)
