"""What keeps a job from being done; children of the package's errors."""

from collections.abc import Sequence

from bot.errors import UserError
from bot.i18n.translations import later


class NotMaintainerError(UserError):
    """Something was to be done to the index by somebody who is not named for it."""

    words = later(
        "This is for the maintainers of my text: whoever runs me names them in "
        "CONCORDANCE_MAINTAINERS."
    )


class OccupiedError(UserError):
    """A piece of work was asked for while another one is done."""

    words = later(
        "I am at work on the index for a maintainer already, one piece of work at a "
        "time. Try again when it is done, or let it be cancelled."
    )


class CancelledError(UserError):
    """A piece of work was given up."""

    words = later("Cancelled. What answers is as it was.")


class LeavingError(UserError):
    """A piece of work was given up because the bot leaves."""

    words = later("I am being restarted, so I gave this up. What answers is as it was.")


class NotRunningError(UserError):
    """What was to be cancelled is over."""

    words = later("This is over already: there is nothing to cancel.")


class NotDoneError(UserError):
    """A piece of work that failed, in the words of whatever failed."""

    def __init__(self, kind: str, sentence: str) -> None:
        first = sentence.partition(" ")[0]
        begun = f"{sentence[:1].upper()}{sentence[1:]}" if first.isalpha() else sentence
        ended = begun if begun.endswith((".", "!", "?")) else f"{begun}."
        super().__init__("{sentence}", sentence=ended)
        self.kind, self.sentence = kind, ended


class TimedOutError(UserError):
    """A job that was given up because it took too long."""

    words = later(
        "This took longer than it may, so I gave it up. /maintain editions shows what is "
        "live; then try again."
    )


class BrokenOffError(UserError):
    """The program ended a job with neither a result nor a refusal; the log has `details`."""

    remedy = "look at the machine's memory; if it stays, report this line"

    def __init__(self, status: int, last: Sequence[str] = ()) -> None:
        words = later(
            "The work broke off (status {status}). What answers is as it was; whoever runs me "
            "finds the reason in the log."
        )
        if status < 0:
            words = later(
                "The system ended the work (signal {status}), most often for want of memory. "
                "What answers is as it was."
            )
        super().__init__(words, status=abs(status))
        self.status, self.details = status, {"status": status, "exception": list(last)}


class UnreadableError(UserError):
    """What the program printed of a job is no result of it; the log has `details`."""

    remedy = "look whether the program was changed while the bot ran; if not, report this line"

    def __init__(self, problem: str) -> None:
        super().__init__(
            later(
                "The work has ended, but I cannot read what it came to: /maintain editions shows "
                "what is live. Whoever runs me finds the reason in the log."
            )
        )
        self.details = {"problem": problem}


class TooLargeError(UserError):
    """A file that is larger than any text."""

    def __init__(self, size: int, most: int) -> None:
        words = later(
            "The file has {size} MB, and I take at most {most} MB: build a larger one with "
            "`concordance build --candidate` where I run."
        )
        super().__init__(words, size=-(-size // 2**20), most=most // 2**20)
        self.size, self.most = size, most


class NoReasonError(UserError):
    """What the gate refuses was to go live without a reason."""

    words = later("A reason is needed: it stands in the journal of the index.")
