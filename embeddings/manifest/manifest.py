"""data/library.toml: documents, works, rules for citations and left-overs."""

import hashlib
import re
import tomllib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from embeddings.errors import ManifestError
from embeddings.manifest import toml_positions
from embeddings.manifest.mistakes import _known, _like, _work_keys
from embeddings.manifest.tables import _PLAIN, ANCHOR_WORDS, Entry, _Library, split_words
from embeddings.types import Work


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
        begins = split_words(text[:1000])[:ANCHOR_WORDS]
        for key, entry in self.documents.items():
            opening = split_words(entry.opening or "")
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
        return ManifestError(
            self.path, number, toml_positions.key_on(self._source, number), problem
        )

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
        line = toml_positions.line_of(self._source, location)
        return ManifestError(self.path, line, ".".join(map(str, location)), problem)
