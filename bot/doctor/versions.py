"""What is installed: Python, the libraries, SQLite; and whether the model suits the processor."""

import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata

from packaging.requirements import Requirement
from packaging.version import Version

from bot.doctor.environment import Environment, aside
from bot.doctor.findings import Finding, bad, doubtful, good
from embeddings.editions.library import Library
from embeddings.errors import EmbeddingsError

PYTHON, LIBRARIES, PROCESSOR = "python", "libraries", "processor"

PROGRAM = "concordance"
_EXTRAS = ("build", "pictures")
"""What an installation may do besides asking."""

Installed = Callable[[str], str | None]
"""The version of a library, None where it is not installed."""


@aside
def versions(_: Environment) -> Sequence[Finding]:
    """Say whether what is installed is what this version asks for."""
    metas = metadata.metadata(PROGRAM)
    summary = f"{PROGRAM} {metas['Version']}, Python {platform.python_version()}"
    return [
        python(metas["Requires-Python"], platform.python_version(), summary),
        *libraries(metadata.requires(PROGRAM) or (), installed),
    ]


def installed(library: str) -> str | None:
    """Return the version of a library that is installed here, None for none."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def python(asked: str, version: str, summary: str) -> Finding:
    """Judge Python, of which some versions are asked for."""
    if Requirement(f"python{asked}").specifier.contains(version, prereleases=True):
        return good(PYTHON, f"{summary}, SQLite {sqlite3.sqlite_version}")
    mend = "make a new environment with a Python that is; `make ask` does with PYTHON=…"
    return bad(PYTHON, f"{summary}, which is not {asked}", mend)


def libraries(asked: Iterable[str], version_of: Installed) -> Iterator[Finding]:
    """Judge the libraries: what asking needs must be there, what only building needs may be."""
    every = [Requirement(line) for line in asked]
    needed = [requirement for requirement in every if _is_of(requirement, "")]
    wrong = [*_wrong(needed, version_of)]
    if wrong:
        yield bad(LIBRARIES, _told(wrong), _install(wrong))
    for extra in _EXTRAS:
        of_extra = [
            requirement
            for requirement in every
            if requirement not in needed and _is_of(requirement, extra)
        ]
        some = any(version_of(requirement.name) for requirement in of_extra)
        if some and (lacking := [*_wrong(of_extra, version_of)]):
            wrong += lacking
            yield doubtful(LIBRARIES, f"for {extra}: {_told(lacking)}", _install(lacking))
    if not wrong:
        yield good(LIBRARIES, f"{len(needed)} are as this version asks")


def _is_of(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


Wrong = tuple[Requirement, str | None]


def _wrong(asked: Iterable[Requirement], version_of: Installed) -> Iterator[Wrong]:
    """Yield what is missing, or of another version than is asked for."""
    for requirement in asked:
        version = version_of(requirement.name)
        if version is None or not requirement.specifier.contains(
            Version(version), prereleases=True
        ):
            yield requirement, version


def _told(wrong: Iterable[Wrong]) -> str:
    return ", ".join(
        f"{requirement.name} {version or 'is missing'} ({requirement.specifier} is asked for)"
        for requirement, version in wrong
    )


def _install(wrong: Iterable[Wrong]) -> str:
    asked = " ".join(f"'{requirement.name}{requirement.specifier}'" for requirement, _ in wrong)
    return f"run `pip install {asked}`"


_COPIED = "each process has a copy of the model's weights, which ONNX Runtime cannot map here"
_ANEW = "remove the folder `models` of the index, and run `concordance build` on this machine"


@aside
def processor(place: Environment) -> Sequence[Finding]:
    """Say whether ONNX Runtime maps the weights that the build packed for its own processor."""
    from embeddings.models.onnx_encoder import GRAPH, ExportManifest
    from embeddings.models.onnx_session import maps_weights

    machine, library = platform.machine(), Library(place.index)
    try:
        folders = {library.models / edition.info.weights_sha256 for edition in library.open()}
        for folder in folders:
            ExportManifest.load(folder).check_files(folder)
    except (EmbeddingsError, OSError, ValueError, TypeError, KeyError):
        return [good(PROCESSOR, machine)]  # the lines of the index and of the model say so
    if all(maps_weights(folder / GRAPH) for folder in folders):
        return [good(PROCESSOR, f"{machine}: ONNX Runtime maps the model's weights")]
    return [doubtful(PROCESSOR, f"{machine}: {_COPIED}", _ANEW)]
