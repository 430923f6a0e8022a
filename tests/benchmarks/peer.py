"""`python -m tests.benchmarks.peer NAME DATA`: measure one peer, and print one line of JSON.

A peer is built and asked in a process of its own, and opened again in others. They are started
from here, where nothing heavy is loaded: a process's peak memory counts that of its parent too.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks.data import DATA
from tests.benchmarks.peers import PEERS
from tests.benchmarks.quality import DEPTH, measure

TIMES = 3
"""Processes that open the index; the quickest counts."""

ENVIRONMENT = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "TQDM_DISABLE": "1"}
"""One thread each: two wait for each other wherever something else has a core, and what is
measured then, up to sixty times as long, is the neighbour."""

USAGE = f"python -m tests.benchmarks.peer {'|'.join(PEERS)} {'|'.join(DATA)}"


def main(arguments: list[str]) -> None:
    """Measure, or be one of the processes that are measured."""
    match arguments:
        case [name, data] if name in PEERS and data in DATA:
            figures = measured(name, data)
        case ["--build", name, data, folder]:
            figures = built(name, data, Path(folder))
        case ["--open", name, question, folder]:
            figures = opened(name, question, Path(folder))
        case _:
            raise SystemExit(USAGE)
    print(json.dumps(figures))  # noqa: T201


def measured(name: str, data: str) -> dict[str, Any]:
    """Return the figures of one peer over one set of questions."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _run("--build", name, data, folder)
        question, found = figures.pop("first")
        spans = []
        for _ in range(TIMES):
            started = time.perf_counter()
            cold = _run("--open", name, question, folder)
            spans.append(time.perf_counter() - started)
            assert cold["found"] == found, f"{name} finds something else when opened again"
    return figures | {"cold_seconds": round(min(spans), 2), "cold_peak_mb": cold["peak_mb"]}


def built(name: str, data: str, folder: Path) -> dict[str, Any]:
    """Build a peer's index from nothing, imports and model included; ask it everything; save it."""
    paragraphs, questions = DATA[data]()
    peer = PEERS[name]()
    started = time.perf_counter()
    peer.build(paragraphs)
    seconds = round(time.perf_counter() - started, 2)
    figures = {"name": peer.name, "data": data, "paragraphs": len(paragraphs)}
    figures |= asdict(measure(peer, questions))
    peer.save(folder)
    first = questions[0][0]
    return figures | {
        "build_seconds": seconds,
        "peak_mb": _peak(),
        "first": (first, peer.search(first, DEPTH)),
    }


def opened(name: str, question: str, folder: Path) -> dict[str, Any]:
    """Open a saved index and answer one question."""
    peer = PEERS[name]()
    peer.load(folder)
    return {"found": peer.search(question, DEPTH), "peak_mb": _peak()}


def _run(*arguments: str) -> dict[str, Any]:
    """Run this module on its own and return what its last line says."""
    command = [sys.executable, "-m", "tests.benchmarks.peer", *arguments]
    environment = os.environ | ENVIRONMENT
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _peak() -> int:
    """Return the most memory that this process held, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(sys.argv[1:])
