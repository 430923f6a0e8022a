"""A change that is killed at any moment leaves an index that answers: the old or the new."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from embeddings.concordance.concordance import Text
from embeddings.editions.build import build_edition
from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from embeddings.editions.promotion import promote_edition, roll_back
from embeddings.editions.promotion_gate import DEFAULT_TERMS, PromotionTerms
from embeddings.errors import NoIndexError
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.index.index import Index
from embeddings.models.onnx_encoder import OnnxEncoder
from tests.conftest import ROOT
from tests.support.build_tools import means
from tests.support.killed_process import (
    RANDOM_MOMENTS,
    Begin,
    Effects,
    Kill,
    Plan,
    Recorded,
    Recording,
)
from tests.support.leftover_files import started, unlike

pytestmark = pytest.mark.slow  # two are killed in tests/bot/cli/test_build.py

KEPT = "“The crowd took the palace,” says the soldier (Deutscher, p. 282)."
LONG = "one two three the crowd and the soldier " * 12
OLD = f"{KEPT}\n\n{LONG}\n\nA question of page one."
NEW = f"{KEPT}\n\n{LONG}\n\nA question of page two.\n\nAn answer of page three, and no more of it."


@dataclass(frozen=True)
class Killed:
    """What the changes did, what the kills left, and the means to ask it and to build on."""

    old: Text
    new: Text
    encoder: Recorded
    effects: dict[str, Effects]
    kills: Sequence[Kill]

    def at(self, kind: str, over: str) -> list[Kill]:
        """Return the kills at effects on the disk, or at lines, over the old index or none."""
        named = f"over-{over}-{kind}-"
        return [one for one in self.kills if Path(one.index).name.startswith(named)]

    def built(self, text: Text, index: Path, terms: PromotionTerms | None = DEFAULT_TERMS) -> None:
        """Build in the ordinary way."""
        build_edition(text, Editions(index), means(self.encoder), terms=terms)

    def answering(self, index: Path) -> str:
        """Open an index, look a page up, search it, and return the edition that answered."""
        edition = Editions(index).open()
        concordance = edition.concordance
        assert [one.printed for one in concordance.find_citations(((282, 282),))] == [
            "(Deutscher, p. 282)"
        ]
        found = Index.load(edition.path, concordance)
        for unit, passage in zip(
            make_embedding_inputs(concordance), concordance.passages, strict=True
        ):
            start, end = next(self.encoder.windows(unit.own[0]))
            query = self.encoder.encode(unit.own[0][start:end])
            [best], [row] = found.sentence_vectors.search(query.vector, 1)
            assert found.rows.owners[row] == unit.passage
            assert best == pytest.approx(1, abs=1e-5)
            assert concordance.document.quote(passage.start, passage.end) == passage.text
        return edition.info.edition


def texts(directory: Path) -> tuple[Text, Text]:
    """Write the old text and the new one, as one document, and read them."""
    found = []
    for name, words in (("old", OLD), ("new", NEW)):
        path = directory / name / "essay.txt"
        path.parent.mkdir()
        path.write_text(words, "utf-8")
        found.append(Text.read(path, None))
    return found[0], found[1]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: OnnxEncoder) -> Killed:
    """Build the old text, then kill builds of the new one, all in one other process."""
    directory = tmp_path_factory.mktemp("killed")
    old, new = texts(directory)
    encoder = recorded(tiny_encoder, (old, new), directory)
    begins = prepared(Killed(old, new, encoder, {}, []), directory)
    rows = [asdict(one) for one in begins]
    plan = Plan(str(new.path), str(directory), asdict(encoder), rows)
    (directory / "plan.json").write_text(json.dumps(asdict(plan)), "utf-8")
    told = told_by(directory / "plan.json")
    kills = [Kill(**one) for one in told if "index" in one]
    did = [Effects(**one) for one in told if "index" not in one]
    return Killed(old, new, encoder, {one.over: one for one in did}, kills)


def prepared(means: "Killed", directory: Path) -> list[Begin]:
    """Return the changes that are killed, each with an index directory made ready for it."""
    old, candidate, promoted = (directory / name for name in ("before", "candidate", "promoted"))
    means.built(means.old, old)
    means.built(means.new, candidate)
    means.built(means.old, candidate, PromotionTerms(reason="so that one edition is to spare"))
    means.built(means.new, candidate, None)
    shutil.copytree(candidate, promoted)
    promote_edition(Editions(promoted))
    return [
        Begin("old", str(old), "build"),
        Begin("nothing", None, "build"),
        Begin("candidate", str(candidate), "promote"),
        Begin("promoted", str(promoted), "rollback"),
    ]


def recorded(model: OnnxEncoder, every: Sequence[Text], directory: Path) -> Recorded:
    """Record all that a model makes while texts are built."""
    recording = Recording(model)
    for number, text in enumerate(every):
        build_edition(text, Editions(directory / f"recorded-{number}"), means(recording))
    return Recorded(**{one.name: getattr(recording, one.name) for one in fields(Recorded)})


def told_by(plan: Path) -> list[dict[str, Any]]:
    """Run the program that kills, and return what it printed."""
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.support.killed_process", str(plan)]
    run = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **threads}, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    return [json.loads(line) for line in run.stdout.splitlines()]


def failures(kills: Sequence[Kill], passes: Callable[[Kill], object]) -> dict[str, str]:
    """Return what went wrong after which kill."""
    wrong = {}
    for one in kills:
        try:
            passes(one)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is named with its kill)
            wrong[f"{one.moment}, in {one.index}"] = f"{type(error).__name__}: {error}"
    return wrong


def whole(edition: Path) -> bool:
    """Say whether a directory holds an edition as it was written, in use or not."""
    files = json.loads((edition / "manifest.json").read_bytes())["files"]
    hashes = {name: hashlib.sha256((edition / name).read_bytes()).hexdigest() for name in files}
    return hashes == {name: part["sha256"] for name, part in files.items()}


OVER = ["old", "nothing", "candidate", "promoted"]


@pytest.mark.parametrize("over", OVER)
def test_the_kills_strike_around_every_write_sync_and_rename(killed: Killed, over: str) -> None:
    did = killed.effects[over]
    assert [one.moment for one in killed.at("effect", over)] == did.moments
    assert len(killed.at("line", over)) == RANDOM_MOMENTS
    for effect in ("write", "rename"):
        counted = [one for one in did.moments if one.startswith(f"before {effect} ")]
        seen = did.written if effect == "write" else did.renamed
        assert [one.split()[-1] for one in counted] == [name for name in seen if name != ".lock"]
    assert did.moments.count("before sync") == did.moments.count("after sync") > len(did.renamed)
    removed = [one for one in did.moments if " remove " in one]
    assert len(removed) == (3 if over == "candidate" else 0)
    halves = {"halfway through write manifest.json", "halfway through write .unfinished-current"}
    assert len(halves & set(did.moments)) == (2 if over in ("old", "nothing") else 1)


@pytest.mark.parametrize("over", ["old", "candidate", "promoted"])
def test_a_killed_change_leaves_the_old_edition_or_the_new_answering(
    killed: Killed, over: str
) -> None:
    editions = []

    def answers(kill: Kill) -> None:
        editions.append(killed.answering(Path(kill.index)))
        assert all(whole(path) for path in Path(kill.index).glob("[!.]*/"))

    assert failures(killed.at("effect", over) + killed.at("line", over), answers) == {}
    assert set(editions) == {killed.old.document.edition, killed.new.document.edition}


@pytest.mark.parametrize("over", ["old", "candidate", "promoted"])
def test_another_edition_answers_from_the_moment_that_it_is_named(
    killed: Killed, over: str
) -> None:
    editions = [killed.old.document.edition, killed.new.document.edition]
    before, after = editions[::-1] if over == "promoted" else editions
    answered = [killed.answering(Path(kill.index)) for kill in killed.at("effect", over)]
    moments = killed.effects[over].moments
    named = len(moments) - 1 - moments[::-1].index("before rename .unfinished-current")
    assert set(answered[: named + 1]) == {before}
    assert set(answered[named + 1 :]) == {after}


@pytest.mark.parametrize("over", ["old", "candidate", "promoted"])
def test_the_journal_tells_what_is_live_after_any_kill(killed: Killed, over: str) -> None:
    def tells(kill: Kill) -> None:
        history = History(Editions(Path(kill.index)))
        assert history.entries[-1].name == history.live
        assert [one.state for one in history.listed].count("live") == 1

    assert failures(killed.at("effect", over) + killed.at("line", over), tells) == {}


@pytest.mark.parametrize("over", ["candidate", "promoted"])
def test_after_a_killed_change_editions_go_forth_and_back(
    killed: Killed, over: str, tmp_path: Path
) -> None:
    old, new = killed.old.document.edition, killed.new.document.edition

    def goes_on(kill: Kill) -> None:
        index = tmp_path / Path(kill.index).name
        shutil.copytree(kill.index, index)
        editions = Editions(index)
        if killed.answering(index) == old:
            latest = max(History(editions).listed, key=lambda one: one.built)
            promote_edition(editions, latest.name)
        assert killed.answering(index) == new
        roll_back(editions)
        assert killed.answering(index) == old
        assert not list(index.glob(".unfinished-*"))

    kills = unlike(killed.at("effect", over) + killed.at("line", over))
    assert failures(kills, goes_on) == {}


def test_a_first_build_that_is_killed_leaves_no_index_or_a_whole_one(killed: Killed) -> None:
    found = []

    def answers(kill: Kill) -> None:
        try:
            found.append(killed.answering(Path(kill.index)))
        except NoIndexError:
            found.append("none")

    assert failures(killed.at("effect", "nothing") + killed.at("line", "nothing"), answers) == {}
    assert set(found) == {"none", killed.new.document.edition}


@pytest.mark.parametrize("over", OVER)
def test_a_bot_starts_with_whatever_a_kill_left_and_answers_from_a_whole_edition(
    killed: Killed, over: str, tmp_path: Path, tiny_models: Path
) -> None:
    answered = []

    def starts(kill: Kill) -> None:
        index = tmp_path / Path(kill.index).name
        shutil.copytree(kill.index, index) if Path(kill.index).exists() else index.mkdir()
        (index / "models").symlink_to(tiny_models)
        try:
            answered.append(started(index))
        except NoIndexError:
            answered.append("none")

    assert failures(unlike(killed.at("effect", over) + killed.at("line", over)), starts) == {}
    before = "none" if over == "nothing" else killed.old.document.edition
    assert set(answered) == {before, killed.new.document.edition}


@pytest.mark.parametrize("over", ["old", "nothing"])
def test_a_build_after_a_killed_one_goes_live(killed: Killed, over: str, tmp_path: Path) -> None:
    def builds(kill: Kill) -> None:
        index = tmp_path / Path(kill.index).name
        shutil.copytree(kill.index, index) if Path(kill.index).exists() else index.mkdir()
        killed.built(killed.new, index)
        assert killed.answering(index) == killed.new.document.edition
        assert not list(index.glob(".unfinished-*"))

    kills = unlike(killed.at("effect", over) + killed.at("line", over))
    assert len(kills) > 2 * len(killed.effects[over].renamed)
    assert failures(kills, builds) == {}
