"""Making an edition live: a candidate that is no worse than the live one, or an earlier edition."""

from datetime import UTC, datetime

from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.errors import LiveAlreadyError, MovedOnError, NotPromotedError
from embeddings.editions.history import History
from embeddings.editions.journal import JournalAction, JournalEntry
from embeddings.editions.promotion_gate import DEFAULT_TERMS, PromotionTerms, assess


def promote_edition(
    editions: Editions, name: str | None = None, terms: PromotionTerms = DEFAULT_TERMS
) -> JournalEntry:
    """Make the named edition live, or else the latest candidate, if it is no worse.

    Raises NotPromotedError with the reasons where it is worse, LiveAlreadyError for the live
    edition, and BusyIndexError where another process is changing the index.
    """
    with editions.locked():
        history = History(editions)
        chosen = history.find_candidate() if name is None else history.resolve_name(name)
        if chosen == history.live:
            raise LiveAlreadyError(chosen)
        return make_live(editions, chosen, "promoted", terms)


def roll_back(
    editions: Editions,
    name: str | None = None,
    who: str | None = None,
    seen: str | None = None,
) -> JournalEntry:
    """Make the edition live that was live before, or the named one if it ever was.

    `seen` is the edition that was live when somebody decided it. Raises MovedOnError where it
    is no longer live, NothingEarlierError where there is no earlier edition, LiveAlreadyError
    for the live edition.
    """
    with editions.locked():
        history = History(editions)
        if seen is not None and history.live != seen:
            raise MovedOnError(seen, history.live)
        if name is not None and history.resolve_name(name) == history.live:
            raise LiveAlreadyError(history.resolve_name(name))
        edition = Edition.read(editions.directory / history.find_earlier(name), whole=True)
        return _record_and_set_live(editions, edition, "rolled back", PromotionTerms(who=who))


def make_live(
    editions: Editions, name: str, by: JournalAction, terms: PromotionTerms, *, gate: bool = True
) -> JournalEntry:
    """Make an edition live under the caller's lock, and remove editions beyond those to keep.

    With `gate`, it is compared with the live edition, unless that is damaged or stale, and
    NotPromotedError is raised if it is worse. A reason in the terms overrides the gate.
    """
    edition = Edition.read(editions.directory / name, whole=True)
    live = editions.open_usable()
    if gate and live is not None and terms.reason is None:
        assessment = assess(live, edition, editions.models, terms)
        if assessment.objections:
            raise NotPromotedError(name, assessment.objections)
    by = by if terms.reason is None else "forced"
    entry = _record_and_set_live(editions, edition, by, terms)
    for spare in History(editions).find_spare(terms.keep):
        editions.remove(spare)
    return entry


def _record_and_set_live(
    editions: Editions, edition: Edition, by: JournalAction, terms: PromotionTerms
) -> JournalEntry:
    entry = JournalEntry(
        name=edition.path.name,
        edition=edition.info.edition,
        at=datetime.now(UTC),
        by=by,
        reason=terms.reason,
        who=terms.who,
        before=editions.live_name(),
    )
    editions.journal.add(entry)  # first, for the journal can tell that a kill came in between
    editions.set_live(edition.path.name)
    return entry
