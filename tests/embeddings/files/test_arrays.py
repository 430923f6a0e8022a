"""Arrays as they were saved, whole or a few rows at a time."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError
from embeddings.files import arrays
from embeddings.files.arrays import ArrayFile, load_array, open_array, serialize_array

ARRAYS: dict[str, NDArray[Any]] = {
    "rows": np.arange(60, dtype=np.float32).reshape(20, 3),
    "codes": np.arange(40, dtype=np.uint8).reshape(10, 4),
    "numbers": np.arange(17, dtype=np.int64),
    "nothing": np.empty((0, 3), np.float32),
}


@pytest.fixture(params=ARRAYS)
def array(request: pytest.FixtureRequest) -> NDArray[Any]:
    """Return each array."""
    return ARRAYS[request.param]


@pytest.fixture
def path(array: NDArray[Any], tmp_path: Path) -> Path:
    """Return the file of an array."""
    (tmp_path / "array.npy").write_bytes(serialize_array(array))
    return tmp_path / "array.npy"


def test_an_array_is_what_was_saved(
    array: NDArray[Any], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = open_array(path)
    np.testing.assert_array_equal(held, array)
    assert held.dtype == array.dtype
    monkeypatch.setattr(arrays, "MAX_HELD_BYTES", 0)
    on_disk = open_array(path)
    assert isinstance(on_disk, ArrayFile)
    assert (on_disk.shape, on_disk.dtype, on_disk.ndim) == (array.shape, array.dtype, array.ndim)
    assert len(on_disk) == len(array)
    assert serialize_array(on_disk) == serialize_array(held) == path.read_bytes()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ArrayFile]:
    """Return the files of all arrays."""
    folder = tmp_path_factory.mktemp("arrays")
    for name, array in ARRAYS.items():
        (folder / name).write_bytes(serialize_array(array))
    return {name: ArrayFile(folder / name) for name in ARRAYS}


@given(first=st.none() | st.integers(-30, 30), last=st.none() | st.integers(-30, 30))
def test_any_rows_of_a_file_are_those_of_the_array(
    first: int | None, last: int | None, files: dict[str, ArrayFile]
) -> None:
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(files[name][first:last], array[first:last])


def test_a_file_that_is_cut_short_while_it_is_in_use_is_an_error_and_not_the_end(
    tmp_path: Path,
) -> None:
    path = tmp_path / "rows.npy"
    path.write_bytes(serialize_array(ARRAYS["rows"]))
    held, on_disk = load_array(path), ArrayFile(path)
    os.truncate(path, path.stat().st_size - 100)
    np.testing.assert_array_equal(held, ARRAYS["rows"])
    np.testing.assert_array_equal(on_disk[0:5], ARRAYS["rows"][0:5])
    with pytest.raises(DamagedIndexError, match=r"rows.npy was cut short"):
        on_disk[10:20]
    with pytest.raises(ValueError, match="does not hold the rows"):
        ArrayFile(path)


def test_a_file_that_is_removed_while_it_is_in_use_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    path.write_bytes(serialize_array(ARRAYS["rows"]))
    on_disk = ArrayFile(path)
    path.unlink()
    np.testing.assert_array_equal(on_disk[10:20], ARRAYS["rows"][10:20])


def test_the_file_is_closed_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    path.write_bytes(serialize_array(ARRAYS["rows"]))
    on_disk = ArrayFile(path)
    descriptor = on_disk._descriptor
    del on_disk
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


@pytest.mark.parametrize("data", [b"", b"\x93NUMPY", b"words", b"\x93NUMPY\x01\x00\xff\xff{"])
def test_what_is_no_array_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "array.npy").write_bytes(data)
    for read in (load_array, ArrayFile):
        with pytest.raises(ValueError, match=r".+"):
            read(tmp_path / "array.npy")
