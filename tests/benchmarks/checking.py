"""What is found of changed quotations, and what is claimed of sentences from elsewhere.

`python -m tests.benchmarks.checking` takes two hundred quotations, five times others, from the
essay, where it is, and from the sample.
"""

from pathlib import Path

from embeddings.checking.checker import Checker
from embeddings.concordance.concordance import Text
from embeddings.manifest.manifest import Manifest
from tests.conftest import ESSAY, ROOT
from tests.support.checked_quotes import claimed, found_right

SEEDS = range(5)


def main() -> None:
    """Print, for each text, how many are found right, and how many sentences are claimed."""
    library = Manifest.load(ROOT / "data" / "library.toml")
    texts: list[Path] = [ROOT / "data" / "sample" / "essay.txt", ESSAY]
    for path in filter(Path.exists, texts):
        text = Text.read(path, library).concordance()
        checker = Checker(text)
        found = [found_right(text, checker, seed) for seed in SEEDS]
        wrongly = len(claimed(checker))
        print(f"{path}: right, of 200 each time: {found}; claimed: {wrongly}")  # noqa: T201


if __name__ == "__main__":
    main()
