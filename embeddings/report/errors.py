"""What keeps a report from being written."""

from pathlib import Path

from embeddings.errors import EmbeddingsError


class OutputError(EmbeddingsError):
    """A place where no report can be written, or none should be."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path, self.problem, self.remedy = path, problem, remedy
