"""The tables of a manifest, as pydantic reads them."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from embeddings.types import Name, Work

MAX_ANCHOR_WORDS = 8
"""Words that an anchor may quote from a text, which may not be ours to publish."""

MAX_EXAMPLES = 25
"""Example questions that an entry may have: as many as Discord's autocomplete offers."""

MAX_EXAMPLE_LENGTH = 100
"""Characters of an example: as many as a choice of Discord's autocomplete holds."""


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return re.findall(r"\w+", text.casefold())


def _check_anchor(anchor: str) -> str:
    if not 1 <= len(split_words(anchor)) <= MAX_ANCHOR_WORDS:
        raise ValueError(
            f"needs one to {MAX_ANCHOR_WORDS} words of the text, not {len(split_words(anchor))}"
        )
    return anchor


def _check_has_word(name: str) -> str:
    if not split_words(name):
        raise ValueError("must have a word in it")
    return name


def _check_example(example: str) -> str:
    if len(example) > MAX_EXAMPLE_LENGTH:
        raise ValueError(f"may have {MAX_EXAMPLE_LENGTH} characters at most, not {len(example)}")
    if example != " ".join(example.split()):
        raise ValueError("must stand on one line, with single spaces between its words")
    return _check_has_word(example)


def _check_examples(examples: list[str]) -> list[str]:
    if len(examples) > MAX_EXAMPLES:
        raise ValueError(f"may hold {MAX_EXAMPLES} questions at most, not {len(examples)}")
    if len(set(examples)) < len(examples):
        raise ValueError("may hold each question once")
    return examples


def _allow_fields(*known: str) -> AfterValidator:
    """Return a validator of URL templates that may have only the known fields."""

    def check(template: str) -> str:
        used = set(re.findall(r"{(.*?)}", template, re.DOTALL))
        if stray := sorted(used - set(known)):
            raise ValueError(f"knows {{{'}, {'.join(known)}}}, not {{{stray[0]}}}")
        if re.search("[{}]", re.sub(r"{[^{}]*}", "", template)):
            raise ValueError("has a brace that is not closed")
        return template

    return AfterValidator(check)


Anchor = Annotated[str, AfterValidator(_check_anchor)]
NonEmpty = Annotated[str, AfterValidator(_check_has_word)]
Example = Annotated[str, AfterValidator(_check_example)]
Examples = Annotated[list[Example], AfterValidator(_check_examples)]


def _to_kebab(name: str) -> str:
    return name.replace("_", "-")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, alias_generator=_to_kebab)


class NameTable(_Table):
    """An author's name."""

    family: str = Field(min_length=1)
    given: str = ""

    def name(self) -> Name:
        """Return the name as a value."""
        return Name(self.family, self.given)


class WorkTable(_Table):
    """A work in CSL-JSON's fields, with the aliases that texts use for it."""

    title: str = Field(min_length=1)
    title_short: str | None = None
    author: list[NameTable] = []
    issued: int | None = None
    aliases: list[str] = []
    type: str | None = None
    edition: str | None = None
    volume: str | None = None
    container_title: str | None = None
    publisher: str | None = None
    publisher_place: str | None = None
    language: str | None = None
    isbn: str | None = Field(default=None, alias="ISBN")
    doi: str | None = Field(default=None, alias="DOI")
    url: str | None = Field(default=None, alias="URL")

    def work(self, key: str) -> Work:
        """Return the work as a value."""
        named = {"title", "title_short", "author", "issued", "aliases"}
        others = self.model_dump(by_alias=True, exclude=named, exclude_none=True)
        return Work(
            key=key,
            title=self.title,
            authors=tuple(map(NameTable.name, self.author)),
            title_short=self.title_short,
            issued=self.issued,
            aliases=tuple(self.aliases),
            fields=tuple(others.items()),
        )


class CitationRule(_Table):
    """A correction of one citation, found by its anchor: its work, or that it is no citation."""

    at: Anchor
    work: str | None = None
    ignore: Literal[True] | None = None

    @model_validator(mode="after")
    def _check_has_effect(self) -> "CitationRule":
        if (self.work is None) == (self.ignore is None):
            raise ValueError("needs either work = … or ignore = true")
        return self


class DocumentEntry(_Table):
    """A document: how to recognise it, what it quotes, what to leave out, where it links to.

    `examples` are questions offered to members. `questions` is the file of questions that new
    editions are measured by before they go live, and `tolerance` is by how much a measured
    share may fall.
    """

    title: str = Field(min_length=1)
    author: list[NameTable] = []
    paths: list[str] = []
    opening: Anchor | None = None
    works: list[str] = []
    default_work: str | None = None
    left_overs: list[Anchor] = []
    names: list[Annotated[list[NonEmpty], Field(min_length=2)]] = []
    url: str | None = None
    passage_url: Annotated[str, _allow_fields("paragraph", "start", "end", "edition")] | None = None
    page_url: Annotated[str, _allow_fields("work", "page")] | None = None
    citations: list[CitationRule] = []
    examples: Examples = []
    questions: str | None = Field(default=None, min_length=1)
    tolerance: float = Field(default=0.02, ge=0, le=1)

    @property
    def authors(self) -> tuple[Name, ...]:
        """The authors of the document."""
        return tuple(map(NameTable.name, self.author))


class LibraryTable(_Table):
    """The whole manifest."""

    format: Literal[1]
    works: dict[str, WorkTable] = {}
    documents: dict[str, DocumentEntry] = {}
