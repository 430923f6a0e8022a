"""Why a file is not read: the kinds of SourceError that a reader raises."""

from pathlib import Path

from embeddings.errors import SourceError


class EncryptedSourceError(SourceError):
    """A file that needs a password or a licence, or forbids its text to be copied."""

    def __init__(self, path: Path, kind: str, lock: str) -> None:
        super().__init__(path, f"is {kind} that {lock}", "save it without that protection")
        self.kind, self.lock = kind, lock


class DamagedSourceError(SourceError):
    """A file that breaks the rules of its own format."""

    def __init__(self, path: Path, kind: str, problem: str) -> None:
        super().__init__(path, f"is {kind} and damaged ({problem})", "fetch or save it again")
        self.kind = kind


class MislabelledSourceError(SourceError):
    """A file whose content is not what its name says."""

    def __init__(self, path: Path, kind: str, suffix: str) -> None:
        problem = f"is {kind}, though its name ends in {path.suffix}"
        super().__init__(path, problem, f"name it {path.with_suffix(suffix).name}")
        self.kind, self.suffix = kind, suffix


class SwollenSourceError(SourceError):
    """A file that would unpack to far more than its size, as a zip bomb does."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem, "read it only from whom you trust, saved as plain text")


class ExceedingSourceError(SourceError):
    """A file that takes more time or memory to read than a file of its size may."""

    def __init__(self, path: Path, kind: str, limit: str) -> None:
        problem = f"is {kind} that takes more than {limit} to read, which its size does not explain"
        super().__init__(path, problem, "save it again from another program, or as plain text")
        self.kind, self.limit = kind, limit


class BrokenOffSourceError(SourceError):
    """A file over which its reader breaks off: damaged, made to do harm, or met by a defect."""

    def __init__(self, path: Path, kind: str, end: str) -> None:
        problem = f"is {kind} over which its reader breaks off ({end})"
        super().__init__(path, problem, "save it again from another program, or as plain text")
        self.kind, self.end = kind, end


class ScannedSourceError(SourceError):
    """A PDF file that has pictures of pages instead of their text."""

    def __init__(self, path: Path, pages: int, empty: int) -> None:
        problem = f"is a scan: of its {pages} pages {empty} have no text"
        super().__init__(path, problem, "have its text recognised (OCR) and take the result")
        self.pages, self.empty = pages, empty
