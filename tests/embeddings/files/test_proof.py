"""Large files are read whole once, until one is written to."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from embeddings.errors import DamagedIndexError
from embeddings.files.proof import FolderProof, forget_proof
from embeddings.files.regular import open_regular

FILES = {"first": b"words" * 9, "second": b"more words" * 2**18}


class Counted:
    """Says to go on for so many times, and counts them: once for each megabyte that is read."""

    def __init__(self, times: int = 10**6) -> None:
        self.left, self.asked = times, 0

    def __call__(self) -> bool:
        """Say whether to go on."""
        self.asked += 1
        self.left -= 1
        return self.left >= 0


@pytest.fixture
def proof(tmp_path: Path) -> FolderProof:
    """Return the proof of a folder with two files."""
    folder = tmp_path / "edition"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    return FolderProof(folder, hashes)


def read(proof: FolderProof) -> int:
    """Return how many megabytes are read to complete a proof."""
    counted = Counted()
    assert proof.complete(counted)
    return counted.asked


def test_what_was_proved_is_read_once(proof: FolderProof) -> None:
    assert read(proof) == 4
    assert read(proof) == 0
    assert sorted(path.name for path in proof.folder.iterdir()) == sorted(FILES)


def test_a_file_that_was_written_to_is_read_again_and_it_alone(proof: FolderProof) -> None:
    read(proof)
    (proof.folder / "first").write_bytes(FILES["first"])
    assert read(proof) == 1
    assert read(proof) == 0


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_bit_is_told(proof: FolderProof, name: str) -> None:
    read(proof)
    path = proof.folder / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    for prove in (proof.complete, proof.repeat):
        with pytest.raises(DamagedIndexError, match=f"{name} is not what was written"):
            prove()


def test_a_file_that_is_gone_or_a_pipe_is_told(proof: FolderProof) -> None:
    (proof.folder / "first").unlink()
    with pytest.raises(DamagedIndexError, match=r"first cannot be read \(No such file"):
        proof.complete()
    os.mkfifo(proof.folder / "first")
    with pytest.raises(DamagedIndexError, match=r"first cannot be read \(Not a regular file"):
        proof.complete()


def test_what_is_ended_before_is_not_proved(proof: FolderProof) -> None:
    assert not proof.complete(Counted(2))
    assert read(proof) == 4


def test_repeated_it_reads_all_and_writes_nothing_unless_told(proof: FolderProof) -> None:
    counted = Counted()
    assert proof.repeat(counted)
    assert counted.asked == 4
    assert [path.name for path in proof.folder.parent.iterdir()] == ["edition"]
    assert proof.repeat(keep=True)
    assert read(proof) == 0


def test_a_copy_is_proved_anew(proof: FolderProof, tmp_path: Path) -> None:
    read(proof)
    copied = tmp_path / "copied" / "edition"
    shutil.copytree(proof.folder, copied)
    shutil.copy(tmp_path / ".proved-edition", copied.parent)
    assert read(FolderProof(copied, proof.hashes)) == 4


@pytest.mark.parametrize("record", [b"", b"[]", b"{", b"[" * 10**5, b'{"first": 1}'])
def test_a_record_that_is_none_is_as_good_as_none(proof: FolderProof, record: bytes) -> None:
    read(proof)
    (proof.folder.parent / ".proved-edition").write_bytes(record)
    assert read(proof) == 4
    assert read(proof) == 0


def test_where_nothing_can_be_kept_all_is_proved_all_the_same(proof: FolderProof) -> None:
    (proof.folder.parent / ".proved-edition").mkdir()
    assert read(proof) == 4
    assert read(proof) == 4


def test_a_record_goes_with_its_folder(proof: FolderProof) -> None:
    read(proof)
    forget_proof(proof.folder)
    forget_proof(proof.folder)
    with pytest.raises(FileNotFoundError):
        open_regular(proof.folder.parent / ".proved-edition")
