"""Building an edition: read a text, split it, embed it, write it, make it live."""

import dataclasses
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from embeddings.citations import find_references
from embeddings.concordance import passages
from embeddings.concordance.concordance import Concordance, Text
from embeddings.concordance.diagnostics import find_build_warnings
from embeddings.editions.build_tools import BuildTools
from embeddings.editions.edition import Edition
from embeddings.editions.edition_manifest import (
    FORMAT_VERSION,
    CalibrationRecord,
    EditionInfo,
    Identity,
    ModelInfo,
    SearchInfo,
    describe_files,
)
from embeddings.editions.editions import Editions
from embeddings.editions.errors import OtherDocumentError
from embeddings.editions.promotion import make_live
from embeddings.editions.promotion_gate import DEFAULT_TERMS, PromotionTerms
from embeddings.editions.reuse import is_unchanged, load_vectors
from embeddings.guide.examples import choose_examples, choose_suggestions
from embeddings.guide.guide import GUIDE_FILE, Guide
from embeddings.guide.sections import EmbeddedSentences, divide_into_sections
from embeddings.index import indexing
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.index.index import Index
from embeddings.index.indexing import build_index
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.onnx_encoder import is_intact

_MAX_PROOF_TEXTS = 64
"""Passages of the text on which an exported model is proved."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: the edition's folder, its counts, and how many texts were embedded anew.

    `recall` is the share of the ten nearest vectors that the first stage returns. An edition
    that is not `live` is a candidate.
    """

    path: Path
    edition: str
    counts: dict[str, int]
    embedded: int
    changed: bool
    warnings: tuple[str, ...] = ()
    recall: float | None = None
    live: bool = False


def build_edition(
    text: Text,
    editions: Editions,
    tools: BuildTools,
    replace: bool = False,
    terms: PromotionTerms | None = DEFAULT_TERMS,
) -> BuildResult:
    """Build an edition of a text and make it live; do nothing where nothing changed.

    Without terms it stays a candidate. The live edition stays in use until the new one is whole
    on disk. Raises OtherDocumentError where the live edition is of another document, unless it
    is to be replaced; NotPromotedError where the new edition is worse than the live one of the
    same text; ExportError where the exported model differs from the original.
    """
    with editions.locked():
        live = editions.read_live_identity()
        is_other = live is not None and _is_of_other_document(live, text)
        if live is not None and is_other and not replace:
            raise OtherDocumentError(live.origin, text.origin)
        built = _build_candidate(text, editions, tools)
        if not built.changed or terms is None:
            return built
        make_live(editions, built.path.name, "built", terms, gate=not is_other)
        return dataclasses.replace(built, live=True)


def _is_of_other_document(live: Identity, text: Text) -> bool:
    """Return whether the live edition differs from a text in both its origin and its words."""
    return live.origin != text.origin and live.edition != text.document.edition


def _build_candidate(text: Text, editions: Editions, tools: BuildTools) -> BuildResult:
    """Build an edition and write it beside the live one, unless it would only repeat that."""
    # Read and split
    references = find_references(text.document, text.known_works)
    concordance = text.concordance(references)
    live = editions.open_usable(whole=True)  # a damaged or stale edition is built again
    if (
        live is not None
        and is_unchanged(live, text, concordance, tools)
        and all(is_intact(editions.models / model.weights_sha256) for model in live.info.models)
    ):
        return _keep(live)
    doubts = find_build_warnings(concordance, references, text.remarks)
    warnings = tuple(doubt.advice for doubt in doubts)

    # Embed
    encoders = tools.load_encoders(editions.models, _choose_proof_texts(concordance))
    tools.prove_cross_encoder(concordance)
    known = load_vectors(live, encoders) if live is not None else None
    index, embedded = build_index(concordance, encoders, tools.others, known, tools.progress)

    path, info = _write(text, editions, _EmbeddedText(index, encoders, tools))
    return BuildResult(
        path, info.edition, info.counts, embedded, True, warnings, info.search.recall
    )


def _keep(live: Edition) -> BuildResult:
    return BuildResult(live.path, live.info.edition, live.info.counts, 0, changed=False, live=True)


def _choose_proof_texts(concordance: Concordance) -> list[str]:
    """Return the texts of some passages, evenly spread."""
    texts = [unit.text for unit in make_embedding_inputs(concordance)]
    return texts[:: math.ceil(len(texts) / _MAX_PROOF_TEXTS)]


@dataclass(frozen=True, slots=True)
class _EmbeddedText:
    """An index that is not yet on disk, and what it was made with."""

    index: Index
    encoders: EncoderPair
    tools: BuildTools

    def make_guide(self, chosen: tuple[str, ...]) -> Guide:
        """Return the sections of the text, with the chosen examples of what to ask."""
        spoken = EmbeddedSentences(self.index.sentence_vectors.vectors(), self.index.rows.owners)
        return Guide(divide_into_sections(self.index.concordance, spoken), chosen)

    def describe_search(self, chosen: tuple[str, ...]) -> SearchInfo:
        """Return what the manifest records of the search, with some of the chosen examples."""
        return SearchInfo(
            calibration=CalibrationRecord.of_models(len(self.tools.models)),
            suggestions=choose_suggestions(chosen),
            vectors=self.index.sentence_vectors.kind,
            recall=self.index.sentence_vectors.recall,
            cross_encoder=self.tools.cross_encoder,
            others_sha256=self.tools.others_sha256,
        )


def _write(text: Text, editions: Editions, embedded: _EmbeddedText) -> tuple[Path, EditionInfo]:
    """Write an edition to disk; return its folder and its manifest."""
    chosen = choose_examples(text.examples, embedded.index.concordance)
    files = {
        **embedded.index.files(),
        GUIDE_FILE: embedded.make_guide(chosen).to_json(),
    }
    first, *second = map(ModelInfo.of, embedded.encoders)
    info = EditionInfo(
        **first.model_dump(),
        second=next(iter(second), None),
        normalised=True,
        format=FORMAT_VERSION,
        splitter=passages.SPLITTING_VERSION,
        embedding=indexing.VERSION,
        edition=text.document.edition,
        document=text.document.key,
        origin=text.origin,
        entry_sha256=text.entry_sha256,
        search=embedded.describe_search(chosen),
        counts=_count(embedded.index),
        created=datetime.now(UTC),
        files=describe_files(files),
    ).sealed()
    return editions.write(info, files), info


def _count(index: Index) -> dict[str, int]:
    concordance = index.concordance
    return {
        "paragraphs": len(concordance.document.paragraphs),
        "passages": len(concordance.passages),
        "quotations": len(concordance.quotations),
        "citations": len(concordance.citations),
        "vectors": len(index.rows.owners),
        "tokens": int(index.sentences.starts[-1]),
    }
