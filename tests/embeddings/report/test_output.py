"""A page is put where it is asked for whole or not at all, and over nothing of somebody else's."""

import errno
import os
from pathlib import Path

import pytest

from embeddings.files import atomic
from embeddings.report.output import REPORT_TAG, OutputError, write_report

PAGE = f"<!doctype html><html><head>{REPORT_TAG}</head>"


def names(folder: Path) -> list[str]:
    """Return the names of what lies in a folder."""
    return [one.name for one in folder.iterdir()]


def test_a_page_is_written_and_an_earlier_report_replaced(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    for page in (PAGE, f"{PAGE}<body>later"):
        write_report(path, page)
        assert path.read_text("utf-8") == page
    assert names(tmp_path) == ["report.html"]


def test_a_file_of_somebody_elses_is_left_as_it_is_unless_by_force(tmp_path: Path) -> None:
    path = tmp_path / "essay.html"
    path.write_text("<p>An essay</p>", "utf-8")
    with pytest.raises(OutputError, match=r"essay.html: is there and is no report; .*--force"):
        write_report(path, PAGE)
    assert path.read_text("utf-8") == "<p>An essay</p>"
    write_report(path, PAGE, force=True)
    assert path.read_text("utf-8") == PAGE


def test_a_link_is_written_through(tmp_path: Path) -> None:
    path, link = tmp_path / "report.html", tmp_path / "link.html"
    link.symlink_to(path)
    write_report(link, PAGE)
    assert link.is_symlink()
    assert path.read_text("utf-8") == PAGE


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (".", "is no file"),
        ("none/report.html", "its folder is not there"),
        ("loop/report.html", "cannot be written|its folder is not there"),
        ("a" * 300, "cannot be written"),
        ("nul\0.html", "cannot be written"),
    ],
)
def test_where_nothing_can_be_written_a_sentence_says_so(
    tmp_path: Path, name: str, problem: str, force: bool
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(OutputError, match=f"({problem}).*; .*name another file with --output"):
        write_report(tmp_path / name, PAGE, force=force)
    assert names(tmp_path) == ["loop"]


@pytest.mark.parametrize("step", ["write", "rename"])
def test_a_disk_that_fills_leaves_the_earlier_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "report.html"
    write_report(path, PAGE)

    def full(one: Path, *_: object) -> None:
        if step == "write":
            one.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic, step, full)
    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\)"):
        write_report(path, f"{PAGE}<body>later")
    assert path.read_text("utf-8") == PAGE
    assert names(tmp_path) == ["report.html"]
