"""`make bench`: speed and memory as ratios, each measured in this one run."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.readers import blocks
from embeddings.types import Document
from tests.benchmarks import crowd, refusal

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "essay.txt"
TIMES = 3


def main() -> None:
    """Measure, and print what was measured beside what it was measured against."""
    table = Table("measured", "against", "ratio", box=None)
    for row in (*growth(), *cold(), *building(), *refusing(), *crowding()):
        table.add_row(*row)
    Console().print(table)


def best(work: Callable[[], object]) -> float:
    """Return the shortest of a few runs, in seconds."""
    spans = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        spans.append(time.perf_counter() - started)
    return min(spans)


def growth() -> list[tuple[str, str, str]]:
    """Measure reading a text twenty times as long, as many paragraphs and as one."""
    text = SAMPLE.read_text("utf-8")
    once = best(lambda: _read(text))
    paragraphs = best(lambda: _read("\n\n".join([text] * 20)))
    one = best(lambda: _read(" ".join([text] * 20).replace("\n\n", " ")))
    return [
        ("sample essay 20 times over, read", "once", f"{paragraphs / once:.1f}"),
        ("the same as one paragraph", "once", f"{one / once:.1f}"),
    ]


def _read(text: str) -> Concordance:
    return Concordance.of(Document.of("text", "A text", blocks(text)), KnownWorks())


def cold() -> list[tuple[str, str, str]]:
    """Measure a page looked up and a question answered, each as a whole process."""
    with tempfile.TemporaryDirectory() as index:
        _run("build", str(SAMPLE), "--index", index)
        page = _measured("-m", "bot", "page", "282", "--index", index)
        ask = _measured("-m", "bot", "ask", "Who saved Chernov?", "--index", index)
    imported = _measured("-c", "import sentence_transformers")
    against = "`import sentence_transformers`"
    return [
        ("`concordance ask`, cold", against, f"{ask[0] / imported[0]:.2f}"),
        ("memory of `ask`", against, f"{ask[1] / imported[1]:.2f}"),
        ("memory of `ask`", "450 MB", f"{ask[1] / 450:.2f}"),
        ("`concordance ask`, cold", "`concordance page`", f"{ask[0] / page[0]:.1f}"),
    ]


def crowding() -> list[tuple[str, str, str]]:
    """Measure the bot while many ask it at once."""
    with tempfile.TemporaryDirectory() as folder:
        _run("build", str(SAMPLE), "--index", f"{folder}/index")
        index, home = Path(folder) / "index", Path(folder)
        return [*crowd.crowded(index, home), *crowd.minute(index, home)]


def building() -> list[tuple[str, str, str]]:
    """Measure how much of a build a changed paragraph asks for again."""
    with tempfile.TemporaryDirectory() as folder:
        index, path = str(Path(folder) / "index"), Path(folder) / "text.txt"
        path.write_text(SAMPLE.read_text("utf-8"), "utf-8")
        first = json.loads(_run("build", str(path), "--index", index, "--json"))
        path.write_text(SAMPLE.read_text("utf-8").replace("Chernov", "Tchernov", 1), "utf-8")
        second = json.loads(_run("build", str(path), "--index", index, "--json"))
    ratio = second["embedded"] / first["embedded"]
    return [("texts embedded after one changed paragraph", "first build", f"{ratio:.3f}")]


def refusing() -> list[tuple[str, str, str]]:
    """Measure what the bar for refusal does, where SQuAD is at hand."""
    if not refusal.SQUAD.exists():
        return []
    rows = []
    for answerable, others in refusal.refused():
        rows.append(("questions that SQuAD answers, refused", "all such", f"{answerable:.3f}"))
        rows.append(("about articles left out, refused", "all such", f"{others:.3f}"))
    return rows


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _measured(*arguments: str) -> tuple[float, float]:
    """Return the seconds that a process took, and the most memory that it held, in MB."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
        "capture_output=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    own = [sys.executable, *arguments]
    command = [sys.executable, "-c", code, *own]
    memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds = best(lambda: subprocess.run(own, check=True, capture_output=True))
    return seconds, int(memory) / 1024


if __name__ == "__main__":
    main()
