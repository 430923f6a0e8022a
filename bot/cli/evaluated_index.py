"""The index that an evaluation asks: its live text, and texts that sets carry, built beside it."""

import re
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answers.opening import open_answerer
from bot.answers.strictness import compute_bar, parse_strictness
from bot.cli.progress import report_progress
from embeddings.editions.editions import Editions
from embeddings.editions.library import Library
from embeddings.editions.opening import make_answerer
from embeddings.editions.promotion_gate import PromotionTerms
from embeddings.errors import NoIndexError
from embeddings.models.names import ModelNames, choose_default_names

if TYPE_CHECKING:
    from embeddings.answering.answerer import Answerer
    from embeddings.concordance.concordance import Text
    from embeddings.editions.build_tools import BuildTools
    from embeddings.editions.edition import Edition
    from embeddings.evaluation.question_sets import QuestionSet
    from embeddings.models.encoder import Progress
    from embeddings.types import Document

SETS_FOLDER = "evaluation"
"""Folder of an index with the texts that sets carry; it may be removed at any time."""

_TERMS = PromotionTerms(reason="built to be measured", keep=1)
"""A set's text goes live beside its index whatever it has lost: nobody is answered from it."""


class EvaluatedIndex:
    """An index to ask questions of.

    `models` are those that it must be built with, and that sets' texts are built with; without
    them, these are built with the models and the cross-encoder of the live edition.
    """

    def __init__(
        self, directory: Path, models: ModelNames | None, document: str | None, strictness: str
    ) -> None:
        self.directory, self.models, self.document = directory, models, document
        self._strictness = parse_strictness(strictness)
        self._live: Answerer | None = None
        self._built: dict[Path, Editions] = {}

    def check_live(self) -> None:
        """Raise NoIndexError where nothing is live in the index."""
        if not Library(self.directory).live_documents():
            raise NoIndexError(self.directory)

    def open(self, asked: "QuestionSet", without: Collection[str] = ()) -> "Answerer":
        """Open what answers a set, without some stages of the search; build its own text first."""
        if asked.document is None:
            return self._open_live(without)
        if asked.path not in self._built:
            self._built[asked.path] = self._build(asked.path, asked.document)
        editions = self._built[asked.path]
        return self._with_bar(make_answerer(editions.open(), editions.models, without))

    def _open_live(self, without: Collection[str]) -> "Answerer":
        """Open the live edition; with all stages, once for all sets."""
        if without or self._live is None:
            opened = open_answerer(self.directory, self.models, without, self.document)
            answerer = self._with_bar(opened)
            if without:
                return answerer
            self._live = answerer
        return self._live

    def _with_bar(self, answerer: "Answerer") -> "Answerer":
        answerer.bar = compute_bar(self._strictness, answerer.bar)
        return answerer

    def _build(self, path: Path, document: "Document") -> Editions:
        """Build the text of a set, unless it lies there already; return where it is."""
        from embeddings.editions.build import build_edition

        text = _make_text(path, document)
        with report_progress("bar") as tell:
            tell(f"{path.name}: loading")
            tools = self._make_tools(partial(tell, f"{path.name}: embedding"))
            editions = self._place(text, tools)
            build_edition(text, editions, tools, terms=_TERMS)
        return editions

    def _make_tools(self, progress: "Progress") -> "BuildTools":
        from embeddings.editions.build_tools import BuildTools

        live = None if self.models else self._find_live()
        if live is None:
            return BuildTools.for_models(self.models or choose_default_names(), progress)
        scorer = live.info.search.cross_encoder
        return BuildTools.for_models(live.info.model_names, progress, scorer)

    def _find_live(self) -> "Edition | None":
        """Return the first live edition of the index that can be used."""
        live = Library(self.directory).live_documents().values()
        return next((edition for held in live if (edition := held.open_usable())), None)

    def _place(self, text: "Text", tools: "BuildTools") -> Editions:
        """Return where a text built by some tools lies: another text or model lies elsewhere."""
        from embeddings.index.embedding_inputs import sha256

        built_from = (text.document.edition, tools.models, tools.cross_encoder)
        readable = re.sub(r"[^a-z0-9]+", "-", text.document.key.casefold()).strip("-")[:40]
        folder = f"{readable or 'set'}-{sha256(repr(built_from))[:8]}"
        return Editions(self.directory / SETS_FOLDER / folder, self.directory)


def _make_text(path: Path, document: "Document") -> "Text":
    from embeddings.citations import KnownWorks
    from embeddings.concordance.concordance import Text

    return Text(path, document, KnownWorks())
