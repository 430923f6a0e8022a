"""The program that started this one: its end, however it comes, is this one's too."""

import os
import threading


def end_with_standard_input() -> None:
    """End this process as soon as whoever writes to its standard input has ended or closed it."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    while os.read(0, 4096):
        continue
    os._exit(0)  # an index is whole at any moment: see embeddings/files/atomic.py
