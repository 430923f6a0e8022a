"""The tables of a manifest, as pydantic reads them."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from embeddings.types import Name, Work

ANCHOR_WORDS = 8
"""An anchor quotes at most this many words of a text that may not be ours to publish."""


MAX_EXAMPLES = 25
"""Examples of what to ask that an entry may have: as many as Discord's autocomplete offers."""


MAX_EXAMPLE_LENGTH = 100
"""Characters that an example may have: as many as a choice of Discord's autocomplete holds."""


def split_words(text: str) -> list[str]:
    """Return a text's words in lower case, without marks."""
    return re.findall(r"\w+", text.casefold())


def _short(anchor: str) -> str:
    if not 1 <= len(split_words(anchor)) <= ANCHOR_WORDS:
        raise ValueError(
            f"needs one to {ANCHOR_WORDS} words of the text, not {len(split_words(anchor))}"
        )
    return anchor


def _some_word(name: str) -> str:
    if not split_words(name):
        raise ValueError("must have a word in it")
    return name


def _question(example: str) -> str:
    if len(example) > MAX_EXAMPLE_LENGTH:
        raise ValueError(f"may have {MAX_EXAMPLE_LENGTH} characters at most, not {len(example)}")
    if example != " ".join(example.split()):
        raise ValueError("must stand on one line, with single spaces between its words")
    return _some_word(example)


def _offerable(examples: list[str]) -> list[str]:
    if len(examples) > MAX_EXAMPLES:
        raise ValueError(f"may hold {MAX_EXAMPLES} questions at most, not {len(examples)}")
    if len(set(examples)) < len(examples):
        raise ValueError("may hold each question once")
    return examples


def _fields(*known: str) -> AfterValidator:
    def check(template: str) -> str:
        used = set(re.findall(r"{(.*?)}", template, re.DOTALL))
        if stray := sorted(used - set(known)):
            raise ValueError(f"knows {{{'}, {'.join(known)}}}, not {{{stray[0]}}}")
        if re.search("[{}]", re.sub(r"{[^{}]*}", "", template)):
            raise ValueError("has a brace that is not closed")
        return template

    return AfterValidator(check)


_PLAIN = {
    "string_type": "must be text in quotes",
    "list_type": "must be a list, in square brackets",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "literal_error": "must be 1 for a format, true for ignore",
    "string_too_short": "must not be empty",
    "too_short": "needs two names or more that mean the same",
}


Anchor = Annotated[str, AfterValidator(_short)]


NonEmpty = Annotated[str, AfterValidator(_some_word)]


Examples = Annotated[list[Annotated[str, AfterValidator(_question)]], AfterValidator(_offerable)]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, alias_generator=_kebab)


class _Name(_Table):
    family: str = Field(min_length=1)
    given: str = ""

    def name(self) -> Name:
        """Return the name that this table gives."""
        return Name(self.family, self.given)


class _Work(_Table):
    """A work in the fields of CSL-JSON, with the aliases that texts call it by."""

    title: str = Field(min_length=1)
    title_short: str | None = None
    author: list[_Name] = []
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
        """Return the work that this table describes."""
        own = {"title", "title_short", "author", "issued", "aliases"}
        others = self.model_dump(by_alias=True, exclude=own, exclude_none=True)
        return Work(
            key=key,
            title=self.title,
            authors=tuple(map(_Name.name, self.author)),
            title_short=self.title_short,
            issued=self.issued,
            aliases=tuple(self.aliases),
            fields=tuple(others.items()),
        )


class CitationRule(_Table):
    """What the text alone does not tell of one citation: its work, or that it is none."""

    at: Anchor
    work: str | None = None
    ignore: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> "CitationRule":
        if (self.work is None) == (self.ignore is None):
            raise ValueError("needs either work = … or ignore = true")
        return self


class Entry(_Table):
    """One document: how to know its text, what it quotes from, what to drop, where it links.

    `examples` are questions that members are offered. `questions` are a file of those that its
    editions are measured by before they go live, and `tolerance` is by how much a share of them
    may get worse.
    """

    title: str = Field(min_length=1)
    author: list[_Name] = []
    paths: list[str] = []
    opening: Anchor | None = None
    works: list[str] = []
    default_work: str | None = None
    left_overs: list[Anchor] = []
    names: list[Annotated[list[NonEmpty], Field(min_length=2)]] = []
    url: str | None = None
    passage_url: Annotated[str, _fields("paragraph", "start", "end", "edition")] | None = None
    page_url: Annotated[str, _fields("work", "page")] | None = None
    citations: list[CitationRule] = []
    examples: Examples = []
    questions: str | None = Field(default=None, min_length=1)
    tolerance: float = Field(default=0.02, ge=0, le=1)

    @property
    def authors(self) -> tuple[Name, ...]:
        """Who wrote it."""
        return tuple(map(_Name.name, self.author))


class _Library(_Table):
    format: Literal[1]
    works: dict[str, _Work] = {}
    documents: dict[str, Entry] = {}
