"""`python -m tests.benchmarks.compare`: Concordance beside its peers, in one run.

Prints a table, and draws its shares and times into docs/benchmark.png.
"""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.data import DATA, SHARED
from tests.benchmarks.peer import measured
from tests.benchmarks.peers import PEERS

PICTURE = Path(__file__).parents[2] / "docs" / "benchmark.png"
TITLES = {"squad": "SQuAD", "squad-misspelt": "SQuAD, misspelt", "essay": "the essay"}
COLUMNS = {
    "hit_at_1": "hit@1",
    "hit_at_3": "hit@3",
    "mrr_at_10": "MRR@10",
    "p50_ms": "p50, ms",
    "p95_ms": "p95, ms",
    "build_seconds": "build, s",
    "cold_seconds": "cold, s",
    "cold_peak_mb": "cold, MB",
}
SHADES = ("#1f4e79", "#c8c8c8", "#a9a9a9", "#7f7f7f")


def main() -> None:
    """Measure all on all, print the figures and draw them."""
    if not SHARED.exists():
        print(f"{SHARED} is not there: nothing to ask")  # noqa: T201
        return
    rows = [measured(name, data) for data in DATA for name in PEERS]
    table = Table("questions", "search", *COLUMNS.values(), box=None)
    for row in rows:
        table.add_row(TITLES[row["data"]], row["name"], *(str(row[name]) for name in COLUMNS))
    Console(width=140).print(table)
    draw(rows)


def draw(rows: list[dict[str, Any]]) -> None:
    """Draw the share of right first passages, and the time of a question."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 3.6), layout="constrained")
    right, quick = figure.subplots(1, 2, width_ratios=[3, 1.4])
    _bars(right, rows, "hit_at_1", list(TITLES))
    right.set_title("right passage first, share of questions")
    right.set_ylim(0, 1)
    _bars(quick, rows, "p50_ms", ["essay"])
    quick.set_title("a question, ms (p50)")
    right.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=2, frameon=False)
    figure.savefig(PICTURE, dpi=110)


def _bars(axes: Any, rows: list[dict[str, Any]], figure: str, data: list[str]) -> None:
    names = list(dict.fromkeys(row["name"] for row in rows))
    for at, (name, shade) in enumerate(zip(names, SHADES, strict=True)):
        values = [
            row[figure] for one in data for row in rows if (row["name"], row["data"]) == (name, one)
        ]
        places = [group + (at - 1.5) * 0.2 for group in range(len(values))]
        bars = axes.bar(places, values, 0.19, color=shade, label=name)
        axes.bar_label(bars, fmt="%.3g", fontsize=7)
    axes.set_xticks(range(len(data)), [TITLES[one] for one in data])
    axes.spines[["top", "right"]].set_visible(False)


if __name__ == "__main__":
    main()
