"""One essay, six kinds of file: the same paragraphs, quotations and citations."""

from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.concordance.concordance import Text
from embeddings.manifest.manifest import Manifest
from embeddings.types.document import Block, BlockKind
from tests.conftest import ROOT, shared
from tests.support.pdf_press import Press
from tests.support.sample_files import MAKERS, made, pdf

pytestmark = pytest.mark.heavy

Make = Callable[[Path], Path]

PRESSES = {
    "indents": Press(),
    "gaps": Press(indent=0, gap=6),
    "ragged": Press(justified=False),
    "ragged, with gaps": Press(justified=False, indent=0, gap=6),
    "two columns": Press(columns=2, size=8.5, head="The Lamp", numbers=True, front=3),
    "no letters for spaces": Press(spaced=False, numbers=True, labels=False, first=281),
}


def blocks_of(text: Text) -> list[Block]:
    """Return the paragraphs of a text; a quotation that is a whole paragraph is a block quote."""
    found = text.concordance()
    whole = {one.number: one for one in text.document.paragraphs}
    for quotation in found.quotations:
        [first, *more] = text.document.paragraphs_in(quotation.span)
        paragraph = whole[first]
        alone = (quotation.start, quotation.cited_end) == (paragraph.start, paragraph.end)
        if alone and not more:
            del whole[first]
    kinds: dict[int, BlockKind] = {
        one.number: "prose" if one.number in whole else "quotation"
        for one in text.document.paragraphs
    }
    return [
        Block(text.document.quote(one.start, one.end), kinds[one.number])
        for one in text.document.paragraphs
    ]


def hold_the_same(path: Path, library: Manifest, expected: Text) -> Text:
    """Prove that a file is read as the same text, with the same things in it."""
    found = Text.read(path, library, expected.document.key)
    assert found.document.text == expected.document.text
    one, other = found.concordance(), expected.concordance()
    assert one.quotations == other.quotations
    assert one.citations == other.citations
    assert one.passages == other.passages
    return found


@pytest.fixture(scope="module")
def sample(library: Manifest) -> Text:
    return Text.read(ROOT / "data" / "sample" / "essay.txt", library)


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_sample_is_the_same_in_every_kind_of_file(
    tmp_path: Path, suffix: str, sample: Text, library: Manifest
) -> None:
    path = made(tmp_path, blocks_of(sample), suffix)
    hold_the_same(path, library, sample)


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_essay_is_the_same_in_every_kind_of_file(
    tmp_path: Path, suffix: str, essay: Text, library: Manifest
) -> None:
    blocks = blocks_of(essay)
    assert sum(block.kind == "quotation" for block in blocks) > 20
    found = hold_the_same(made(tmp_path, blocks, suffix), library, essay)
    assert len(found.document.paragraphs) == 139
    assert len(found.concordance().citations) == 63


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_manifest_knows_the_essay_by_its_opening_in_every_kind_of_file(
    tmp_path: Path, suffix: str, essay: Text, library: Manifest
) -> None:
    path = made(tmp_path, blocks_of(essay)[:12], suffix, name="another name")
    assert Text.read(path, library).document.key == "essay"


@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
def test_the_essay_is_the_same_however_it_is_printed(
    tmp_path: Path, press: Press, essay: Text, library: Manifest
) -> None:
    path = tmp_path / "essay.pdf"
    path.write_bytes(pdf(blocks_of(essay), press))
    found = hold_the_same(path, library, essay)
    assert found.document.paragraphs[0].page == press.label(0)


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_left_over_is_dropped_from_every_kind_of_file(
    tmp_path: Path, suffix: str, library: Manifest
) -> None:
    shared("essay/essay.txt")
    blocks = [Block("There is a text."), Block("Show more"), Block("It goes on.")]
    found = Text.read(made(tmp_path, blocks, suffix), library, "essay")
    assert found.document.text == "There is a text.\n\nIt goes on."
    assert not found.stray
