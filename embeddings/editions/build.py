"""A text in, a new edition live: read, split, embed, calibrate, write, make live."""

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from embeddings.citations import find
from embeddings.concordance.concordance import Concordance, Text
from embeddings.concordance.diagnostics import unusual
from embeddings.concordance.passages import VERSION
from embeddings.editions.editions import FORMAT, Edition, Editions, Info, Learned, described, now
from embeddings.editions.errors import OtherDocumentError
from embeddings.editions.promotion import go_live
from embeddings.editions.promotion_gate import TERMS, PromotionTerms
from embeddings.errors import DamagedIndexError, NotInstalledError, SourceError
from embeddings.guide.examples import examples, suggestions
from embeddings.guide.guide import FILE as GUIDE
from embeddings.guide.guide import Guide
from embeddings.guide.sections import Spoken, sections
from embeddings.index.embedding_inputs import sha256, units
from embeddings.index.index import Index
from embeddings.index.indexing import VERSION as EMBEDDING
from embeddings.index.indexing import embed
from embeddings.models.encoded_questions import load_or_encode
from embeddings.models.encoder import Encoder, Progress, hash_weights
from embeddings.models.onnx_encoder import is_intact
from embeddings.retrieval.calibration import (
    FITTED,
    LEAST,
    OTHERS,
    OTHERS_REFUSED,
    Calibration,
    Fitted,
)
from embeddings.retrieval.fitting import fit
from embeddings.retrieval.late_interaction import Rescorer
from embeddings.retrieval.stages import STAGES

PROOF = 64
"""Passages of the text itself on which an exported model is proved."""

NEEDED = ("torch", "sentence_transformers", "onnx", "sklearn", "bm25s")
"""Libraries that building needs and asking does not."""

Load = Callable[[str, Path, Sequence[str]], Encoder]
"""Opens a model by its name, exported to a folder; first exports it, proved on some texts."""


@dataclass(frozen=True, slots=True)
class BuildTools:
    """What a build needs besides a text.

    `others` are questions about other things: no text is to answer them.
    """

    model: str
    load: Load
    others: Sequence[str]
    progress: Progress
    cross_encoder: str | None = None
    rescorer: Callable[[str, Concordance], Rescorer] | None = None

    @classmethod
    def of(cls, model: str, progress: Progress, cross_encoder: str | None = None) -> "BuildTools":
        """Return the ordinary means: the model exported for ONNX Runtime, our own questions.

        Raises NotInstalledError in an installation that only asks.
        """
        from embeddings.models.onnx_export import open_or_export
        from embeddings.retrieval.cross_encoder import CrossEncoding

        for library in NEEDED:
            if find_spec(library) is None:
                raise NotInstalledError("building", library)
        try:
            others = OTHERS.read_text("utf-8").splitlines()
        except OSError as error:
            problem = f"cannot be read ({error.strerror}), and no refusal is calibrated without it"
            raise SourceError(OTHERS, problem, "install the program anew") from error
        return cls(model, open_or_export, others, progress, cross_encoder, CrossEncoding)

    def rescored_by(self, concordance: Concordance) -> Rescorer | None:
        """Return what takes the place of late interaction, where something does."""
        if self.cross_encoder is None or self.rescorer is None:
            return None
        return self.rescorer(self.cross_encoder, concordance)

    @property
    def others_sha256(self) -> str:
        """A hash of the questions about other things, and of the rules that weigh scores."""
        weights = {stage.name: stage.weight for stage in STAGES}
        return sha256("\n".join([*self.others, repr((weights, LEAST, OTHERS_REFUSED))]))


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the edition's directory, its counts, and how much was embedded anew.

    `recall` is the share of the ten nearest vectors that the first stage finds; what is not
    `live` is a candidate.
    """

    path: Path
    edition: str
    counts: dict[str, int]
    embedded: int
    changed: bool
    warnings: tuple[str, ...] = ()
    recall: float | None = None
    live: bool = False


def build(
    text: Text,
    editions: Editions,
    means: BuildTools,
    replace: bool = False,
    terms: PromotionTerms | None = TERMS,
) -> Built:
    """Build an edition of a text and make it live; nothing is done where nothing changed.

    Without terms it does not go live and stays a candidate. Raises OtherDocumentError where the
    live edition is of another document, unless told to replace it; NotPromotedError where the
    new edition is worse than that of the same text; and ExportError where the model cannot be
    exported true to itself. The live edition stays in use until the new one is whole on disk.
    """
    with editions.building():
        held = editions.held()
        other = held is not None and _is_other(held, text)
        if held is not None and other and not replace:
            raise OtherDocumentError(held[0], text.origin)
        built = _written(text, editions, means)
        if not built.changed or terms is None:
            return built
        go_live(editions, built.path.name, "built", terms, gate=not other)
        return dataclasses.replace(built, live=True)


def _written(text: Text, editions: Editions, means: BuildTools) -> Built:
    """Build an edition and write it beside the live one, unless it would be that again."""
    found = find(text.document, text.lore)
    concordance = text.concordance(found)
    live = editions.usable(whole=True)  # a damaged or stale one is built again
    if (
        live is not None
        and _unchanged(live, text, concordance, means)
        and is_intact(editions.models / live.info.weights_sha256)
    ):
        return Built(live.path, live.info.edition, live.info.counts, 0, changed=False, live=True)
    warnings = tuple(doubt.advice for doubt in unusual(concordance, found))
    encoder = means.load(means.model, editions.models, _proof(concordance))
    rescorer = means.rescored_by(concordance)
    known = _known(live, encoder)
    index, embedded = embed(concordance, encoder, means.others, known, means.progress)
    folder = editions.models / encoder.weights_sha256
    before = _fitted(live, concordance, means) if live is not None and known is not None else None
    path, info = _write(text, editions, _Made(index, encoder, means, rescorer, folder, before))
    return Built(path, info.edition, info.counts, embedded, True, warnings, info.found.recall)


@dataclass(frozen=True, slots=True)
class _Made:
    """An index with the model it was made with and the model's folder, not yet on disk.

    `before` is the calibration of the edition that was live until now.
    """

    index: Index
    encoder: Encoder
    means: BuildTools
    rescorer: Rescorer | None
    folder: Path
    before: Fitted | None

    def calibrated(self) -> Fitted:
        """Return the calibration of before, where it still holds, else one of this text."""
        if self.before is not None and self.before.holds_for(self.index.unit_hashes):
            return self.before
        others = self.means.others
        known = load_or_encode(self.encoder, self.folder, others, EMBEDDING)
        return fit(self.index, self.encoder, self.rescorer, others, known)

    def guide(self, asked: tuple[str, ...]) -> Guide:
        """Return what leads into the text: its sections, and these examples of what to ask."""
        spoken = Spoken(self.index.nearest.vectors(), self.index.rows.owners)
        return Guide(sections(self.index.concordance, spoken), asked)

    def found(self, calibration: Calibration, asked: tuple[str, ...]) -> Learned:
        """Return what there is to know about the search, with three of these examples."""
        return Learned(
            calibration=calibration,
            suggestions=suggestions(asked),
            vectors=self.index.nearest.kind,
            recall=self.index.nearest.recall,
            cross_encoder=self.means.cross_encoder,
            others_sha256=self.means.others_sha256,
        )


def _proof(concordance: Concordance) -> list[str]:
    """Return texts of passages, evenly from the whole."""
    every = [unit.text for unit in units(concordance)]
    return every[:: math.ceil(len(every) / PROOF)]


def _is_other(held: tuple[str, str], text: Text) -> bool:
    """Say whether what is in use is of another text, and of other words too."""
    return held[0] != text.origin and held[1] != text.document.edition


def _unchanged(live: Edition, text: Text, concordance: Concordance, means: BuildTools) -> bool:
    """Say whether a build would give what is live already, by the rules that are in force now."""
    info = live.info
    return (
        live.concordance == concordance
        and info.origin == text.origin
        and info.entry_sha256 == text.entry_sha256
        and info.splitter == VERSION
        and info.embedding == EMBEDDING
        and info.model == means.model
        and info.found.cross_encoder == means.cross_encoder
        and info.found.others_sha256 == means.others_sha256
        and info.weights_sha256 == hash_weights(means.model)
        and _offers(live, examples(text.examples, concordance))
    )


def _offers(live: Edition, asked: tuple[str, ...]) -> bool:
    """Say whether an edition offers these examples; one of another version may offer others."""
    try:
        offered = live.guide.examples
    except DamagedIndexError:
        return False
    return offered == asked and live.info.found.suggestions == suggestions(asked)


def _known(live: Edition | None, encoder: Encoder) -> Index | None:
    """Return the live index, where its vectors are those that would be made now."""
    if live is None or live.info.weights_sha256 != encoder.weights_sha256:
        return None
    if live.info.embedding != EMBEDDING or live.info.dimension != encoder.dimension:
        return None
    return Index.load(live.path, live.concordance)


def _fitted(live: Edition, concordance: Concordance, means: BuildTools) -> Fitted | None:
    """Return the live calibration, where the rules that it was fitted by are still in force."""
    rules = live.info.found.cross_encoder, live.info.found.others_sha256
    if rules != (means.cross_encoder, means.others_sha256):
        return None
    if live.concordance.names != concordance.names:
        return None
    return Fitted.load(live.path, live.info.found.calibration)


def _write(text: Text, editions: Editions, made: _Made) -> tuple[Path, Info]:
    asked = examples(text.examples, made.index.concordance)
    fitted = made.calibrated()
    files = {
        **made.index.files(),
        GUIDE: made.guide(asked).to_json(),
        FITTED: fitted.to_json(),
    }
    info = Info(
        normalised=True,
        format=FORMAT,
        splitter=VERSION,
        embedding=EMBEDDING,
        edition=text.document.edition,
        document=text.document.key,
        origin=text.origin,
        entry_sha256=text.entry_sha256,
        model=made.encoder.name,
        weights_sha256=made.encoder.weights_sha256,
        dimension=made.encoder.dimension,
        found=made.found(fitted.calibration, asked),
        counts=_counts(made.index),
        created=now(),
        files=described(files),
    ).sealed()
    return editions.write(info, files), info


def _counts(index: Index) -> dict[str, int]:
    concordance = index.concordance
    return {
        "paragraphs": len(concordance.document.paragraphs),
        "passages": len(concordance.passages),
        "quotations": len(concordance.quotations),
        "citations": len(concordance.citations),
        "vectors": len(index.rows.owners),
        "tokens": int(index.sentences.starts[-1]),
    }
