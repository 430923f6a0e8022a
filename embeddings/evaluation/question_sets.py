"""Sets of questions from files: about the live text, or about a text that they carry themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from embeddings.errors import SourceError
from embeddings.evaluation.evaluate import EvaluationQuestion, read_questions
from embeddings.readers import decode
from embeddings.types import Document

SUFFIXES = (".jsonl", ".json")
"""What a folder of sets is searched for: questions of the live text, and sets with their own."""

_REMEDY = (
    'give it "paragraphs" with "paragraph" and "text", and "questions" with "question" and '
    '"paragraph", or with "topic" and "sentences"'
)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a file; `document` is its own text, None where the live text is meant."""

    path: Path
    questions: tuple[EvaluationQuestion, ...]
    document: Document | None = None

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def undeclared(self) -> list[EvaluationQuestion]:
        """The questions that do not say whether the text answers them."""
        return [question for question in self.questions if not question.is_declared]


class _SetParagraph(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    paragraph: int
    text: str


class _SetQuestion(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    question: str
    id: str | int | None = None
    kind: str | None = None
    paragraph: int | None = None
    sentence: str | None = None
    topic: int | None = None
    sentences: list[str] | None = None

    @property
    def place(self) -> int | None:
        """The paragraph that it is about, None where the question has neither form."""
        if self.topic is None:
            return self.paragraph
        return self.topic if self.sentences is not None and self.paragraph is None else None

    @property
    def answers(self) -> list[str]:
        """The sentences that answer it."""
        named = self.sentences if self.topic is not None else [self.sentence]
        return [_fold(sentence) for sentence in named or () if sentence is not None]


class _SetFile(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    paragraphs: Annotated[list[_SetParagraph], Field(min_length=1)]
    questions: Annotated[list[_SetQuestion], Field(min_length=1)]


def read_question_sets(paths: Iterable[Path]) -> list[QuestionSet]:
    """Read files and the sets in folders; raise SourceError at the first invalid one."""
    files = dict.fromkeys(file for path in paths for file in _list_files(path))
    return [read_question_set(file) for file in files]


def read_question_set(path: Path) -> QuestionSet:
    """Read a set with its own text from a `.json` file, else questions, one a line.

    Raises SourceError where the file is neither, or names a paragraph that it has not.
    """
    if path.suffix.casefold() != ".json":
        return QuestionSet(path, tuple(read_questions(path)))
    try:
        content = _SetFile.model_validate_json(decode(path))
    except ValidationError as error:
        raise SourceError(path, f"is no set of questions ({_locate(error)})", _REMEDY) from error
    document = Document.of(path.stem, path.stem, _fold_paragraphs(path, content.paragraphs))
    questions = (
        _make_question(path, number, question, document)
        for number, question in enumerate(content.questions, 1)
    )
    return QuestionSet(path, tuple(questions), document)


def _list_files(path: Path) -> Sequence[Path]:
    """Return a file, or the sets of a folder in the order of their names."""
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.glob("[!.]*") if file.suffix.casefold() in SUFFIXES)
    if not files:
        problem, remedy = "holds no set of questions", "name a folder with .jsonl or .json files"
        raise SourceError(path, problem, remedy)
    return files


def _locate(error: ValidationError) -> str:
    """Return where the first mistake is, counted from 1, and what it is."""
    first = error.errors()[0]
    places = (str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    return ": ".join(filter(None, (" ".join(places), first["msg"])))


def _fold_paragraphs(path: Path, paragraphs: Sequence[_SetParagraph]) -> Iterator[str]:
    """Yield the words of the paragraphs, which are numbered from 1 in their order."""
    for number, paragraph in enumerate(paragraphs, 1):
        if paragraph.paragraph != number:
            problem = f"paragraph {number} in its order is numbered {paragraph.paragraph}"
            raise SourceError(path, problem, "number its paragraphs from 1 in their order")
        if not (words := _fold(paragraph.text)):
            raise SourceError(path, f"paragraph {number} is empty", "give it its words")
        yield words


def _fold(text: str) -> str:
    return " ".join(text.split())


def _make_question(
    path: Path, number: int, question: _SetQuestion, document: Document
) -> EvaluationQuestion:
    """Return a question with what is right; one without sentences on its topic has no answer."""
    place, answers = question.place, question.answers
    if place is None:
        problem = f'question {number} has neither "paragraph" nor both "topic" and "sentences"'
        raise SourceError(path, problem, _REMEDY)
    if not 1 <= place <= len(document.paragraphs):
        problem = f"question {number} names paragraph {place}"
        last = len(document.paragraphs)
        raise SourceError(path, problem, f"name one of its paragraphs, 1 to {last}")
    paragraph = document.paragraphs[place - 1]
    words = document.quote(paragraph.start, paragraph.end)
    if any(not sentence or sentence not in words for sentence in answers):
        problem = f"question {number} names a sentence that paragraph {place} does not have"
        raise SourceError(path, problem, "give it word for word")
    answerable = question.topic is None or bool(answers)
    return EvaluationQuestion(
        question=question.question,
        id=question.id,
        kind=question.kind or ("answerable" if answerable else "near"),
        paragraphs=frozenset({place} if answerable else ()),
        sentences=tuple(answers),
    )
