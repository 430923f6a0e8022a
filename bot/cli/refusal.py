"""What the program says where it does not do what it was asked: in a line, and as JSON."""

import json
import sys

from bot.process.error_text import explain_error


def refuse(error: Exception, *, as_json: bool) -> None:
    """Print why something is not done on standard error, and as an object on standard output."""
    print(f"concordance: {explain_error(error)}", file=sys.stderr)
    if as_json:
        print(json.dumps(_members(error), ensure_ascii=False), flush=True)


def _members(error: Exception) -> dict[str, object]:
    """Return an error by its name, in a sentence, and with the reasons where it has some."""
    from embeddings.editions.errors import NotPromotedError

    members: dict[str, object] = {"error": type(error).__name__, "message": explain_error(error)}
    if isinstance(error, NotPromotedError):
        members |= {"edition": error.name, "reasons": list(error.reasons)}
    return members
