"""manifest.json of an edition: what it was built from, and the files that lie beside it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from embeddings.concordance import passages
from embeddings.errors import DamagedIndexError, StaleIndexError
from embeddings.files.regular import read_regular
from embeddings.models.encoder import Encoder
from embeddings.models.names import ModelNames
from embeddings.retrieval.calibration import BAR, choose_calibration

MANIFEST_FILE = "manifest.json"

FORMAT_VERSION = 4
"""Version of an edition's files; raised when an older program could not read them."""


class FileRecord(BaseModel):
    """The size and hash of a file of an edition, as it was written."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> "FileRecord":
        """Describe a file by its contents."""
        return cls(size=len(data), sha256=hashlib.sha256(data).hexdigest())


class _FormatField(BaseModel):
    format: int


class CalibrationRecord(BaseModel):
    """The curve that was in force when an edition was built; only older programs search by it."""

    model_config = ConfigDict(frozen=True)

    slope: float
    offset: float
    bar: float
    refused_others: float = 0.0

    @classmethod
    def of_models(cls, count: int) -> "CalibrationRecord":
        """Describe the calibration for this many models."""
        curve = choose_calibration(count)
        return cls(slope=curve.slope, offset=-curve.slope * curve.threshold, bar=BAR)


class SearchInfo(BaseModel):
    """How an edition is searched, as its build measured it, and the suggested questions."""

    model_config = ConfigDict(frozen=True)

    calibration: CalibrationRecord
    suggestions: tuple[str, ...]
    vectors: str
    recall: float
    cross_encoder: str | None
    others_sha256: str


class ModelInfo(BaseModel):
    """A model that an edition was built with: its name or path, and what shows that it is that."""

    model_config = ConfigDict(frozen=True)

    model: str
    weights_sha256: str
    dimension: int

    @classmethod
    def of(cls, encoder: Encoder) -> "ModelInfo":
        """Describe a model that is open."""
        return cls(
            model=encoder.name, weights_sha256=encoder.weights_sha256, dimension=encoder.dimension
        )


class EditionInfo(BaseModel):
    """The contents of manifest.json, where `search` is called `found`.

    `second` is a second model; None in an edition of one, and in one of an older version.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True, serialize_by_alias=True)

    format: int
    edition: str
    document: str
    origin: str
    entry_sha256: str | None
    model: str
    weights_sha256: str
    dimension: int
    second: ModelInfo | None = None
    normalised: Literal[True]
    splitter: int
    embedding: int
    search: SearchInfo = Field(alias="found")
    counts: dict[str, int]
    created: datetime
    files: dict[str, FileRecord]
    seal: str = ""

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The model of the edition, and the second one if there is one."""
        first = ModelInfo(
            model=self.model, weights_sha256=self.weights_sha256, dimension=self.dimension
        )
        return (first,) if self.second is None else (first, self.second)

    @property
    def model_names(self) -> ModelNames:
        """The names of its models."""
        return tuple(model.model for model in self.models)

    def sealed(self) -> "EditionInfo":
        """Return a copy that is sealed with a hash of all its other fields."""
        return self.model_copy(update={"seal": self.hash()})

    def hash(self) -> str:
        """Return the hash of all fields but the seal, as versions without `second` took it."""
        excluded = {"seal"} if self.second is not None else {"seal", "second"}
        return hashlib.sha256(self.model_dump_json(exclude=excluded).encode()).hexdigest()


class Identity(NamedTuple):
    """The document that an edition was built from, and the hash of its text."""

    origin: str
    edition: str


def describe_files(files: Mapping[str, bytes]) -> dict[str, FileRecord]:
    """Return a record of each file, by its name."""
    return {name: FileRecord.of(data) for name, data in files.items()}


def read_identity(folder: Path) -> Identity | None:
    """Return the identity of the edition in a folder, whatever else is wrong with its manifest."""
    try:
        fields = json.loads(read_regular(folder / MANIFEST_FILE))
    except (OSError, ValueError):
        return None
    if not isinstance(fields, dict):
        return None
    origin, edition = fields.get("origin"), fields.get("edition")
    if not isinstance(origin, str) or not isinstance(edition, str):
        return None
    return Identity(origin, edition)


def read_info(path: Path) -> EditionInfo:
    """Read manifest.json.

    Raises StaleIndexError for another format, whose other fields are not even looked at, and
    DamagedIndexError for a file that cannot be read or was changed.
    """
    try:
        data = read_regular(path)
        version = _FormatField.model_validate_json(data).format
        if version != FORMAT_VERSION:
            raise StaleIndexError("format", version, FORMAT_VERSION)
        info = EditionInfo.model_validate_json(data)
    except OSError as error:
        raise DamagedIndexError(path, f"cannot be read ({error.strerror})") from error
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"])) or "its JSON"
        raise DamagedIndexError(path, f"is not right in {field}") from error
    # Under other splitting rules Edition.read raises StaleIndexError, which says more.
    if info.splitter == passages.SPLITTING_VERSION and info.hash() != info.seal:
        raise DamagedIndexError(path, "is not what was written")
    return info
