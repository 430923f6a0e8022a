"""What is refused: of questions about SQuAD's articles, and about eight that are left out.

`python -m tests.benchmarks.refusal` builds an index without eight articles, three times with
others, and asks with the bar as `build` stored it.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.answers.opening import open_answerer
from embeddings.answering.answerer import Answerer
from embeddings.concordance.concordance import Text
from embeddings.editions.build import build_edition
from embeddings.editions.build_tools import BuildTools
from embeddings.editions.editions import Editions
from embeddings.models.packages import DEFAULT

SQUAD = Path(__file__).parents[3] / "shared" / "eval" / "squad.json"
QUESTIONS = 1000
LEFT_OUT = 8
CHOICES = (0, 1, 2)


def refused() -> Iterator[tuple[float, float]]:
    """Yield, for each choice, the shares refused of answerable questions and of the others."""
    squad = json.loads(SQUAD.read_text("utf-8"))
    title = {one["paragraph"]: one["title"] for one in squad["paragraphs"]}
    titles = sorted(set(title.values()))
    for choice in CHOICES:
        left = set(random.Random(choice).sample(titles, LEFT_OUT))  # noqa: S311  (no secret)
        kept = [one["text"] for one in squad["paragraphs"] if one["title"] not in left]
        asked = random.Random(choice).sample(squad["questions"], QUESTIONS)  # noqa: S311
        out = [one["question"] for one in asked if title[one["paragraph"]] in left]
        within = [one["question"] for one in asked if title[one["paragraph"]] not in left]
        with tempfile.TemporaryDirectory() as folder:
            answerer = _answerer(kept, Path(folder))
            yield _refused(answerer, within), _refused(answerer, out)


def _answerer(paragraphs: list[str], folder: Path) -> Answerer:
    path = folder / "text.txt"
    path.write_text("\n\n".join(" ".join(one.split()) for one in paragraphs), "utf-8")
    means = BuildTools.for_models((DEFAULT,), lambda _done, _total: None)
    build_edition(Text.read(path, None), Editions(folder / "index"), means)
    return open_answerer(folder / "index", None)


def _refused(answerer: Answerer, questions: list[str]) -> float:
    return sum(not answerer.answer(one).answered for one in questions) / len(questions)


if __name__ == "__main__":
    for answerable, others in refused():
        print(f"answerable refused {answerable:.3f}, left out refused {others:.3f}")  # noqa: T201
