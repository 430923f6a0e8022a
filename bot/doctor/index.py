"""The index: present, whole, of this version; its live editions and waiting candidates."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.environment import MORE_TIME, NOT_WHOLE, Environment, run_in_thread
from bot.doctor.findings import Finding, doubtful, good
from bot.settings import DEFAULT_LIBRARY
from embeddings.concordance.concordance import Text
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from embeddings.editions.library import Library
from embeddings.errors import EmbeddingsError
from embeddings.files.proof import Going
from embeddings.manifest.manifest import Manifest

INDEX, EDITION = "index", "edition"


@run_in_thread
def check_index(environment: Environment) -> Sequence[Finding]:
    """Check that every file of each document's live edition is as it was written."""
    going = environment.within_limit()
    return [_check_whole(live, going) for live in Library(environment.index).open()]


def _check_whole(live: Edition, going: Going) -> Finding:
    folder, text = live.path.parent, f"{live.concordance.document.title}, {_describe_size(live)}"
    if live.proof.repeat(going):
        return good(INDEX, f"{folder} is whole: {text}")
    return doubtful(INDEX, f"{folder}: {text}; {NOT_WHOLE}", MORE_TIME)


def _describe_size(edition: Edition) -> str:
    counts = edition.info.counts
    return f"{counts['paragraphs']} paragraphs, {counts['passages']} passages"


@run_in_thread
def check_edition(environment: Environment) -> Sequence[Finding]:
    """Report which edition of each document is live, and whether another should be."""
    manifest = environment.settings.library
    try:
        live_editions = [
            (editions, editions.open())
            for editions in Library(environment.index).live_documents().values()
        ]
    except EmbeddingsError:
        live_editions = []
    if not live_editions:
        return [doubtful(EDITION, "cannot be told without an index", "see the line index")]
    return [
        finding
        for editions, live in live_editions
        for finding in _check_document(editions, live, manifest)
    ]


def _check_document(editions: Editions, live: Edition, manifest: Path) -> Sequence[Finding]:
    history = History(editions)
    problems = [*_find_candidates(history), *_find_outdated(live, manifest)]
    promotions = [
        listed.entry.at for listed in history.listed if listed.state == "live" and listed.entry
    ]
    since = promotions[0] if promotions else live.info.created
    text = f"{live.path.name} is live since {since:%Y-%m-%d %H:%M} UTC"
    return problems or [good(EDITION, text)]


def _find_candidates(history: History) -> Iterator[Finding]:
    names = [listed.name for listed in history.listed if listed.state == "candidate"]
    if names:
        remedy = f"see `concordance diff {names[0]}`, then `concordance promote {names[0]}`"
        yield doubtful(EDITION, f"{', '.join(names)} waits to go live", remedy)


def _find_outdated(live: Edition, library: Path) -> Iterator[Finding]:
    """Yield whether the text or its manifest entry has changed since the build."""
    if library == DEFAULT_LIBRARY and not library.exists():
        return
    key = live.concordance.document.key
    try:
        manifest = Manifest.load(library)
        path = manifest.text(key) if key in manifest.documents else None
        if path is None:
            return
        text = Text.read(path, manifest, key)
    except EmbeddingsError as error:
        problem, _, remedy = str(error).rpartition("; ")
        yield doubtful(EDITION, problem or remedy, remedy if problem else "mend the manifest")
        return
    is_same_text = text.document.edition == live.info.edition
    if not is_same_text or text.entry_sha256 != live.info.entry_sha256:
        changed = f"what {library} says of {key}" if is_same_text else str(path)
        remedy = "run `concordance build`, unless the live edition is meant to stay"
        yield doubtful(EDITION, f"{changed} has changed since the live edition was built", remedy)
