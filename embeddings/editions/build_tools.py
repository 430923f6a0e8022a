"""What a build needs besides a text: the models, and questions that weigh word pieces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from embeddings.concordance.concordance import Concordance
from embeddings.errors import NotInstalledError, SourceError
from embeddings.index.embedding_inputs import sha256
from embeddings.index.piece_weights import UNRELATED_QUESTIONS
from embeddings.models.encoder import Encoder, Progress
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.names import ModelNames
from embeddings.retrieval.late_interaction import Rescorer

BUILD_LIBRARIES = ("torch", "sentence_transformers", "onnx", "bm25s")
"""Libraries that building needs and asking does not."""

LoadEncoder = Callable[[str, Path, Sequence[str]], Encoder]
"""Loads a model by its name from a folder; it is first exported there, and proved on some texts."""


@dataclass(frozen=True, slots=True)
class BuildTools:
    """What a build needs besides a text.

    `models` are the names of one model or two, each loaded by `load`; `others` are questions
    about other things, which no text answers.
    """

    models: ModelNames
    load: LoadEncoder
    others: Sequence[str]
    progress: Progress
    cross_encoder: str | None = None
    open_rescorer: Callable[[str, Concordance], Rescorer] | None = None

    @classmethod
    def for_models(
        cls, models: ModelNames, progress: Progress, cross_encoder: str | None = None
    ) -> "BuildTools":
        """Return the usual tools: the models exported for ONNX Runtime, the questions we ship.

        Raises NotInstalledError in an installation that can only ask, SourceError where the
        questions cannot be read.
        """
        from embeddings.models.onnx_export import open_or_export
        from embeddings.retrieval.cross_encoder import CrossEncoderRescorer

        for library in BUILD_LIBRARIES:
            if find_spec(library) is None:
                raise NotInstalledError("building", library)
        try:
            others = UNRELATED_QUESTIONS.read_text("utf-8").splitlines()
        except OSError as error:
            problem = f"cannot be read ({error.strerror}), and no word piece is weighed without it"
            raise SourceError(UNRELATED_QUESTIONS, problem, "install the program anew") from error
        return cls(models, open_or_export, others, progress, cross_encoder, CrossEncoderRescorer)

    def load_encoders(self, folder: Path, texts: Sequence[str]) -> EncoderPair:
        """Return the models, loaded from a folder of exported ones; see LoadEncoder."""
        return EncoderPair(*(self.load(name, folder, texts) for name in self.models))

    def prove_cross_encoder(self, concordance: Concordance) -> None:
        """Load the cross-encoder that is to replace late interaction, if one is set.

        An edition that could not be asked is not built.
        """
        if self.cross_encoder is not None and self.open_rescorer is not None:
            self.open_rescorer(self.cross_encoder, concordance)

    @property
    def others_sha256(self) -> str:
        """A hash of the questions, on which the weights of the word pieces depend."""
        return sha256("\n".join(self.others))
