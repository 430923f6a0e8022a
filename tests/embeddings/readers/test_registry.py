"""The registry: each suffix has one reader, and every reader is tried by the tests."""

from collections import Counter
from pathlib import Path

import pytest

from embeddings.readers import markdown, plain_text, registry, webpage
from embeddings.readers.registry import READERS, list_formats, reader_named_by
from tests.support.sample_files import MAKERS


def test_no_suffix_label_or_name_belongs_to_two_readers() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    names = [name for reader in READERS for name in (reader.label, reader.name)]
    assert max(Counter([*suffixes, *names]).values()) == 1
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)


def test_every_reader_is_tried_on_a_file_that_the_tests_make() -> None:
    assert {reader.suffixes[0] for reader in READERS} == set(MAKERS)


def test_a_name_calls_for_the_reader_of_its_suffix_in_any_case() -> None:
    for reader in READERS:
        for suffix in reader.suffixes:
            assert reader_named_by(Path(f"essay{suffix.upper()}")) is reader
    assert reader_named_by(Path("essay.rtf")) is reader_named_by(Path("pdf")) is None


def test_formats_are_listed_as_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = (plain_text.READER, markdown.READER, webpage.READER)
    monkeypatch.setattr(registry, "READERS", readers)
    assert list_formats() == "plain, Markdown or HTML"
