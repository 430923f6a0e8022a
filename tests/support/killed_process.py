"""Changes of an index that are killed: a program without torch, forked for each kill.

python -m tests.support.killed_process PLAN.json
    Prints what each change does to the disk, then its kills: the moment, and the index it left.
"""

import json
import os
import random
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import bm25s  # noqa: F401  (here, so that no child pays for it)
import faiss  # noqa: F401
import numpy as np
from numpy.typing import NDArray

from embeddings.concordance.concordance import Text
from embeddings.editions.build import build_edition
from embeddings.editions.editions import Editions
from embeddings.editions.promotion import promote_edition, roll_back
from embeddings.editions.promotion_gate import PromotionTerms
from embeddings.files import atomic
from embeddings.models.encoder import Encoded, Encoder, Progress
from tests.support.build_tools import means

SEED = 20
RANDOM_MOMENTS = 10


@dataclass
class Recorded:
    """What a real model made of some texts, so that a build of them needs no model."""

    name: str
    weights_sha256: str
    dimension: int
    hidden: int
    words: list[str]
    parts: dict[str, list[list[int]]] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    made: dict[str, list[list[Any]]] = field(default_factory=dict)

    def encode(self, text: str) -> Encoded:
        """Return what was recorded of a text."""
        vector, tokens, pieces, offsets = self.made[text]
        return Encoded(
            np.array(vector, np.float32),
            np.array(tokens, np.float32).reshape(-1, self.hidden),
            np.array(pieces, np.int32),
            np.array(offsets, np.int32).reshape(-1, 2),
        )

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Yield what was recorded of texts."""
        yield from map(self.encode, texts)
        progress(len(texts), len(texts))

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the windows that were recorded."""
        yield from ((start, end) for start, end in self.parts[text])

    def pieces(self, text: str) -> NDArray[np.int32]:
        """Return the word pieces that were recorded."""
        return np.array(self.numbers[text], np.int32)

    def vocabulary(self) -> Sequence[str]:
        """Return the vocabulary that was recorded."""
        return self.words


class Recording(Recorded):
    """A model that also records what it makes."""

    def __init__(self, model: Encoder) -> None:
        super().__init__(
            model.name, model.weights_sha256, model.dimension, model.hidden, [*model.vocabulary()]
        )
        self._model = model

    def encode(self, text: str) -> Encoded:
        """Let the model encode a text."""
        one = self._model.encode(text)
        self.made[text] = [
            part.tolist() for part in (one.vector, one.tokens, one.pieces, one.offsets)
        ]
        return one

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Let the model divide a text."""
        self.parts[text] = [[start, end] for start, end in self._model.windows(text)]
        return super().windows(text)

    def pieces(self, text: str) -> NDArray[np.int32]:
        """Let the model number the pieces of a text."""
        self.numbers[text] = self._model.pieces(text).tolist()
        return super().pieces(text)


@dataclass(frozen=True)
class Begin:
    """What a change begins with, an index directory or none, and which change it is."""

    over: str
    index: str | None
    act: str


@dataclass(frozen=True)
class Plan:
    """The text to build, the changes, and where the kills leave their indexes."""

    text: str
    directory: str
    recorded: dict[str, Any]
    begins: list[dict[str, Any]]

    def change(self, act: str, index: Path) -> None:
        """Change an index directory: build into it, promote, take away what is spare, roll back."""
        editions = Editions(index)
        if act == "promote":
            promote_edition(editions, terms=PromotionTerms(keep=1))
        elif act == "rollback":
            roll_back(editions)
        else:
            model = means(Recorded(**self.recorded))
            build_edition(Text.read(Path(self.text), None), editions, model)


@dataclass(frozen=True)
class Kill:
    """A kill: what the change began with, the moment it struck at, and the index it left."""

    over: str
    moment: str
    index: str


@dataclass
class Effects:
    """What a change did to the disk: by our own count, and by Python's audit."""

    over: str = ""
    moments: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note a file that is opened for writing or renamed."""
        if event == "os.rename":
            self.renamed.append(Path(arguments[0]).name)
        path, _, flags = arguments if event == "open" else ("", None, 0)
        if isinstance(path, str) and flags & (os.O_WRONLY | os.O_RDWR):  # or a descriptor
            self.written.append(Path(path).name)


@dataclass
class Death:
    """Counts the moments of a change, and kills the process at one of them, if any."""

    moment: int | None
    passed: list[str] = field(default_factory=list)

    def at(self, name: str) -> None:
        """Pass a moment, or die at it."""
        self.passed.append(name)
        if len(self.passed) == self.moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, effect: Callable[..., None]) -> Callable[..., None]:
        """Return an effect on the disk with a moment before it and one after it."""

        def deadly(*arguments: Any) -> None:
            what = f"{name} {getattr(arguments[0], 'name', '')}".strip()
            self.at(f"before {what}")
            if name == "write":
                self._half(*arguments)
            elif name == "remove":
                self._half_gone(*arguments)
            effect(*arguments)
            self.at(f"after {what}")

        return deadly

    def _half(self, path: Path, data: bytes) -> None:
        """Pass the moment at which half of a file is on the disk; only the dying write it."""
        if len(self.passed) + 1 == self.moment:
            path.write_bytes(data[: len(data) // 2])
        self.at(f"halfway through write {path.name}")

    def _half_gone(self, path: Path) -> None:
        """Pass the moment at which half of a directory is gone; only the dying take it away."""
        if len(self.passed) + 1 == self.moment:
            files = sorted(path.iterdir())
            for file in files[: len(files) // 2]:
                file.unlink()
        self.at(f"halfway through remove {path.name}")

    def line(self, _frame: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
        """Count the lines that Python runs, each of them a moment."""
        if event == "line":
            self.at("a line")
        return self.line


Arming = Callable[[Death], None]


def at_effects(death: Death) -> None:
    """Make each write, sync, rename and removal a moment, before it and after it."""
    for name in ("write", "sync", "sync_directory", "rename", "remove"):
        setattr(atomic, name, death.around(name, getattr(atomic, name)))


def at_lines(death: Death) -> None:
    """Make each line that is run a moment."""
    sys.settrace(death.line)


Change = Callable[[], None]


def moments(change: Change, arming: Arming) -> Effects:
    """Change an index in a child that lives, and return what it did."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        effects = Effects()
        sys.addaudithook(effects.audit)
        effects.moments = _changed(change, arming, None)
        with os.fdopen(writing, "w") as file:
            json.dump(asdict(effects), file)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        told = file.read()
    os.waitpid(child, 0)
    return Effects(**json.loads(told))


def kill(change: Change, arming: Arming, moment: int) -> None:
    """Change an index in a child that dies at a moment."""
    child = os.fork()
    if child == 0:
        _changed(change, arming, moment)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != -signal.SIGKILL:
        sys.exit(f"moment {moment}: the change ended with {status} and not by its kill")


def _changed(change: Change, arming: Arming, moment: int | None) -> list[str]:
    death = Death(moment)
    try:
        arming(death)
        change()
    except BaseException:  # noqa: BLE001  (a child must never return into its parent's work)
        sys.settrace(None)
        traceback.print_exc()
        os._exit(1)
    sys.settrace(None)
    return death.passed


def kills(plan: Plan, begin: Begin) -> Iterator[Kill | Effects]:
    """Kill changes of an index: at each effect on the disk, and at random lines."""

    def fresh(name: str) -> tuple[Path, Change]:
        index = Path(plan.directory) / f"over-{begin.over}-{name}"
        if begin.index is not None:
            shutil.copytree(begin.index, index)
        return index, partial(plan.change, begin.act, index)

    effects = moments(fresh("effects")[1], at_effects)
    yield replace(effects, over=begin.over)
    for number, moment in enumerate(effects.moments, 1):
        index, change = fresh(f"effect-{number}")
        kill(change, at_effects, number)
        yield Kill(begin.over, moment, str(index))
    lines = len(moments(fresh("lines")[1], at_lines).moments)
    for number in random.Random(SEED).sample(range(1, lines + 1), RANDOM_MOMENTS):  # noqa: S311
        index, change = fresh(f"line-{number}")
        kill(change, at_lines, number)
        yield Kill(begin.over, f"line {number} of {lines}, drawn with seed {SEED}", str(index))


def main() -> None:
    """Carry out a plan."""
    plan = Plan(**json.loads(Path(sys.argv[1]).read_text("utf-8")))
    for begin in plan.begins:
        for one in kills(plan, Begin(**begin)):
            print(json.dumps(asdict(one)), flush=True)  # noqa: T201  (this is its answer)


if __name__ == "__main__":
    main()
