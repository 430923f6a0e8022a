"""data/library.toml: documents, works, rules for citations and left-overs."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from embeddings import toml_lines
from embeddings.errors import ManifestError
from embeddings.types import Name, Work

ANCHOR_WORDS = 8
"""An anchor quotes at most this many words of a text that may not be ours to publish."""

MAX_EXAMPLES = 25
"""Examples of what to ask that an entry may have: as many as Discord's autocomplete offers."""
MAX_EXAMPLE_LENGTH = 100
"""Characters that an example may have: as many as a choice of Discord's autocomplete holds."""


def words(text: str) -> list[str]:
    """Return a text's words in lower case, without marks."""
    return re.findall(r"\w+", text.casefold())


def _short(anchor: str) -> str:
    if not 1 <= len(words(anchor)) <= ANCHOR_WORDS:
        raise ValueError(f"needs one to {ANCHOR_WORDS} words of the text, not {len(words(anchor))}")
    return anchor


def _some_word(name: str) -> str:
    if not words(name):
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


class Manifest:
    """The documents and works of one library.

    Raises ManifestError for any mistake in the file.
    """

    def __init__(self, path: Path, source: str) -> None:
        self.path, self._source = path, source
        try:
            library = _Library.model_validate(tomllib.loads(source))
        except tomllib.TOMLDecodeError as error:
            raise self._syntax(error) from error
        except ValidationError as error:
            raise self._mistake(error.errors()[0]) from error
        except (ValueError, RecursionError) as error:
            raise ManifestError(path, None, None, f"cannot be read as TOML ({error})") from error
        self.works = {key: work.work(key) for key, work in library.works.items()}
        self.documents = library.documents
        for location, key in _work_keys(library):
            if key not in self.works:
                raise self._error(location, f"there is no [works.{key}]{_like(key, self.works)}")

    @classmethod
    def load(cls, path: Path) -> "Manifest":
        """Read a manifest; a file that cannot be read is a ManifestError too."""
        try:
            return cls(path, path.read_text("utf-8-sig"))
        except OSError as error:
            problem = f"cannot be read ({error.strerror}); name another with --library FILE"
        except UnicodeDecodeError:
            problem = "is not UTF-8; save it as UTF-8"
        raise ManifestError(path, None, None, problem)

    def entry(self, key: str) -> Entry:
        """Return the entry of a document, by its key."""
        if key not in self.documents:
            known = ", ".join(self.documents) or "none"
            raise ManifestError(
                self.path,
                None,
                None,
                f"there is no document {key!r}; the documents are: {known}",
            )
        return self.documents[key]

    def describing(self, path: Path, text: str) -> str | None:
        """Return the key of the entry that lists a path, or else whose opening begins a text."""
        folder = self.path.parent
        for key, entry in self.documents.items():
            if path.resolve() in {(folder / listed).resolve() for listed in entry.paths}:
                return key
        begins = words(text[:1000])[:ANCHOR_WORDS]
        for key, entry in self.documents.items():
            opening = words(entry.opening or "")
            if opening and begins[: len(opening)] == opening:
                return key
        return None

    def text(self, key: str | None = None) -> Path | None:
        """Return the first listed text that is there, of one document or of any."""
        entries = [self.entry(key)] if key is not None else list(self.documents.values())
        paths = (self.path.parent / listed for entry in entries for listed in entry.paths)
        return next((path for path in paths if path.is_file()), None)

    def questions(self, key: str) -> Path | None:
        """Return the file of the questions that a document's editions are measured by."""
        listed = self.entry(key).questions
        return None if listed is None else self.path.parent / listed

    def works_of(self, key: str) -> tuple[Work, ...]:
        """Return the works that a document quotes from, its default first."""
        entry = self.documents[key]
        keys = ([entry.default_work] if entry.default_work else []) + entry.works
        keys += [rule.work for rule in entry.citations if rule.work is not None]
        return tuple(self.works[key] for key in dict.fromkeys(keys))

    def sha256(self, key: str) -> str:
        """Return a hash of all that is said of a document, its works included."""
        entry = self.documents[key]
        unsaid = {"questions", "tolerance"}  # what measures a text is none of it
        later = {"url": entry.url, "examples": entry.examples}
        unsaid.update(name for name, value in later.items() if not value)  # old indexes stay valid
        said = entry.model_dump_json(exclude=unsaid) + repr(self.works_of(key))
        return hashlib.sha256(said.encode()).hexdigest()

    def _syntax(self, error: tomllib.TOMLDecodeError) -> ManifestError:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else self._source.count("\n") + 1
        problem = str(error).split(" (at ")[0]
        return ManifestError(self.path, number, toml_lines.key_on(self._source, number), problem)

    def _mistake(self, detail: ErrorDetails) -> ManifestError:
        location, problem = detail["loc"], detail["msg"].removeprefix("Value error, ")
        if detail["type"] == "extra_forbidden":
            problem = "is not a key that is known here" + _like(str(location[-1]), _known(location))
        elif detail["type"] == "missing":
            problem = "is needed here and missing" + self._meant(location)
        else:
            problem = _PLAIN.get(detail["type"], problem)
        return self._error(location, problem)

    def _meant(self, location: tuple[int | str, ...]) -> str:
        """Return a hint for what is missing: the format, or the table whose name is mistyped."""
        if location == ("format",):
            return "; write `format = 1` at the top"
        others = tomllib.loads(self._source).get(str(location[0]), {})
        whole = [name for name, table in others.items() if "title" in table]
        return _like(str(location[1]), whole) if location[-1] == "title" else ""

    def _error(self, location: tuple[int | str, ...], problem: str) -> ManifestError:
        line = toml_lines.line_of(self._source, location)
        return ManifestError(self.path, line, ".".join(map(str, location)), problem)


def _work_keys(library: _Library) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for name, entry in library.documents.items():
        at: tuple[int | str, ...] = ("documents", name)
        if entry.default_work is not None:
            yield (*at, "default-work"), entry.default_work
        for number, key in enumerate(entry.works):
            yield (*at, "works", number), key
        for number, rule in enumerate(entry.citations):
            if rule.work is not None:
                yield (*at, "citations", number, "work"), rule.work


def _known(location: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = _Library
    if location[0] == "works" and len(location) > 2:
        model = _Name if "author" in location[2:] else _Work
    elif location[0] == "documents" and len(location) > 2:
        parts = location[2:-1]
        model = _Name if "author" in parts else CitationRule if "citations" in parts else Entry
    return [field.alias or name for name, field in model.model_fields.items()]


def _like(word: str, known: Iterable[str]) -> str:
    folded = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold(), folded, 1)
    return f"; did you mean {folded[close[0]]}?" if close else ""
