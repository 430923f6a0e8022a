"""A text with its citations, quotations and passages, as read, saved and loaded."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from embeddings.citations import KnownWorks, References, find_references, pages_overlap
from embeddings.citations.quotations import bind_quotations
from embeddings.citations.works import Sources
from embeddings.concordance.errors import UnknownWorkError
from embeddings.concordance.passages import split_document
from embeddings.errors import DamagedIndexError, SourceError
from embeddings.manifest.manifest import Manifest
from embeddings.readers import read
from embeddings.readers.parsed_file import Remark
from embeddings.text.words import NameGroups
from embeddings.types import Citation, Document, Name, Pages, Passage, Quotation, Work
from embeddings.types.document import Block


@dataclass(frozen=True, slots=True)
class Links:
    """The manifest's URL templates for passages and for pages, and the URL of the text."""

    passage: str | None = None
    page: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Concordance:
    """A document with everything found in it: all that looking up and proving need."""

    document: Document
    works: tuple[Work, ...]
    default: str | None
    citations: tuple[Citation, ...]
    quotations: tuple[Quotation, ...]
    passages: tuple[Passage, ...]
    links: Links = Links()
    names: NameGroups = ()
    authors: tuple[Name, ...] = ()

    @classmethod
    def of(cls, document: Document, known_works: KnownWorks) -> "Concordance":
        """Build the concordance of a document; pure."""
        return cls.assemble(document, known_works, find_references(document, known_works))

    @classmethod
    def assemble(
        cls, document: Document, known_works: KnownWorks, references: References
    ) -> "Concordance":
        """Build the concordance of a document whose references are already found."""
        quotations, citations = bind_quotations(document, references, known_works)
        passages = split_document(document, quotations, citations)
        default = known_works.default.key if known_works.default else None
        return cls(document, known_works.works, default, citations, quotations, passages)

    def cited_works(self) -> tuple[Work, ...]:
        """Return the works cited, the default first; unknown works are named as printed."""
        known = {work.key: work for work in self.works}
        cited = {
            name: known.get(name) or Work(name, name)
            for citation in self.citations
            if (name := citation.key or citation.work) is not None
        }
        return tuple(sorted(cited.values(), key=lambda work: work.key != self.default))

    def named_works(self) -> tuple[Work, ...]:
        """Return the works cited, then those that are only quoted without a page."""
        known = {work.key: work for work in self.works}
        cited = {work.key: work for work in self.cited_works()}
        quoted = {
            name: known.get(name) or Work(name, name)
            for quotation in self.quotations
            if (name := quotation.key or quotation.work) is not None
        }
        return tuple((cited | quoted).values())

    def sources(self) -> Sources:
        """Return the works that can be asked for: known ones, and others by their printed names."""
        return Sources({work.key: work for work in (*self.works, *self.cited_works())}.values())

    def find_cited_work(self, name: str) -> Work:
        """Return the cited work of a key or a name.

        Raises UnknownWorkError where the name means no work, or several.
        """
        return _resolve_work(name, self.cited_works())

    def find_named_work(self, name: str) -> Work:
        """Return the work of a key or a name, including works quoted without a page.

        Raises UnknownWorkError where the name means no work, or several.
        """
        return _resolve_work(name, self.named_works())

    def find_citations(self, pages: Pages, work: Work | None = None) -> list[Citation]:
        """Return the citations of any of these pages, of one work or all; the default first."""
        order = {work.key: rank for rank, work in enumerate(self.cited_works())}

        def name(citation: Citation) -> str:
            return citation.key or citation.work or ""

        citations = [
            citation
            for citation in self.citations
            if pages_overlap(citation.pages, pages) and (work is None or work.key == name(citation))
        ]
        return sorted(citations, key=lambda citation: order.get(name(citation), len(order)))

    def passage_with(self, citation: Citation) -> Passage:
        """Return the passage that holds a citation."""
        return self.passage_at(citation.start)

    def passage_at(self, offset: int) -> Passage:
        """Return the passage at an offset, or the last one before it."""
        at = bisect_right(self.passages, offset, key=lambda passage: passage.start) - 1
        return self.passages[max(at, 0)]

    def find_index(self, passage: Passage) -> int | None:
        """Return the index of a passage, from 0; None for one of another edition."""
        at = bisect_left(self.passages, passage.start, key=lambda passage: passage.start)
        return at if self.passages[at : at + 1] == (passage,) else None

    def to_json(self) -> bytes:
        """Return the concordance as JSON."""
        return _adapter().dump_json(self)

    @classmethod
    def from_json(cls, path: Path, data: bytes) -> "Concordance":
        """Load a concordance from the JSON of a file; raise DamagedIndexError where it is none."""
        try:
            return _adapter().validate_json(data)
        except ValidationError as error:
            raise DamagedIndexError(path, "is not a concordance of this version") from error


def _resolve_work(name: str, works: tuple[Work, ...]) -> Work:
    by_key = next((work for work in works if work.key == name), None)
    work = by_key or Sources(works).resolve(name)
    if work is None:
        raise UnknownWorkError(name, tuple(work.reference for work in works))
    return work


@cache
def _adapter() -> TypeAdapter[Concordance]:
    return TypeAdapter(Concordance)


@dataclass(frozen=True, slots=True)
class Text:
    """A text file as it was read, with what the manifest says about it.

    `stray` are the left-overs that the manifest names but the file does not have, `remarks` what
    its reader is not sure of.
    """

    path: Path
    document: Document
    known_works: KnownWorks
    links: Links = Links()
    entry_sha256: str | None = None
    stray: tuple[str, ...] = ()
    names: NameGroups = ()
    authors: tuple[Name, ...] = ()
    examples: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def read(cls, path: Path, manifest: Manifest | None, key: str | None = None) -> "Text":
        """Read a file by the manifest entry of a key, else by the one that describes it, if any."""
        # Read the file and find its entry
        source = read(path)
        lines = frozenset(source.lines())
        if manifest is not None and key is None:
            key = manifest.find_describing_key(path, source.opening)
        if manifest is None or key is None:
            document = _build_document(path, path.stem, path.stem, source.blocks())
            return cls(path, document, KnownWorks(), remarks=source.remarks)
        # Build the text by its entry
        entry = manifest.entry(key)
        works = manifest.works_of(key)
        default = works[0] if entry.default_work else None
        return cls(
            path=path,
            document=_build_document(path, key, entry.title, source.blocks(entry.left_overs)),
            known_works=KnownWorks(works, default, tuple(entry.citations)),
            links=Links(entry.passage_url, entry.page_url, entry.url),
            entry_sha256=manifest.sha256(key),
            stray=tuple(words for words in entry.left_overs if words not in lines),
            names=tuple(map(tuple, entry.names)),
            authors=entry.authors,
            examples=tuple(entry.examples),
            remarks=source.remarks,
        )

    @property
    def origin(self) -> str:
        """What two editions of one text share: their manifest entry, or else the file name."""
        kind = "file" if self.entry_sha256 is None else "document"
        return f"{kind} {self.document.key}"

    def concordance(self, references: References | None = None) -> Concordance:
        """Build the concordance of the text, from its references if they are found already."""
        references = references or find_references(self.document, self.known_works)
        concordance = Concordance.assemble(self.document, self.known_works, references)
        return replace(concordance, links=self.links, names=self.names, authors=self.authors)


def _build_document(path: Path, key: str, title: str, paragraphs: Iterable[Block]) -> Document:
    document = Document.of(key, title, paragraphs)
    if not document.paragraphs:
        raise SourceError(path, "has no paragraph in it", "name a file with a text in it")
    return document
