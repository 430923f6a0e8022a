"""What keeps a piece of work from being done; children of the package's errors."""

from bot.errors import BotError, UserError
from bot.i18n.translations import later


class MovedOnError(BotError):
    """Another edition went live between a question and its answer."""

    def __init__(self, seen: str, live: str | None) -> None:
        super().__init__(
            f"{live or 'nothing'} is live meanwhile, and {seen} no more; look at the editions, "
            "and go back again if it is still meant so"
        )
        self.seen, self.live = seen, live


class NotMaintainerError(UserError):
    """Something was to be done to the index by somebody who is not named for it."""

    def __init__(self) -> None:
        super().__init__(
            later(
                "This is for the maintainers of my text: whoever runs me names them in "
                "CONCORDANCE_MAINTAINERS."
            )
        )


class OccupiedError(UserError):
    """A piece of work was asked for while another one is done."""

    def __init__(self) -> None:
        super().__init__(
            later(
                "I am at work on the index for a maintainer already, one piece of work at a "
                "time. Try again when it is done, or let it be cancelled."
            )
        )


class CancelledError(UserError):
    """A piece of work was given up."""

    def __init__(self) -> None:
        super().__init__(later("Cancelled. What answers is as it was."))


class LeavingError(UserError):
    """A piece of work was given up because the bot leaves."""

    def __init__(self) -> None:
        super().__init__(
            later("I am being restarted, so I gave this up. What answers is as it was.")
        )


class NotRunningError(UserError):
    """What was to be cancelled is over."""

    def __init__(self) -> None:
        super().__init__(later("This is over already: there is nothing to cancel."))


class NotDoneError(UserError):
    """A piece of work that failed, in the words of whatever failed."""

    def __init__(self, kind: str, sentence: str) -> None:
        first = sentence.partition(" ")[0]
        begun = f"{sentence[:1].upper()}{sentence[1:]}" if first.isalpha() else sentence
        ended = begun if begun.endswith((".", "!", "?")) else f"{begun}."
        super().__init__("{sentence}", sentence=ended)
        self.kind, self.sentence = kind, ended


class BrokenOffError(UserError):
    """The process that did a piece of work ended without a word."""

    def __init__(self, status: int) -> None:
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
        self.status = status


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

    def __init__(self) -> None:
        super().__init__(later("A reason is needed: it stands in the journal of the index."))
