"""`python -m bot.probe readyz 60`: ask the bot of this machine how it is; 0 where all is well.

What stands behind the path is how many seconds it may take to become so.
"""

import sys
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException

from pydantic import ValidationError

from bot.settings import Settings

HOST = "127.0.0.1"
_PATIENCE = 3
_PAUSE = 0.5


def main(
    arguments: Sequence[str],
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Print what the bot answers: 0 if it is well, 1 if not, 2 where it cannot be asked."""
    path, within, *_ = *arguments, "", "0"
    try:
        port, end = Settings().http_port, clock() + float(within or 0)
    except ValidationError:
        return _said("the settings cannot be read; see `concordance doctor`", 2)
    except ValueError:
        return _said(f"{within!r} is no number of seconds", 2)
    if not path or not port:
        return _said("name healthz, readyz or metrics, and set CONCORDANCE_HTTP_PORT", 2)
    while True:
        well, words = asked(port, path)
        if well or clock() >= end:
            return _said(words, 0 if well else 1)
        pause(_PAUSE)


def asked(port: int, path: str) -> tuple[bool, str]:
    """Return whether the bot is well, and what it answers, or why it does not."""
    connection = HTTPConnection(HOST, port, timeout=_PATIENCE)
    try:
        connection.request("GET", f"/{path.lstrip('/')}")
        answer = connection.getresponse()
        return answer.status == 200, answer.read().decode("utf-8", "replace").rstrip("\n")
    except (OSError, HTTPException) as error:
        return False, f"nothing answers on port {port} ({type(error).__name__})"
    finally:
        connection.close()


def _said(words: str, status: int) -> int:
    print(words, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
