"""What the runbook says of metrics and of lines of the log: all of them, and none besides."""

import ast
import re
from collections.abc import Iterator

from prometheus_client import Metric

from bot.process.metrics import Metrics
from tests.conftest import ROOT
from tests.deploy.runbook import FILE

LEVELS = {"exception": "error"}


def rows(heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading of the runbook."""
    part = FILE.read_text("utf-8").split(f"\n### {heading}\n")[1].split("\n##")[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def exposed(family: Metric) -> str:
    """Return the name of a metric as Prometheus has it."""
    endings = {"counter": "_total", "info": "_info"}
    return f"{family.name}{endings.get(family.type, '')}"


def test_every_metric_is_explained_and_none_besides() -> None:
    metrics = Metrics()
    metrics.watch(lambda: 0.0, lambda: [(0, 0.0, True)], lambda: "an edition", lambda: {"hit": 0})
    measured = {exposed(one) for one in metrics.registry.collect()}
    explained = [name.strip("`") for name, *_ in rows("Metrics")]
    assert sorted(explained) == sorted(measured)
    for name in explained:
        assert name in metrics.export_text().decode()


def events() -> Iterator[tuple[str, str]]:
    """Yield each event that is logged, with its level."""
    for package in ("bot", "embeddings"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and (level := _level(node)):
                    (event, *_) = node.args
                    assert isinstance(event, ast.Constant), f"{file}: {ast.unparse(node)}"
                    yield str(event.value), level


def _level(call: ast.Call) -> str | None:
    """Return the level that a call logs at; None for a call that logs nothing."""
    if not isinstance(call.func, ast.Attribute):
        return None
    logger = re.fullmatch(r"_log|structlog\.get_logger\(.*\)", ast.unparse(call.func.value))
    return LEVELS.get(call.func.attr, call.func.attr) if logger else None


def test_every_line_of_the_log_is_explained_and_none_besides() -> None:
    explained = [(event.strip("`"), level) for event, level, *_ in rows("Log lines")]
    assert sorted(explained) == sorted(set(events()))


def test_each_says_what_it_means_and_what_to_do() -> None:
    for row in [*rows("Metrics"), *rows("Log lines")]:
        assert all(len(cell) > 3 for cell in row), row
    assert {len(row) for row in rows("Metrics")} == {3}
    assert {len(row) for row in rows("Log lines")} == {4}
