"""What a member is told who asks where or what the settings do not let him ask."""

from bot.catalogue import later
from bot.errors import UserError


class NotHereError(UserError):
    """The bot does not answer in this channel."""

    quiet = True

    def __init__(self) -> None:
        super().__init__(
            later(
                "I do not answer in this channel. Whoever may change my settings can let me, "
                "with /settings."
            )
        )


class NoMentionsError(UserError):
    """Messages that mention the bot are not answered here."""

    quiet = True

    def __init__(self) -> None:
        super().__init__(later("I do not answer mentions here. Use /ask."))


class MayNotAskError(UserError):
    """A member has none of the roles that may ask."""

    quiet = True

    def __init__(self) -> None:
        super().__init__(
            later(
                "In this server some roles may ask me, and you have none of them. Whoever may "
                "change my settings can add one with /settings."
            )
        )


class PrivateHereError(UserError):
    """An answer was to be shown in a channel where answers are for members alone."""

    def __init__(self) -> None:
        super().__init__(
            later(
                "In this channel my answers are for the member alone, so I do not show this one. "
                "Whoever may change my settings can alter that with /settings."
            )
        )
