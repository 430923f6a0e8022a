"""`python -m tests.benchmarks.warm [essay|squad|squad-misspelt]`: a question asked warm, of two.

Concordance and sentence-transformers with FAISS are asked the same questions in turn, in one
process and on one thread each. What counts is the time that this thread has the processor: so
the ratios hold on a machine that others use too.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from rich.console import Console
from rich.table import Table

from tests.benchmarks.data import DATA
from tests.benchmarks.peers import Concordance, SentenceTransformersFaiss
from tests.benchmarks.quality import DEPTH, WARM_UP

ROUNDS = 3
MOST = 200
"""Questions that are asked at most, one of every so many."""

PEER = "sentence-transformers + FAISS"
WAYS = {3: "Concordance, three passages", DEPTH: "Concordance, ten passages"}
MODEL = "of that, the model alone"

Asking = Callable[[str], object]


def main(arguments: Sequence[str]) -> None:
    """Measure, and print each time with how often it goes into the peer's."""
    paragraphs, questions = DATA[arguments[0] if arguments else "essay"]()
    asked = [question for question, _ in questions][:: max(1, len(questions) // MOST)]
    table = Table("one thread each, p50", "ms", f"times as fast as {PEER}", box=None)
    spans = measured(ways(paragraphs), asked)
    for name, span in spans.items():
        table.add_row(name, f"{span * 1000:.2f}", f"{spans[PEER] / span:.2f}")
    Console(width=100).print(table)


def ways(paragraphs: list[str]) -> dict[str, Asking]:
    """Return what is asked, each on one thread, over an index of the paragraphs."""
    import torch

    torch.set_num_threads(1)
    peer, own = SentenceTransformersFaiss(), Concordance()
    peer.build(paragraphs)
    own.build(paragraphs)
    encode = _on_one_thread(own)
    found: dict[str, Asking] = {PEER: partial(peer.search, limit=DEPTH)}
    found |= {name: partial(own.search, limit=limit) for limit, name in WAYS.items()}
    return found | {MODEL: encode}


def measured(asking: dict[str, Asking], questions: Sequence[str]) -> dict[str, float]:
    """Return the median of the seconds that each takes, all of them asked in turn."""
    spans: dict[str, list[float]] = {name: [] for name in asking}
    for at, question in enumerate([*questions[:WARM_UP], *list(questions) * ROUNDS]):
        for name, ask in asking.items():
            started = time.thread_time()
            ask(question)
            if at >= min(WARM_UP, len(questions)):
                spans[name].append(time.thread_time() - started)
    return {name: statistics.median(times) for name, times in spans.items()}


def _on_one_thread(own: Concordance) -> Asking:
    """Let ONNX Runtime run on the one thread that is measured; return what encodes with it."""
    from embeddings.models.encoder import hash_weights
    from embeddings.models.encoder_pair import EncoderPair
    from embeddings.models.onnx_encoder import GRAPH, OnnxEncoder
    from embeddings.models.onnx_session import OnnxSession
    from embeddings.models.packages import DEFAULT

    folder = own._folder / "models" / hash_weights(DEFAULT)
    encoder = OnnxEncoder(DEFAULT, folder)
    encoder._session = OnnxSession(folder / GRAPH, threads=1)
    own._answerer._retriever().encoders = EncoderPair(encoder)
    return encoder.encode


if __name__ == "__main__":
    main(sys.argv[1:])
