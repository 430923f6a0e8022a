"""The versions of Python and the libraries, and whether the model's weights fit the processor."""

import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata

from packaging.requirements import Requirement
from packaging.version import Version

from bot.doctor.environment import Environment, run_in_thread
from bot.doctor.findings import Finding, bad, doubtful, good
from embeddings.editions.library import Library
from embeddings.errors import EmbeddingsError

PYTHON, LIBRARIES, PROCESSOR = "python", "libraries", "processor"

PROGRAM = "concordance"
_EXTRAS = ("build", "mpnet", "pictures")
"""Optional features of an installation, besides asking."""

VersionLookup = Callable[[str], str | None]
"""Returns the installed version of a library, None where it is not installed."""

_Mismatch = tuple[Requirement, str | None]
"""A requirement that is not met, and the version that is installed, if any."""

_COPIED = "each process has a copy of the model's weights, which ONNX Runtime cannot map here"
_REBUILD = "remove the folder `models` of the index, and run `concordance build` on this machine"


@run_in_thread
def check_versions(_: Environment) -> Sequence[Finding]:
    """Compare what is installed with the requirements of this version."""
    package = metadata.metadata(PROGRAM)
    text = f"{PROGRAM} {package['Version']}, Python {platform.python_version()}"
    return [
        judge_python(package["Requires-Python"], platform.python_version(), text),
        *judge_libraries(metadata.requires(PROGRAM) or (), find_installed_version),
    ]


def find_installed_version(library: str) -> str | None:
    """Return the version of a library that is installed, None where it is not."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def judge_python(required: str, version: str, text: str) -> Finding:
    """Judge the version of Python."""
    if Requirement(f"python{required}").specifier.contains(version, prereleases=True):
        return good(PYTHON, f"{text}, SQLite {sqlite3.sqlite_version}")
    remedy = "make a new environment with a Python that is; `make ask` does with PYTHON=…"
    return bad(PYTHON, f"{text}, which is not {required}", remedy)


def judge_libraries(required: Iterable[str], version_of: VersionLookup) -> Iterator[Finding]:
    """Judge the libraries: those for asking are needed, those of an extra only with it."""
    requirements = [Requirement(line) for line in required]
    needed = [requirement for requirement in requirements if _belongs_to(requirement, "")]
    mismatches = [*_find_mismatches(needed, version_of)]
    if mismatches:
        yield bad(LIBRARIES, _describe(mismatches), _suggest_installing(mismatches))
    for extra in _EXTRAS:
        of_extra = [
            requirement
            for requirement in requirements
            if requirement not in needed and _belongs_to(requirement, extra)
        ]
        is_installed = any(version_of(requirement.name) for requirement in of_extra)
        if is_installed and (lacking := [*_find_mismatches(of_extra, version_of)]):
            mismatches += lacking
            text = f"for {extra}: {_describe(lacking)}"
            yield doubtful(LIBRARIES, text, _suggest_installing(lacking))
    if not mismatches:
        yield good(LIBRARIES, f"{len(needed)} are as this version asks")


def _belongs_to(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _find_mismatches(
    requirements: Iterable[Requirement], version_of: VersionLookup
) -> Iterator[_Mismatch]:
    """Yield the libraries that are missing or of another version than is required."""
    for requirement in requirements:
        version = version_of(requirement.name)
        if version is None or not requirement.specifier.contains(
            Version(version), prereleases=True
        ):
            yield requirement, version


def _describe(mismatches: Iterable[_Mismatch]) -> str:
    return ", ".join(
        f"{requirement.name} {version or 'is missing'} ({requirement.specifier} is asked for)"
        for requirement, version in mismatches
    )


def _suggest_installing(mismatches: Iterable[_Mismatch]) -> str:
    packages = " ".join(
        f"'{requirement.name}{requirement.specifier}'" for requirement, _ in mismatches
    )
    return f"run `pip install {packages}`"


@run_in_thread
def check_processor(environment: Environment) -> Sequence[Finding]:
    """Check that ONNX Runtime maps the weights that the build packed for its own processor."""
    from embeddings.models.onnx_encoder import GRAPH, ExportManifest
    from embeddings.models.onnx_session import maps_weights

    machine, library = platform.machine(), Library(environment.index)
    try:
        models = [model for edition in library.open() for model in edition.info.models]
        folders = {library.models / model.weights_sha256 for model in models}
        for folder in folders:
            ExportManifest.load(folder).check_files(folder)
    except (EmbeddingsError, OSError, ValueError, TypeError, KeyError):
        return [good(PROCESSOR, machine)]  # the checks of index and model report it
    if all(maps_weights(folder / GRAPH) for folder in folders):
        return [good(PROCESSOR, f"{machine}: ONNX Runtime maps the model's weights")]
    return [doubtful(PROCESSOR, f"{machine}: {_COPIED}", _REBUILD)]
