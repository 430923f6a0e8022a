"""What makes a second build a new edition, another text, or nothing new."""

from pathlib import Path

import pytest

from embeddings.build import Lazy, build
from embeddings.concordance import Text
from embeddings.editions import Editions
from embeddings.encoder import SentenceEncoder
from embeddings.errors import OtherDocumentError
from embeddings.manifest import Manifest


def test_an_undescribed_text_of_the_same_name_does_not_replace_a_described_one(
    tmp_path: Path, tiny: Path
) -> None:
    library = Manifest(
        tmp_path / "library.toml",
        'format = 1\n[documents.essay]\ntitle = "T"\nopening = "It froze"',
    )
    path = tmp_path / "essay.txt"
    editions, encoder = Editions(tmp_path / "index"), Lazy(str(tiny), SentenceEncoder)
    path.write_text("It froze all night.", "utf-8")
    build(Text.read(path, library), editions, encoder, lambda _done, _total: None)
    path.write_text("An apple pie needs apples.", "utf-8")
    with pytest.raises(OtherDocumentError):
        build(Text.read(path, library), editions, encoder, lambda _done, _total: None)


def test_new_rules_of_reading_make_a_new_edition_of_the_same_text(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "essay.txt"
    path.write_text("He said “snow and ice” and left.", "utf-8")
    editions, encoder = Editions(tmp_path / "index"), Lazy(str(tiny), SentenceEncoder)

    def again() -> tuple[bool, int]:
        built = build(Text.read(path, None), editions, encoder, lambda _done, _total: None)
        return built.changed, built.embedded

    assert again() == (True, 1)
    assert again() == (False, 0)
    monkeypatch.setattr("embeddings.quotations.WORDS", 3)
    assert again() == (True, 0)
    assert len(editions.open().concordance.quotations) == 1
    monkeypatch.setattr("embeddings.build.BAR", 0.9)
    assert again() == (True, 0)
    assert editions.open().info.bar == 0.9
