"""Questions that the text answers, for those who ask nothing yet."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embeddings.retriever import Retriever

COUNT = 3
_TRIED = 40
_FORM = "What does the text say about {}?"
_NAME = re.compile(r"(?<=[a-zß-öø-ÿ,;] )[A-ZÀ-ÖØ-Þ][\w’-]+(?:\s+[A-ZÀ-ÖØ-Þ][\w’-]+)*")


def suggestions(retriever: "Retriever") -> tuple[str, ...]:
    """Return up to three questions, about names of the text, that it answers and differently."""
    return tuple(islice(_answered(retriever), COUNT))


def _answered(retriever: "Retriever") -> Iterator[str]:
    """Yield questions whose best passage is an answer, and no other question's, in the name's."""
    passages = retriever.index.concordance.passages
    named = Counter(name for one in passages for name in dict.fromkeys(_NAME.findall(one.text)))
    shown = set(passages[:1])  # a title answers nothing
    for name, _ in named.most_common(_TRIED):
        question = _FORM.format(name)
        hits = retriever.retrieve(retriever.ask(question), 1)
        sure = [hit for hit in hits if hit.score >= retriever.calibration.bar]
        if sure and name in sure[0].passage.text and sure[0].passage not in shown:
            shown.add(sure[0].passage)
            yield question
