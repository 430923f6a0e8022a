"""Questions to measure search with: SQuAD's, SQuAD's misspelt, the essay's."""

import json
import random
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from embeddings.readers import blocks, decode

SHARED = Path(__file__).parents[3] / "shared"
SEED = 0
EDITED = 5
"""One word of so many is misspelt."""


class Data(NamedTuple):
    """Paragraphs, and questions with the indexes, from 0, of the paragraphs that are right."""

    paragraphs: list[str]
    questions: list[tuple[str, set[int]]]


def squad() -> Data:
    """Read SQuAD: each question has the one paragraph that it was asked about."""
    squad = json.loads((SHARED / "eval" / "squad.json").read_text("utf-8"))
    paragraphs = [paragraph["text"] for paragraph in squad["paragraphs"]]
    return Data(
        paragraphs, [(one["question"], {one["paragraph"] - 1}) for one in squad["questions"]]
    )


def squad_misspelt() -> Data:
    """Read SQuAD, with typos in every question."""
    paragraphs, questions = squad()
    return Data(paragraphs, [(with_typos(question, SEED), right) for question, right in questions])


def essay() -> Data:
    """Read the essay's blocks between blank lines, and the questions that they answer."""
    paragraphs = list(blocks(decode(SHARED / "essay" / "essay.txt")))
    asked = map(json.loads, decode(SHARED / "eval" / "questions-dev.jsonl").splitlines())
    return Data(paragraphs, [_asked(one) for one in asked if one["paragraphs"]])


DATA: dict[str, Callable[[], Data]] = {
    "squad": squad,
    "squad-misspelt": squad_misspelt,
    "essay": essay,
}
"""The sets of questions, by the names that `python -m tests.benchmarks.peer` takes."""


def with_typos(question: str, seed: int) -> str:
    """Return a question with one letter wrong in a fifth of its words, in one at least.

    The draw depends on the seed and the question alone; a word of one letter is left as it is.
    """
    draw = random.Random(f"{seed} {question}")  # noqa: S311  (a sample, not a secret)
    words = question.split(" ")
    long = [at for at, word in enumerate(words) if len(_letters(word)) > 1]
    for at in draw.sample(long, min(len(long), max(1, round(len(words) / EDITED)))):
        words[at] = _misspelt(words[at], draw)
    return " ".join(words)


def _misspelt(word: str, draw: random.Random) -> str:
    at = draw.choice(_letters(word))
    other = draw.choice([letter for letter in string.ascii_lowercase if letter != word[at].lower()])
    edits = [
        word[:at] + other + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + other + word[at:],
    ]
    neighbours = word[at : at + 2]
    if neighbours.isalpha() and len(set(neighbours.lower())) == 2:
        edits.append(word[:at] + neighbours[::-1] + word[at + 2 :])
    return draw.choice(edits)


def _letters(word: str) -> list[int]:
    return [at for at, character in enumerate(word) if character.isalpha()]


def _asked(one: dict[str, Any]) -> tuple[str, set[int]]:
    return one["question"], {number - 1 for number in one["paragraphs"]}
