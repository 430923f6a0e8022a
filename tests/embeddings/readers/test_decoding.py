"""Decoding a file: its encoding, and what is refused as no text."""

import codecs
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.concordance.concordance import Text
from embeddings.errors import SourceError
from embeddings.readers import decode, decoding
from embeddings.readers.decoding import LOST, is_guessed
from tests.conftest import shared

ENGLISH = "It was said: “the court of public opinion” (p. 9). The café’s owner – Zoë – agreed."
GERMAN = (
    "Die Übermacht der Straße: „Wir müssen es größer wagen“, sagte er, „für die Künftigen“ "
    "(S. 40). Ähnliches hörte man in Köln, Düsseldorf und Würzburg, wo die Brüder übten."
)
PLAIN_GERMAN = GERMAN.translate(str.maketrans("„“", '""'))
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"

printable = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cf")), min_size=1)


def written(folder: Path, data: bytes, name: str = "text.txt") -> Path:
    """Return a file with these bytes in it."""
    path = folder / name
    path.write_bytes(data)
    return path


def refused(path: Path) -> SourceError:
    """Return the error that a file is refused with: one sentence that begins with its path."""
    with pytest.raises(SourceError) as caught:
        decode(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("source", "encoding", "mark"),
    [
        pytest.param(ENGLISH, "utf-8", b"", id="UTF-8"),
        pytest.param(ENGLISH, "utf-8", codecs.BOM_UTF8, id="UTF-8 with a byte-order mark"),
        pytest.param(ENGLISH, "utf-16-le", codecs.BOM_UTF16_LE, id="UTF-16 LE"),
        pytest.param(ENGLISH, "utf-16-be", codecs.BOM_UTF16_BE, id="UTF-16 BE"),
        pytest.param(ENGLISH, "utf-32-le", codecs.BOM_UTF32_LE, id="UTF-32 LE"),
        pytest.param("“a”", "utf-16-le", codecs.BOM_UTF16_LE, id="UTF-16 of three characters"),
        pytest.param(ENGLISH, "cp1252", b"", id="cp1252 with curly quotes"),
        pytest.param(GERMAN, "cp1252", b"", id="cp1252 with low quotes and umlauts"),
        pytest.param(PLAIN_GERMAN, "latin-1", b"", id="latin-1"),
    ],
)
def test_a_text_of_any_encoding_is_read_to_the_letter(
    tmp_path: Path, source: str, encoding: str, mark: bytes
) -> None:
    assert decode(written(tmp_path, mark + source.encode(encoding))) == source


@given(source=printable.filter(str.strip), mark=st.sampled_from([b"", codecs.BOM_UTF8]))
def test_whatever_is_printable_comes_back_from_utf_8(
    tmp_path_factory: pytest.TempPathFactory, source: str, mark: bytes
) -> None:
    path = written(tmp_path_factory.getbasetemp(), mark + source.encode())
    assert decode(path) == source


def cut(data: bytes) -> bytes:
    """Cut a text within its last letter of several bytes."""
    return data[: data.rindex(b"\xe2") + 2]


def flipped(data: bytes) -> bytes:
    """Flip a bit of its first letter of several bytes."""
    at = data.index(b"\xe2")
    return data[:at] + bytes([data[at] ^ 2]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("damaged", "lost"),
    [
        (ENGLISH.encode().replace(b" ", b"\x92", 1), 1),
        (cut(ENGLISH.encode()), 1),
        (flipped(ENGLISH.encode()), 3),
        (codecs.BOM_UTF8 + b"plain \x92 words", 1),
        (b"a \xe2\x80\x9c b \x92 c", 1),
        (codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le")[:-1], 1),
        (b'<meta charset="utf-8">plain \x92 words', 1),
    ],
    ids=["a byte", "cut", "a bit", "marked", "short", "UTF-16 cut", "declared"],
)
def test_a_text_but_for_a_few_bytes_is_read_as_it_is_and_they_are_seen(
    tmp_path: Path, damaged: bytes, lost: int
) -> None:
    text = decode(written(tmp_path, damaged))
    assert text.count(LOST) == lost
    assert "â" not in text
    assert not is_guessed(damaged)


@pytest.mark.parametrize(
    ("source", "encoding"),
    [
        ("We don’t know — and “so on”, he said (p. 9).", "cp1252"),
        (ENGLISH, "mac_roman"),
        ("В начале было Слово, и Слово было у Бога.", "koi8-r"),
        ("太初有道，道与神同在，道就是神。这道太初与神同在。", "gbk"),
    ],
)
def test_what_is_no_utf_8_is_guessed_and_known_to_be(
    tmp_path: Path, source: str, encoding: str
) -> None:
    data = source.encode(encoding)
    assert decode(written(tmp_path, data)) == source
    assert is_guessed(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_essay_is_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    essay = decode(shared("essay/essay.txt"))
    stored = essay.encode(encoding, "replace")
    assert decode(written(tmp_path, stored)) == stored.decode(encoding)


def test_line_ends_and_marks_do_not_make_another_edition(tmp_path: Path) -> None:
    unix = Text.read(written(tmp_path, "“A” (p. 1).\n\nB c.\n".encode()), None)
    other = "\ufeff“A”  (p.\u00a01).\r\n\r\n\r\n B\tc. "
    windows = Text.read(written(tmp_path, other.encode()), None)
    assert windows.document.edition == unix.document.edition


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none.txt").problem


@pytest.mark.parametrize(
    "source", ["", " \n\t\r\n ", "\ufeff", "\u200b\n\u2060 \n", "\u00a0\u2003"]
)
def test_a_file_with_nothing_to_read_is_refused(tmp_path: Path, source: str) -> None:
    assert refused(written(tmp_path, source.encode())).problem == "is empty"


def test_a_directory_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path).problem == "is a directory"


def test_a_file_larger_than_any_text_is_refused_unread(tmp_path: Path) -> None:
    path = written(tmp_path, b"words")
    os.truncate(path, 100 * 2**30)
    error = refused(path)
    assert error.problem == "has 102,400 MB, and a text has at most 256 MB"


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, b"many words")
    monkeypatch.setattr(decoding, "MAX_FILE_SIZE", 4)
    assert "at most" in refused(path).problem


@pytest.mark.parametrize("path", [Path("/dev/zero"), Path("/dev/null")])
def test_what_is_no_file_is_refused(path: Path) -> None:
    assert refused(path).problem == "is no file"


def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert refused(tmp_path / "pipe.txt").problem == "is no file"


def test_a_picture_named_as_a_text_is_refused_as_what_it_is(tmp_path: Path) -> None:
    assert "PNG" in refused(written(tmp_path, PNG)).problem


@pytest.mark.parametrize("data", [b"one\0two", b"\0" * 500, b"word " * 100 + b"\0"])
def test_a_file_with_nul_bytes_is_no_text(tmp_path: Path, data: bytes) -> None:
    assert "is not a text" in refused(written(tmp_path, data)).problem


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("size", [64, 4096])
def test_random_bytes_are_no_text(tmp_path: Path, seed: int, size: int) -> None:
    data = random.Random(seed).randbytes(size)  # noqa: S311 - no secret
    assert "is not a text" in refused(written(tmp_path, data)).problem


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("character", "name"), [("\x01", "U+0001"), ("\x1b", "U+001B"), ("\x92", "U+0092")]
)
def test_a_stray_control_character_is_named_with_its_line(
    tmp_path: Path, character: str, name: str, end: str
) -> None:
    source = end.join(["words " * 40, "words " * 40, f"third{character}line", "more"])
    problem = refused(written(tmp_path, source.encode())).problem
    assert f"{name}, in line 3" in problem


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"words")
    path.chmod(0)
    assert "Permission denied" in refused(path).problem
