"""Errors of writing a report."""

from pathlib import Path

from embeddings.errors import EmbeddingsError


class OutputError(EmbeddingsError):
    """The report cannot be written to this path, or should not be."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path, self.problem, self.remedy = path, problem, remedy
