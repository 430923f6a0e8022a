"""`python -m bot.probe readyz 60`: ask the bot on this machine for its health; 0 if it is well.

The number after the path is how many seconds to wait for that.
"""

import sys
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException

from pydantic import ValidationError

from bot.settings import Settings

HOST = "127.0.0.1"
_TIMEOUT = 3
"""Seconds that one answer may take."""

_PAUSE = 0.5
"""Seconds between two requests."""


def main(
    arguments: Sequence[str],
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Print the bot's answer; return 0 if it is well, 1 if not, 2 where it cannot be asked."""
    path, within, *_ = *arguments, "", "0"
    try:
        port, end = Settings().http_port, clock() + float(within or 0)
    except ValidationError:
        return _print("the settings cannot be read; see `concordance doctor`", 2)
    except ValueError:
        return _print(f"{within!r} is no number of seconds", 2)
    if not path or not port:
        return _print("name healthz, readyz or metrics, and set CONCORDANCE_HTTP_PORT", 2)
    while True:
        is_well, words = ask_bot(port, path)
        if is_well or clock() >= end:
            return _print(words, 0 if is_well else 1)
        pause(_PAUSE)


def ask_bot(port: int, path: str) -> tuple[bool, str]:
    """Return whether the bot is well, and its answer, or why there is none."""
    connection = HTTPConnection(HOST, port, timeout=_TIMEOUT)
    try:
        connection.request("GET", f"/{path.lstrip('/')}")
        answer = connection.getresponse()
        return answer.status == 200, answer.read().decode("utf-8", "replace").rstrip("\n")
    except (OSError, HTTPException) as error:
        return False, f"nothing answers on port {port} ({type(error).__name__})"
    finally:
        connection.close()


def _print(words: str, status: int) -> int:
    print(words, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
