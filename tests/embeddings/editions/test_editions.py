"""An index directory: what is whole opens, and what is not is named, with what mends it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from embeddings.concordance.concordance import Text
from embeddings.editions.build import build_edition
from embeddings.editions.editions import Editions
from embeddings.editions.errors import BusyIndexError
from embeddings.errors import DamagedIndexError, EmbeddingsError, NoIndexError, StaleIndexError
from embeddings.files import arrays
from embeddings.index.index import Index
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.retrieval.calibration import choose_calibration
from embeddings.retrieval.retriever import Retriever
from tests.conftest import ROOT
from tests.support.build_tools import means

WORDS = [
    f"{kind}-{part}"
    for kind in ("passages", "sentences")
    for part in ("words.json", "data.npy", "texts.npy", "starts.npy")
]
FILES = (
    """manifest.json concordance.json guide.json hashes.json words.json vectors.faiss
    tokens.npy
    owners.npy firsts.npy starts.npy spans.npy before.npy weights.npy""".split()
    + WORDS
)
FIELDS = """format edition document origin entry_sha256 model weights_sha256 dimension normalised
    splitter embedding found counts created files""".split()
FOUND = "calibration suggestions vectors recall cross_encoder others_sha256".split()
REMEDY = "run `concordance build`"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: OnnxEncoder) -> Path:
    """Return an index directory with one edition in it; not to be changed."""
    directory = tmp_path_factory.mktemp("built")
    path = directory / "essay.txt"
    path.write_text("“The crowd took the palace” (Deutscher, p. 282).\n\nThe soldier.", "utf-8")
    build_edition(Text.read(path, None), Editions(directory / "index"), means(tiny_encoder))
    return directory / "index"


@pytest.fixture
def editions(tmp_path: Path, built: Path) -> Editions:
    """Return a copy of it that a test may break."""
    return Editions(shutil.copytree(built, tmp_path / "index"))


def live(editions: Editions) -> Path:
    """Return the directory of the edition in use."""
    path = editions.find_live_folder()
    assert path is not None
    return path


def rewrite(editions: Editions, fields: dict[str, Any], without: str = "") -> None:
    """Change fields of manifest.json, or take one away."""
    path = live(editions) / "manifest.json"
    found = {**json.loads(path.read_bytes()), **fields}
    found.pop(without, None)
    path.write_text(json.dumps(found), "utf-8")


def refusal(editions: Editions) -> DamagedIndexError:
    """Return the error that an index is refused with."""
    with pytest.raises(DamagedIndexError) as caught:
        editions.open()
    assert REMEDY in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


def test_an_edition_opens_as_it_was_built(editions: Editions) -> None:
    edition = editions.open()
    assert edition.info.edition == edition.concordance.document.edition
    assert edition.info.document == "essay"
    assert {path.name for path in edition.path.iterdir()} == set(FILES)
    assert set(edition.info.files) == set(FILES) - {"manifest.json"}


@pytest.mark.parametrize("made", [True, False], ids=["empty", "missing"])
def test_a_directory_without_an_index_says_so(tmp_path: Path, made: bool) -> None:
    directory = tmp_path / "index"
    if made:
        directory.mkdir()
    with pytest.raises(NoIndexError, match=REMEDY) as caught:
        Editions(directory).open()
    assert caught.value.directory == directory


@pytest.mark.parametrize("name", [b"", b"\n", b"gone-1", b"\xff\xfe", b"a" * 300, b"a\0b"])
def test_a_pointer_that_names_no_edition_is_refused(editions: Editions, name: bytes) -> None:
    current = editions.directory / "current"
    current.write_bytes(name)
    assert refusal(editions).part == current


@pytest.mark.parametrize("name", [b".", b"..", b"../index"])
def test_a_pointer_to_a_directory_that_holds_no_edition_is_refused(
    editions: Editions, name: bytes
) -> None:
    (editions.directory / "current").write_bytes(name)
    assert refusal(editions).part.name in ("current", "manifest.json")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(editions: Editions, name: str) -> None:
    path = live(editions) / name
    path.unlink()
    assert refusal(editions).part == path


@pytest.mark.parametrize("name", FILES)
def test_a_directory_in_the_place_of_a_file_is_named(editions: Editions, name: str) -> None:
    path = live(editions) / name
    path.unlink()
    path.mkdir()
    assert refusal(editions).part == path


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_in_the_place_of_a_file_is_named_and_not_waited_for(
    editions: Editions, name: str
) -> None:
    path = live(editions) / name
    path.unlink()
    os.mkfifo(path)
    assert refusal(editions).part == path


@pytest.mark.parametrize("held", [arrays.MAX_HELD_BYTES, 0], ids=["held", "on disk"])
def test_files_that_are_cut_short_while_they_are_in_use_do_not_end_the_process(
    editions: Editions, tiny_encoder: OnnxEncoder, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays, "MAX_HELD_BYTES", held)
    edition = editions.open()
    index = Index.load(edition.path, edition.concordance)
    found = Retriever(index, EncoderPair(tiny_encoder), choose_calibration(1))
    query = found.encode_query("who took the palace")
    hits = found.retrieve(query, 3)
    for path in edition.path.iterdir():
        os.truncate(path, 0)
    if held:
        assert found.retrieve(query, 3) == hits
    else:
        with pytest.raises(DamagedIndexError, match="was cut short while it was in use"):
            found.retrieve(query, 3)


def test_no_file_of_an_edition_is_mapped(editions: Editions) -> None:
    edition = editions.open()
    index = Index.load(edition.path, edition.concordance)
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("what a process has mapped is told nowhere")
    assert str(edition.path) not in maps.read_text("utf-8")
    assert index.tokens.count


@pytest.mark.parametrize("size", [0, -1], ids=["to nothing", "by a byte"])
@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_named(editions: Editions, name: str, size: int) -> None:
    path = live(editions) / name
    data = path.read_bytes()
    path.write_bytes(data[:size] if size else b"")
    assert refusal(editions).part == path


@pytest.mark.parametrize("name", FILES[1:])
def test_a_changed_byte_is_found_wherever_it_is(editions: Editions, name: str) -> None:
    path = live(editions) / name
    data = path.read_bytes()
    for at in (0, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert refusal(editions).part == path


def test_a_changed_digit_in_the_manifest_is_found(editions: Editions) -> None:
    path = live(editions) / "manifest.json"
    data = path.read_text("utf-8")
    changed = re.sub(r'("bar": 0\.)\d', r"\g<1>9", data)
    assert changed != data
    path.write_text(changed, "utf-8")
    assert refusal(editions).part == path


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"{}", b'{"format": 4}'])
def test_a_manifest_that_is_none_is_named(editions: Editions, data: bytes) -> None:
    path = live(editions) / "manifest.json"
    path.write_bytes(data)
    assert refusal(editions).part == path


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_the_manifest_lacks_is_named(editions: Editions, field: str) -> None:
    path = live(editions) / "manifest.json"
    assert field in json.loads(path.read_bytes())
    rewrite(editions, {}, without=field)
    error = refusal(editions)
    assert error.part == path
    assert field in error.problem


@pytest.mark.parametrize("field", FOUND)
def test_what_a_build_found_out_is_named_where_it_is_lacking(
    editions: Editions, field: str
) -> None:
    found = json.loads((live(editions) / "manifest.json").read_bytes())["found"]
    del found[field]
    rewrite(editions, {"found": found})
    assert f"found.{field}" in refusal(editions).problem


def test_of_a_large_file_the_size_is_checked_and_the_rest_by_its_proof(
    editions: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = live(editions) / "tokens.npy"
    data = path.read_bytes()
    monkeypatch.setattr("embeddings.editions.edition._MAX_HASHED_BYTES", len(data) - 1)
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    edition = editions.open()
    with pytest.raises(DamagedIndexError, match=r"tokens\.npy is not what was written"):
        edition.proof.complete()
    with pytest.raises(DamagedIndexError, match=r"tokens\.npy is not what was written"):
        editions.open(whole=True)
    path.write_bytes(data[:-1])
    assert refusal(editions).part == path


def test_a_large_file_is_read_whole_once_an_edition(
    editions: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = live(editions) / "tokens.npy"
    size = path.stat().st_size
    monkeypatch.setattr("embeddings.editions.edition._MAX_HASHED_BYTES", size - 1)
    assert list(editions.open().proof.hashes) == ["tokens.npy"]
    record = editions.directory / f".proved-{path.parent.name}"
    assert not record.exists()
    editions.open(whole=True)  # as a build does, and what goes live
    assert record.exists()
    assert editions.open().proof.complete(lambda: pytest.fail("it was read again"))
    editions.remove(path.parent.name)
    assert not record.exists()


@pytest.mark.parametrize("field", ["format", "splitter"])
def test_an_index_of_another_version_is_stale(editions: Editions, field: str) -> None:
    rewrite(editions, {field: 999})
    with pytest.raises(StaleIndexError, match=REMEDY) as caught:
        editions.open()
    assert (caught.value.field, caught.value.built) == (field, 999)


def test_an_index_without_a_guide_is_stale_and_its_format_is_named(editions: Editions) -> None:
    rewrite(editions, {"format": 2})
    with pytest.raises(StaleIndexError, match="format 2, but 4 is asked for"):
        editions.open()


def test_a_guide_that_fits_its_hash_and_is_none_is_refused(editions: Editions) -> None:
    edition = editions.open()
    file = edition.path / "guide.json"
    file.write_bytes(b"{}")
    with pytest.raises(DamagedIndexError, match=REMEDY) as caught:
        _ = edition.guide
    assert caught.value.part == file


def test_a_format_of_other_fields_is_stale_and_not_damaged(editions: Editions) -> None:
    rewrite(editions, {"format": 1, "bar": 0.3}, without="found")
    with pytest.raises(StaleIndexError) as caught:
        editions.open()
    assert caught.value.field == "format"


def test_a_manifest_of_another_edition_than_its_text_is_found(editions: Editions) -> None:
    rewrite(editions, {"edition": "0" * 64})
    assert refusal(editions).part.name in ("manifest.json", "concordance.json")


def test_two_builds_in_one_process_do_not_meet(editions: Editions) -> None:
    with editions.locked(), pytest.raises(BusyIndexError) as caught:
        enter(Editions(editions.directory))
    assert caught.value.directory == editions.directory
    enter(editions)


def test_a_build_in_another_process_keeps_this_one_out(editions: Editions) -> None:
    program = (
        "import sys; from pathlib import Path; from embeddings.editions.editions import Editions\n"
        "with Editions(Path(sys.argv[1])).locked():\n"
        "    print('holding', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(editions.directory)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        with pytest.raises(BusyIndexError, match="another build"):
            enter(editions)
        assert editions.open().info.document == "essay"
        other.kill()
    enter(editions)


def enter(editions: Editions) -> None:
    """Begin a build and end it."""
    with editions.locked():
        pass


def test_an_error_in_a_build_is_not_taken_for_another_build(editions: Editions) -> None:
    with pytest.raises(EmbeddingsError, match="mine"), editions.locked():
        raise EmbeddingsError("mine")
    enter(editions)


def test_what_a_killed_build_left_is_cleared_away_and_nothing_else(editions: Editions) -> None:
    before = {path.name for path in editions.directory.iterdir()}
    half = editions.directory / ".unfinished-0123456789abcdef-1"
    half.mkdir()
    (half / "concordance.json").write_bytes(b"half")
    (editions.directory / ".unfinished-current").write_bytes(b"0123456789abcdef-1")
    assert editions.open().info.document == "essay"
    enter(editions)
    assert {path.name for path in editions.directory.iterdir()} == before
    assert editions.open().info.document == "essay"
