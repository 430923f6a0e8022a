"""Books of small texts, from which everything can be looked up and nothing searched."""

from typing import NoReturn

from bot.answers.open_texts import OpenText, OpenTexts
from embeddings.answering.answerer import Answerer
from embeddings.concordance.concordance import Concordance


def unsearched() -> NoReturn:
    """Fail: there is nothing that searches."""
    raise AssertionError("nothing is searched")


def shelf(*every: Concordance) -> OpenTexts:
    """Return the books of some texts."""
    return OpenTexts([OpenText(Answerer(one, 0.5, unsearched)) for one in every])
