"""Reading in a process of its own, with limits: what a hostile file ends or fills is not ours."""

from embeddings.readers.child.process import read_in_child

__all__ = ["read_in_child"]
