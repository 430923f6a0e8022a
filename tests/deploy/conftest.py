"""What deploying is tried with: packages that pip would fetch, a PostgreSQL."""

import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.bot.storage.conftest import server
from tests.conftest import ROOT
from tests.support.essay_questions import installed

__all__ = ["server"]


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what each stage of the image finds: all at hand, only what is asked."""
    folder = tmp_path_factory.mktemp("packages")
    installed(folder / "installed", "concordance[pictures]")
    installed(folder / "build", "concordance[build,pictures]")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in project["optional-dependencies"]["mpnet"]:
        lay_record(folder / "build", requirement)
    return folder


def lay_record(site: Path, requirement: str) -> None:
    """Lay what shows pip that a package is there: the package itself is too large for a test."""
    name, _, version = requirement.partition("==")
    record = site / f"{name.replace('-', '_')}-{version}.dist-info"
    record.mkdir()
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (record / "METADATA").write_text(about, "utf-8")
    (record / "RECORD").touch()


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel that pip builds the project with."""
    folder = tmp_path_factory.mktemp("wheels")
    backend = distribution("setuptools")
    with zipfile.ZipFile(folder / f"setuptools-{backend.version}-py3-none-any.whl", "w") as wheel:
        for file in backend.files or ():
            path = Path(str(backend.locate_file(file)))
            if ".." not in file.parts and path.suffix != ".pyc" and path.is_file():
                wheel.write(path, str(file))
    return folder
