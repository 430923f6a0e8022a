"""Made-up brackets of several references: each page belongs to its work, or is in doubt."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks, find_references
from embeddings.types import Document, Pages, Work
from tests.support.small_text import ICE, LAMPS

WORKS = (replace(LAMPS, issued=1987), replace(ICE, issued=1962))
NAMES = {
    "lamps": ("Okafor", "Okafor 1987", "Okafor, The Lamp Keepers", "Okafor [1961] 1987"),
    "ice": ("Lindqvist", "Lindqvist, 1962", "A Winter on the Ice", "Nils Lindqvist (1962)"),
}
LEADS = (
    *("", "", "see ", "but cf. ", "similarly ", "contrast ", "as noted in ", "vgl. ", "so also "),
    *("in the preface to ", "for a fuller account, see ", "compare, for instance, ", "see, e.g., "),
)
DIVISIONS = ("", "", "", ", ch. 3", ", 2nd ed.", ", vol. 2", ", § 4", ", ed. Smith")
MARKS = (", p. ", ", pp. ", ", S. ", ", ", ": ", " ", " at ", ": p. ")
TAILS = ("", "", "", ", my emphasis", " passim", ", n. 3", ", § 4", ", fig. 2", "; my translation")
PARTS = ("; ", "; ", ", ", " and ", ", and ", " – ", "; also ")


@dataclass(frozen=True)
class Printed:
    """A reference as it is printed, and what it means."""

    words: str
    key: str
    pages: Pages


def _print(key: str, name: int, page: int, span: int, around: tuple[str, str, str, str]) -> Printed:
    lead, division, mark, tail = around
    pages = f"{page}–{page + span}" if span else str(page)
    words = f"{lead}{NAMES[key][name]}{division}{mark}{pages}{tail}"
    return Printed(words, key, ((page, page + span),))


printed = st.builds(
    _print,
    key=st.sampled_from(sorted(NAMES)),
    name=st.integers(0, 3),
    page=st.integers(2, 399),
    span=st.sampled_from((0, 0, 1, 3)),
    around=st.tuples(*map(st.sampled_from, (LEADS, DIVISIONS, MARKS, TAILS))),
)


def _read(text: str, default: Work | None) -> tuple[list[tuple[str | None, Pages]], bool]:
    """Return the work and the pages of each citation, and whether anything is in doubt."""
    document = Document.of("text", "A text", [text])
    references = find_references(document, KnownWorks(WORKS, default))
    doubtful = bool(references.unread) or any(one.doubt for one in references.citations)
    return [(one.key, one.pages) for one in references.citations], doubtful


@given(
    parts=st.lists(printed, min_size=1, max_size=3),
    separators=st.lists(st.sampled_from(PARTS), min_size=2, max_size=2),
    default=st.sampled_from((None, *WORKS)),
)
def test_every_page_belongs_to_its_work_or_is_in_doubt(
    parts: list[Printed], separators: list[str], default: Work | None
) -> None:
    words = parts[0].words
    for separator, part in zip(separators, parts[1:], strict=False):
        words += separator + part.words
    read, doubtful = _read(f"He says: “the whole of it was lost that night” ({words}).", default)
    assert doubtful or read == [(part.key, part.pages) for part in parts]
