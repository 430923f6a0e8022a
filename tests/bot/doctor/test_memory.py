"""The memory: of the machine and of control groups, as Linux tells of both in either version."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.doctor.environment import Machine
from bot.doctor.memory import (
    DEFAULT_MODEL_BYTES,
    PEAK_BYTES,
    check_memory,
    estimate_extra_bytes,
    judge_memory,
    measure_available_memory,
)
from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from tests.support.cli_program import Program
from tests.support.doctor_environment import INDEX, found, one, place
from tests.support.two_models import TwoModels

FREE = 1_024_000
"""Bytes that the machine itself has free."""

GROUP = "sys/fs/cgroup/bots/one"


def laid_out(root: Path, files: Mapping[str, str]) -> Machine:
    """Return a machine that tells of its control groups in some files."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return Machine(root, free_memory=lambda: FREE)


@pytest.mark.parametrize(
    ("files", "bytes_"),
    [
        ({}, FREE),
        ({"proc/self/cgroup": "0::/\n"}, FREE),
        (
            {
                "proc/self/cgroup": "0::/bots/one\n",
                f"{GROUP}/memory.max": "500000\n",
                f"{GROUP}/memory.current": "200000\n",
                f"{GROUP}/memory.stat": "anon 1\ninactive_file 50000\n",
            },
            350_000,
        ),
        (
            {
                "proc/self/cgroup": "0::/bots/one\n",
                f"{GROUP}/memory.max": "max\n",
                f"{GROUP}/memory.current": "200000\n",
                "sys/fs/cgroup/bots/memory.max": "300000\n",
                "sys/fs/cgroup/bots/memory.current": "400000\n",
            },
            0,
        ),
        (
            {
                "proc/self/cgroup": "5:cpu:/\n4:memory:/elsewhere\n0::/\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "600000\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "100000\n",
                "sys/fs/cgroup/memory/memory.stat": "inactive_file 9\ntotal_inactive_file 7\n",
            },
            500_007,
        ),
        (
            {
                "proc/self/cgroup": "4:memory:/bots\n",
                "sys/fs/cgroup/memory/bots/memory.limit_in_bytes": "9223372036854771712\n",
                "sys/fs/cgroup/memory/bots/memory.usage_in_bytes": "100000\n",
            },
            FREE,
        ),
    ],
)
def test_what_is_left_is_the_least_of_all_that_limits(
    tmp_path: Path, files: Mapping[str, str], bytes_: int | None
) -> None:
    assert measure_available_memory(laid_out(tmp_path, files)) == bytes_


@pytest.mark.parametrize(
    ("left", "state", "mend"),
    [
        (200, "good", ""),
        (199, "doubtful", "give the process more"),
        (100, "doubtful", "give the process more"),
        (99, "bad", "give the process more"),
    ],
)
def test_what_is_left_is_held_against_what_is_needed(left: int, state: str, mend: str) -> None:
    one(
        [judge_memory(100 * 10**6, 200 * 10**6, left * 10**6)],
        state,
        "the bot may need 200 MB",
        mend,
    )


@pytest.mark.usefixtures("home")
def test_two_editions_are_held_while_one_takes_the_others_place() -> None:
    (live,) = History(Editions(INDEX)).listed
    assert estimate_extra_bytes(INDEX) == 2 * live.size
    (folder,) = (INDEX / "models").iterdir()
    with (folder / "weights.bin").open("r+b") as file:
        file.truncate(DEFAULT_MODEL_BYTES + 5)
    others = sum(file.stat().st_size for file in folder.iterdir()) - DEFAULT_MODEL_BYTES
    assert estimate_extra_bytes(INDEX) == 2 * (live.size + others)


@pytest.mark.usefixtures("bare")
def test_less_than_was_measured_is_bad(tmp_path: Path) -> None:
    machine = Machine(tmp_path, free_memory=lambda: PEAK_BYTES - 1)
    lines = found(check_memory, replace(place(), machine=machine))
    one(lines, "bad", f"may need {PEAK_BYTES // 10**6} MB", "give the process more")


@pytest.mark.usefixtures("bare")
def test_this_machine_tells_how_much_it_has() -> None:
    (line,) = found(check_memory)
    assert "are available" in line.text
    assert (
        0
        < measure_available_memory(Machine())
        <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    )


def test_each_of_several_documents_takes_its_part(home: Path, program: Program, tiny: Path) -> None:
    alone = estimate_extra_bytes(INDEX)
    (home / "snow.txt").write_text("It snowed.\n\nIt thawed.", "utf-8")
    (built,) = program("build", "snow.txt", "--add", "--model", tiny, "--json").rows
    size = sum(one.stat().st_size for one in Path(built["path"]).iterdir())
    assert estimate_extra_bytes(INDEX) == alone + 2 * size


@pytest.mark.usefixtures("both_models")
def test_both_models_of_an_index_take_their_part_and_others_take_none(
    two_models: TwoModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.doctor.memory.DEFAULT_MODEL_BYTES", 0)
    both = estimate_extra_bytes(INDEX)
    (INDEX / "models" / "unused").mkdir()
    (INDEX / "models" / "unused" / "weights.bin").write_bytes(bytes(1000))
    assert estimate_extra_bytes(INDEX) == both
    weights = INDEX / "models" / two_models.hashes[1] / "weights.bin"
    size = weights.stat().st_size
    weights.unlink()
    assert estimate_extra_bytes(INDEX) == both - 2 * size
