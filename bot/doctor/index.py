"""The index: there, whole, of this version; the edition that is live, and what waits for it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.lines import Line, doubtful, good
from bot.doctor.place import Place, aside
from bot.settings import LIBRARY
from embeddings.concordance import Text
from embeddings.editions import Edition, Editions
from embeddings.errors import EmbeddingsError
from embeddings.history import History
from embeddings.manifest import Manifest

INDEX, EDITION = "index", "edition"


@aside
def index(place: Place) -> Sequence[Line]:
    """Say whether all that the live edition is made of is there as it was written."""
    live = Editions(place.index).open(whole=True)
    counts = live.info.counts
    what = f"{counts['paragraphs']} paragraphs, {counts['passages']} passages"
    return [good(INDEX, f"{place.index} is whole: {live.concordance.document.title}, {what}")]


@aside
def edition(place: Place) -> Sequence[Line]:
    """Say which edition is live, and whether another is to be."""
    editions = Editions(place.index)
    try:
        history, live = History(editions), editions.open()
    except EmbeddingsError:
        return [doubtful(EDITION, "cannot be told without an index", "see the line index")]
    told = [*_waiting(history), *_outdated(live, place.settings.library)]
    since = [one.entry.at for one in history.listed if one.state == "live" and one.entry]
    when = f"{since[0] if since else live.info.created:%Y-%m-%d %H:%M} UTC"
    return told or [good(EDITION, f"{live.path.name} is live since {when}")]


def _waiting(history: History) -> Iterator[Line]:
    names = [one.name for one in history.listed if one.state == "candidate"]
    if names:
        mend = f"see `concordance diff {names[0]}`, then `concordance promote {names[0]}`"
        yield doubtful(EDITION, f"{', '.join(names)} waits to go live", mend)


def _outdated(live: Edition, library: Path) -> Iterator[Line]:
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
