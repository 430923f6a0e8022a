"""What kills left on the disk: one of each state, and whether a bot can start with it."""

from collections.abc import Sequence
from pathlib import Path

from bot.answers.opening import open_texts
from bot.servers.settings import DEFAULTS
from embeddings.editions.editions import Editions
from tests.support.killed_process import Kill


def unlike(kills: Sequence[Kill]) -> list[Kill]:
    """Return one kill for each state of the disk that any left: a sync leaves what was there."""

    def left(kill: Kill) -> tuple[tuple[str, int], ...]:
        index = Path(kill.index)
        return tuple(
            sorted((str(p.relative_to(index)), p.stat().st_size) for p in index.rglob("*"))
        )

    return list({left(kill): kill for kill in kills}.values())


def started(index: Path) -> str:
    """Open an index as a bot does when it starts, ask a question, return the edition it is from."""
    shelf = open_texts(index, None)
    shelf.warm()
    answer = shelf.ask("Who took the palace?", 3, None, DEFAULTS.strictness)
    assert answer.shown
    assert {one.document.edition for one in answer.shown} == {answer.edition}
    assert answer.edition == Editions(index).open(whole=True).info.edition
    return answer.edition
