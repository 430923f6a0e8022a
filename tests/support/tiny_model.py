"""A real sentence-transformers model, made in seconds and with nothing learned in it."""

from pathlib import Path

WORDS = "the a crowd soldier palace question answer page one two three".split()


def make_model(path: Path, seed: int = 0, hidden: int = 16) -> Path:
    """Save a BERT of one layer with random weights under a path, and return the path."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    path.mkdir(parents=True)
    letters = [chr(code) for code in range(33, 127)]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *letters]
    pieces += [f"##{letter}" for letter in letters]
    (path / "vocab.txt").write_text("\n".join(dict.fromkeys(pieces)), "utf-8")
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(dict.fromkeys(pieces)),
        hidden_size=hidden,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(path / "bert")
    BertTokenizer(vocab=str(path / "vocab.txt")).save_pretrained(path / "bert")
    transformer = Transformer(str(path / "bert"), max_seq_length=64)
    pooling = Pooling(transformer.get_embedding_dimension())
    model = SentenceTransformer(modules=[transformer, pooling], device="cpu")
    model.save(str(path / "model"))
    return path / "model"
