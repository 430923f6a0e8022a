"""The errors of this package: each carries its data, and its sentence names a remedy."""

from pathlib import Path

from embeddings.messages import TranslatableMessage

MIN_COSINE = 0.9999
"""Lowest cosine to sentence-transformers' own vectors with which an exported model is used."""

MAX_REPEATED_LENGTH = 80
"""Characters of somebody's input that a message repeats."""


def shorten_input(words: str, max_length: int = MAX_REPEATED_LENGTH) -> str:
    """Shorten somebody's input so that a message can repeat it."""
    return words if len(words) <= max_length else f"{words[: max_length - 1]}…"


class EmbeddingsError(Exception):
    """The root of every error that this package raises on purpose."""


class SpanError(EmbeddingsError):
    """Offsets outside the text."""

    def __init__(self, start: int, end: int, length: int) -> None:
        super().__init__(
            f"the span {start}–{end} does not lie in a text of {length} characters; "
            "the index and the text differ: run `concordance build`"
        )
        self.start, self.end, self.length = start, end, length


class ParagraphsError(EmbeddingsError):
    """Paragraphs that do not add up to the text of their document."""

    def __init__(self, document: str) -> None:
        super().__init__(
            f"the paragraphs of {document!r} do not make up its text; run `concordance build`"
        )
        self.document = document


class SourceError(EmbeddingsError):
    """A file that cannot be read as a text."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path, self.problem, self.remedy = path, problem, remedy


class NotInstalledError(EmbeddingsError):
    """A library that an installation only for asking does not have."""

    def __init__(self, work: str, library: str, extra: str = "build") -> None:
        super().__init__(
            f"{work} needs {library}, which is not installed here; "
            f"run `pip install 'concordance[{extra}]'`"
        )
        self.work, self.library = work, library


class ManifestError(EmbeddingsError):
    """A mistake in the manifest, with its line and its key."""

    def __init__(self, path: Path, line: int | None, key: str | None, problem: str) -> None:
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {key + ': ' if key else ''}{problem}")
        self.path, self.line, self.key, self.problem = path, line, key, problem


class ModelError(EmbeddingsError):
    """A model that is missing, or is not the one asked for."""

    def __init__(self, model: str, problem: str, remedy: str) -> None:
        super().__init__(f"the model {model}: {problem}; {remedy}")
        self.model, self.problem, self.remedy = model, problem, remedy


class ExportError(EmbeddingsError):
    """An exported graph whose vectors differ from those of the model itself."""

    def __init__(self, model: str, cosine: float) -> None:
        super().__init__(
            f"the model {model}: its exported graph gives other vectors than the model itself "
            f"(cosine {cosine:.6f}, at least {MIN_COSINE} is needed); "
            "run `concordance build` again, or choose another model with CONCORDANCE_MODEL"
        )
        self.model, self.cosine = model, cosine


class NoIndexError(EmbeddingsError):
    """There is no index in a directory."""

    def __init__(self, directory: Path) -> None:
        problem = f"there is no index in {directory}"
        if directory.is_file():
            problem = f"{directory} is a file, and an index is a folder"
        super().__init__(f"{problem}; run `concordance build`")
        self.directory = directory


class DamagedIndexError(EmbeddingsError):
    """A part of the index on disk is missing or corrupt."""

    def __init__(self, part: Path, problem: str) -> None:
        super().__init__(f"the index is damaged: {part} {problem}; run `concordance build`")
        self.part, self.problem = part, problem


class StaleIndexError(EmbeddingsError):
    """The index on disk was built from something other than what is asked for."""

    def __init__(self, field: str, built: object, wanted: object) -> None:
        super().__init__(
            f"the index was built with {field} {built!r}, but {wanted!r} is asked for; "
            "run `concordance build`"
        )
        self.field, self.built, self.wanted = field, built, wanted


class UnprovedQuotationError(EmbeddingsError):
    """Words about to be shown are not the words of the text."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(
            f"the words for {start}–{end} are not those of the text and were not shown; "
            "run `concordance build`"
        )
        self.start, self.end = start, end


class AskedError(EmbeddingsError):
    """A question that cannot be answered as asked; the message is for whoever asked it."""

    def __init__(self, notice: TranslatableMessage) -> None:
        super().__init__(notice)
        self.notice = notice
