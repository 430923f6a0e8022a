"""Read the manifest, `data/library.toml`: its documents and their works."""

import hashlib
import re
import tomllib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from embeddings.errors import ManifestError
from embeddings.manifest import toml_positions
from embeddings.manifest.mistakes import PROBLEMS, list_known_keys, list_work_keys, suggest_key
from embeddings.manifest.tables import (
    MAX_ANCHOR_WORDS,
    DocumentEntry,
    LibraryTable,
    split_words,
)
from embeddings.types import Work


class Manifest:
    """The documents and works of one library.

    Raises ManifestError for any mistake in the file.
    """

    def __init__(self, path: Path, source: str) -> None:
        self.path, self._source = path, source
        # Parse and validate the tables
        try:
            library = LibraryTable.model_validate(tomllib.loads(source))
        except tomllib.TOMLDecodeError as error:
            raise self._explain_syntax(error) from error
        except ValidationError as error:
            raise self._explain_mistake(error.errors()[0]) from error
        except (ValueError, RecursionError) as error:
            raise ManifestError(path, None, None, f"cannot be read as TOML ({error})") from error
        # Check the works that documents refer to
        self.works = {key: work.work(key) for key, work in library.works.items()}
        self.documents = library.documents
        for location, key in list_work_keys(library):
            if key not in self.works:
                problem = f"there is no [works.{key}]{suggest_key(key, self.works)}"
                raise self._build_error(location, problem)

    @classmethod
    def load(cls, path: Path) -> "Manifest":
        """Read a manifest; raise ManifestError for a file that cannot be read, too."""
        try:
            return cls(path, path.read_text("utf-8-sig"))
        except OSError as error:
            problem = f"cannot be read ({error.strerror}); name another with --library FILE"
        except UnicodeDecodeError:
            problem = "is not UTF-8; save it as UTF-8"
        raise ManifestError(path, None, None, problem)

    def entry(self, key: str) -> DocumentEntry:
        """Return the entry of a document; raise ManifestError for an unknown key."""
        if key not in self.documents:
            known = ", ".join(self.documents) or "none"
            raise ManifestError(
                self.path,
                None,
                None,
                f"there is no document {key!r}; the documents are: {known}",
            )
        return self.documents[key]

    def find_describing_key(self, path: Path, text: str) -> str | None:
        """Return the key of the entry that lists a path, or else whose opening begins the text."""
        folder = self.path.parent
        for key, entry in self.documents.items():
            if path.resolve() in {(folder / listed).resolve() for listed in entry.paths}:
                return key
        first_words = split_words(text[:1000])[:MAX_ANCHOR_WORDS]
        for key, entry in self.documents.items():
            opening = split_words(entry.opening or "")
            if opening and first_words[: len(opening)] == opening:
                return key
        return None

    def text(self, key: str | None = None) -> Path | None:
        """Return the first listed text file that exists, of one document or of any."""
        entries = [self.entry(key)] if key is not None else list(self.documents.values())
        paths = (self.path.parent / listed for entry in entries for listed in entry.paths)
        return next((path for path in paths if path.is_file()), None)

    def questions(self, key: str) -> Path | None:
        """Return the file of questions that measure a document's editions, if it lists one."""
        listed = self.entry(key).questions
        return None if listed is None else self.path.parent / listed

    def works_of(self, key: str) -> tuple[Work, ...]:
        """Return the works that a document quotes, its default first."""
        entry = self.documents[key]
        keys = ([entry.default_work] if entry.default_work else []) + entry.works
        keys += [rule.work for rule in entry.citations if rule.work is not None]
        return tuple(self.works[key] for key in dict.fromkeys(keys))

    def sha256(self, key: str) -> str:
        """Return a hash of what the manifest says about a document, its works included."""
        entry = self.documents[key]
        excluded = {"questions", "tolerance"}  # what measures a text does not change it
        # Fields added later: left out where they are empty, so that old indexes stay valid
        added = {"url": entry.url, "examples": entry.examples}
        excluded.update(name for name, value in added.items() if not value)
        content = entry.model_dump_json(exclude=excluded) + repr(self.works_of(key))
        return hashlib.sha256(content.encode()).hexdigest()

    def _explain_syntax(self, error: tomllib.TOMLDecodeError) -> ManifestError:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else self._source.count("\n") + 1
        problem = str(error).split(" (at ")[0]
        return ManifestError(
            self.path, number, toml_positions.find_key(self._source, number), problem
        )

    def _explain_mistake(self, detail: ErrorDetails) -> ManifestError:
        location, problem = detail["loc"], detail["msg"].removeprefix("Value error, ")
        if detail["type"] == "extra_forbidden":
            suggestion = suggest_key(str(location[-1]), list_known_keys(location))
            problem = "is not a key that is known here" + suggestion
        elif detail["type"] == "missing":
            problem = "is needed here and missing" + self._hint_at_missing(location)
        else:
            problem = PROBLEMS.get(detail["type"], problem)
        return self._build_error(location, problem)

    def _hint_at_missing(self, location: tuple[int | str, ...]) -> str:
        """Return a hint at what is missing: the format, or a table whose name is mistyped."""
        if location == ("format",):
            return "; write `format = 1` at the top"
        if location[-1] != "title":
            return ""
        tables = tomllib.loads(self._source).get(str(location[0]), {})
        titled = [name for name, table in tables.items() if "title" in table]
        return suggest_key(str(location[1]), titled)

    def _build_error(self, location: tuple[int | str, ...], problem: str) -> ManifestError:
        line = toml_positions.find_line(self._source, location)
        return ManifestError(self.path, line, ".".join(map(str, location)), problem)
