"""Editions that go live: a candidate that is no worse, or again one that was live before."""

from embeddings.editions.editions import Edition, Editions, now
from embeddings.editions.errors import LiveAlreadyError, MovedOnError, NotPromotedError
from embeddings.editions.history import History
from embeddings.editions.journal import By, Entry
from embeddings.editions.promotion_gate import TERMS, PromotionTerms, against


def promote(editions: Editions, name: str | None = None, terms: PromotionTerms = TERMS) -> Entry:
    """Make an edition live, the latest candidate unless told, where it is no worse.

    Raises NotPromotedError with the reasons where it is, and BusyIndexError where another
    process changes the directory.
    """
    with editions.building():
        history = History(editions)
        chosen = history.candidate() if name is None else history.named(name)
        if chosen == history.live:
            raise LiveAlreadyError(chosen)
        return go_live(editions, chosen, "promoted", terms)


def rollback(
    editions: Editions,
    name: str | None = None,
    who: str | None = None,
    seen: str | None = None,
) -> Entry:
    """Make the edition live again that was before, or another one that ever was.

    `seen` is what was live when somebody decided it. Raises MovedOnError where it is live no
    more, and NothingEarlierError where there is nothing to go back to.
    """
    with editions.building():
        history = History(editions)
        if seen is not None and history.live != seen:
            raise MovedOnError(seen, history.live)
        if name is not None and history.named(name) == history.live:
            raise LiveAlreadyError(history.named(name))
        edition = Edition.read(editions.directory / history.back(name), whole=True)
        return _point(editions, edition, "rolled back", PromotionTerms(who=who))


def go_live(
    editions: Editions, name: str, by: By, terms: PromotionTerms, *, gate: bool = True
) -> Entry:
    """Make an edition live in a directory that is held, and take away what is spare.

    A live edition that is damaged, or of another version, is nothing to be compared with.
    """
    edition = Edition.read(editions.directory / name, whole=True)
    live = editions.usable()
    if gate and live is not None and terms.reason is None:
        reasons = tuple(against(live, edition, editions.models, terms))
        if reasons:
            raise NotPromotedError(name, reasons)
    entry = _point(editions, edition, by if terms.reason is None else "forced", terms)
    for spare in History(editions).spare(terms.keep):
        editions.remove(spare)
    return entry


def _point(editions: Editions, edition: Edition, by: By, terms: PromotionTerms) -> Entry:
    """Write down that an edition goes live, and then let it."""
    entry = Entry(
        name=edition.path.name,
        edition=edition.info.edition,
        at=now(),
        by=by,
        reason=terms.reason,
        who=terms.who,
        before=editions.live_name(),
    )
    editions.journal.add(entry)
    editions.point(edition.path.name)
    return entry
