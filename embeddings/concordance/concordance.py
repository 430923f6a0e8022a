"""A text with its citations, quotations and passages, saved and loaded; no model."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from embeddings.citations import KnownWorks, References, find, overlap
from embeddings.citations.quotations import bind
from embeddings.citations.works import Sources
from embeddings.concordance.errors import UnknownWorkError
from embeddings.concordance.passages import split
from embeddings.errors import DamagedIndexError, SourceError
from embeddings.manifest.manifest import Manifest
from embeddings.readers import read
from embeddings.text.synonyms import Names
from embeddings.types import Citation, Document, Name, Pages, Passage, Quotation, Work
from embeddings.types.blocks import Block


@dataclass(frozen=True, slots=True)
class Links:
    """URL templates of the manifest, for links to passages and to pages, and the text's own URL."""

    passage: str | None = None
    page: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Concordance:
    """A document and everything that is found in it: all that look-up and proof need."""

    document: Document
    works: tuple[Work, ...]
    default: str | None
    citations: tuple[Citation, ...]
    quotations: tuple[Quotation, ...]
    passages: tuple[Passage, ...]
    links: Links = Links()
    names: Names = ()
    authors: tuple[Name, ...] = ()

    @classmethod
    def of(cls, document: Document, lore: KnownWorks) -> "Concordance":
        """Find what is in a document; pure."""
        return cls.made(document, lore, find(document, lore))

    @classmethod
    def made(cls, document: Document, lore: KnownWorks, found: References) -> "Concordance":
        """Put together what was found in a document; pure."""
        quotations, citations = bind(document, found, lore)
        passages = split(document, quotations, citations)
        default = lore.default.key if lore.default else None
        return cls(document, lore.works, default, citations, quotations, passages)

    def cited_works(self) -> tuple[Work, ...]:
        """Return the works cited, the default first; unknown ones as they are printed."""
        known = {work.key: work for work in self.works}
        cited = {
            identity: known.get(identity) or Work(identity, identity)
            for citation in self.citations
            if (identity := citation.key or citation.work) is not None
        }
        return tuple(sorted(cited.values(), key=lambda work: work.key != self.default))

    def named_works(self) -> tuple[Work, ...]:
        """Return the works cited, and behind them those that are quoted without a page."""
        known = {work.key: work for work in self.works}
        quoted = (one.key or one.work for one in self.quotations)
        cited = {work.key: work for work in self.cited_works()}
        named = {
            identity: known.get(identity) or Work(identity, identity)
            for identity in quoted
            if identity is not None
        }
        return tuple({**cited, **{key: named[key] for key in named if key not in cited}}.values())

    def sources(self) -> Sources:
        """Return the works that can be asked for: known ones, and others as they are printed."""
        return Sources({work.key: work for work in (*self.works, *self.cited_works())}.values())

    def work_named(self, name: str) -> Work:
        """Return the cited work that a key or a name means.

        Raises UnknownWorkError where it means none, or several.
        """
        return _meant(name, self.cited_works())

    def quoted_work(self, name: str) -> Work:
        """Return the work that a key or a name means, of those quoted without a page too."""
        return _meant(name, self.named_works())

    def citing(self, pages: Pages, work: Work | None = None) -> list[Citation]:
        """Return the citations of any of these pages; the default work's first."""
        order = {one.key: rank for rank, one in enumerate(self.cited_works())}
        found = [
            one
            for one in self.citations
            if overlap(one.pages, pages) and (work is None or work.key == (one.key or one.work))
        ]
        return sorted(found, key=lambda one: order.get(one.key or one.work or "", len(order)))

    def passage_with(self, citation: Citation) -> Passage:
        """Return the passage that holds a citation."""
        return self.passage_at(citation.start)

    def passage_at(self, offset: int) -> Passage:
        """Return the passage that holds an offset, or the one before the gap it falls in."""
        at = bisect_right(self.passages, offset, key=lambda passage: passage.start) - 1
        return self.passages[max(at, 0)]

    def number(self, passage: Passage) -> int | None:
        """Return the place of a passage among all; None for one of another edition."""
        at = bisect_left(self.passages, passage.start, key=lambda one: one.start)
        return at if self.passages[at : at + 1] == (passage,) else None

    def to_json(self) -> bytes:
        """Return the whole as JSON."""
        return _adapter().dump_json(self)

    @classmethod
    def from_json(cls, path: Path, data: bytes) -> "Concordance":
        """Return what was saved; raise DamagedIndexError where it is not that."""
        try:
            return _adapter().validate_json(data)
        except ValidationError as error:
            raise DamagedIndexError(path, "is not a concordance of this version") from error


def _meant(name: str, works: tuple[Work, ...]) -> Work:
    found = next((work for work in works if work.key == name), None) or Sources(works).resolve(name)
    if found is None:
        raise UnknownWorkError(name, tuple(work.reference for work in works))
    return found


@cache
def _adapter() -> TypeAdapter[Concordance]:
    return TypeAdapter(Concordance)


@dataclass(frozen=True, slots=True)
class Text:
    """A text file as it was read, with what the manifest says of it.

    `stray` are the left-overs that the manifest names and the file has not.
    """

    path: Path
    document: Document
    lore: KnownWorks
    links: Links = Links()
    entry_sha256: str | None = None
    stray: tuple[str, ...] = ()
    names: Names = ()
    authors: tuple[Name, ...] = ()
    examples: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path, manifest: Manifest | None, key: str | None = None) -> "Text":
        """Read a file by the entry of that key, or the one that describes it, or by defaults."""
        source = read(path)
        lines = frozenset(source.lines())
        if manifest is not None and key is None:
            key = manifest.describing(path, source.opening)
        if manifest is None or key is None:
            document = _document(path, path.stem, path.stem, source.blocks())
            return cls(path, document, KnownWorks())
        entry = manifest.entry(key)
        works = manifest.works_of(key)
        default = works[0] if entry.default_work else None
        return cls(
            path=path,
            document=_document(path, key, entry.title, source.blocks(entry.left_overs)),
            lore=KnownWorks(works, default, tuple(entry.citations)),
            links=Links(entry.passage_url, entry.page_url, entry.url),
            entry_sha256=manifest.sha256(key),
            stray=tuple(words for words in entry.left_overs if words not in lines),
            names=tuple(map(tuple, entry.names)),
            authors=entry.authors,
            examples=tuple(entry.examples),
        )

    @property
    def origin(self) -> str:
        """What makes two texts editions of one: their entry, or else the name of the file."""
        kind = "file" if self.entry_sha256 is None else "document"
        return f"{kind} {self.document.key}"

    def concordance(self, found: References | None = None) -> Concordance:
        """Return the concordance of the text; what was found in it already is not sought again."""
        found = found or find(self.document, self.lore)
        made = Concordance.made(self.document, self.lore, found)
        return replace(made, links=self.links, names=self.names, authors=self.authors)


def _document(path: Path, key: str, title: str, paragraphs: Iterable[Block]) -> Document:
    document = Document.of(key, title, paragraphs)
    if not document.paragraphs:
        raise SourceError(path, "has no paragraph in it", "name a file with a text in it")
    return document
