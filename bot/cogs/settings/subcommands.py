"""The subcommands that set a row of the settings, for those who prefer to type."""

from discord import app_commands
from discord.ext import commands

from bot.cogs.common.channel_options import PostedIn, SetIn
from bot.cogs.settings.settings_service import Interaction, Place, SettingsService
from bot.i18n.translations import later, say_in
from bot.servers import settings_changes
from bot.servers.settings import ServerSettings, zones
from bot.servers.settings_changes import Values
from bot.servers.settings_fields import AS_SERVER, CHOICES, Row, meant

_Named = app_commands.Range[str, 1, 4000]
_Texts = app_commands.Range[str, 1, 1000]
_OFFERED = 25
_LONGEST = 100
_AS_SERVER = later("as the server")
NONE = later("none")
EVERYONE = later("everyone")
ALL = later("all")


def _choices(field: str) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=app_commands.locale_str(words), value=word)
        for word, words in CHOICES[field].items()
    ]


def _choices_of_a_channel(field: str) -> list[app_commands.Choice[str]]:
    as_server = app_commands.locale_str(_AS_SERVER)
    return [app_commands.Choice(name=as_server, value=AS_SERVER), *_choices(field)]


def _given(**words: str | None) -> Values:
    """Return the values that were typed; what was not is left out."""
    return {field: meant(word) for field, word in words.items() if word is not None}


def _words(interaction: Interaction, word: str) -> frozenset[str]:
    """Return a word as it may be typed: as it is here, and in the moderator's language."""
    return frozenset({word, say_in(interaction.locale.value)(word).casefold()})


class Typed(commands.Cog):
    """Sets a row of the settings; without an option, shows it."""

    desk: SettingsService

    @app_commands.command()
    @app_commands.choices(where=_choices("where"))
    @app_commands.describe(
        where="Everywhere, or only in some channels, or everywhere but there.",
        named="Those channels, one after another: #one #two. “none” for none.",
    )
    async def channels(
        self, interaction: Interaction, where: str | None = None, named: _Named | None = None
    ) -> None:
        """Set where members can ask me."""

        def values(settings: ServerSettings) -> Values | None:
            if where is None and named is None:
                return None
            ids = (
                None
                if named is None
                else settings_changes.channels_in(named, _words(interaction, NONE))
            )
            return settings_changes.channels(settings, where, ids)

        await self.desk.typed(interaction, Place(Row.CHANNELS), values)

    @app_commands.command()
    @app_commands.choices(
        private=_choices_of_a_channel("private"),
        mentions=_choices_of_a_channel("mentions"),
        threads=_choices_of_a_channel("threads"),
    )
    @app_commands.describe(
        channel="The channel.",
        private="Who sees the answers to commands.",
        mentions="Whether messages that mention me are answered.",
        threads="Where the answer to a question stands.",
        texts="The keys of the texts asked there, with commas between; “none” as the server.",
    )
    async def channel(
        self,
        interaction: Interaction,
        channel: SetIn,
        private: str | None = None,
        mentions: str | None = None,
        threads: str | None = None,
        texts: _Texts | None = None,
    ) -> None:
        """Set what one channel has otherwise than the server."""
        given = _given(private=private, mentions=mentions, threads=threads)
        if texts is not None:
            given["documents"] = self._texts(interaction, texts) or None
        await self.desk.typed(
            interaction,
            Place(Row.CHANNEL, channel.id),
            lambda settings: (
                settings_changes.overridden(settings, channel.id, given) if given else None
            ),
        )

    @app_commands.command()
    @app_commands.describe(
        asking="Who may ask: @one @two, or @everyone.",
        managing="Who may change settings besides those with Manage Server: @one @two, or “none”.",
    )
    async def roles(
        self,
        interaction: Interaction,
        asking: _Named | None = None,
        managing: _Named | None = None,
    ) -> None:
        """Set who may ask me, and who may change these settings."""

        def values(_: ServerSettings) -> Values:
            given: Values = {}
            if asking is not None:
                every = _words(interaction, NONE) | _words(interaction, EVERYONE)
                given["asking"] = settings_changes.roles_in(asking, every)
            if managing is not None:
                given["managing"] = settings_changes.roles_in(managing, _words(interaction, NONE))
            return given

        await self.desk.typed(interaction, Place(Row.ROLES), values)

    @app_commands.command()
    @app_commands.describe(named="Their keys, with commas between; “all” for all.")
    async def texts(self, interaction: Interaction, named: _Texts | None = None) -> None:
        """Set which of my texts are asked."""
        given = {} if named is None else {"documents": self._texts(interaction, named)}
        await self.desk.typed(interaction, Place(Row.TEXTS), lambda _: given)

    @texts.autocomplete("named")
    @channel.autocomplete("texts")
    async def _keys(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the texts that the bot has behind those that were typed already."""
        before, _comma, begun = typed.rpartition(",")
        chosen = [word.strip() for word in before.split(",") if word.strip()]
        found = [
            ", ".join((*chosen, key))
            for key in self.desk.bot.thinking.shelf.titles
            if key.startswith(begun.strip()) and key not in chosen
        ]
        fitting = [one for one in found if len(one) <= _LONGEST]
        return [app_commands.Choice(name=one, value=one) for one in fitting[:_OFFERED]]

    def _texts(self, interaction: Interaction, typed: str) -> list[str]:
        nothing = _words(interaction, NONE) | _words(interaction, ALL)
        return settings_changes.texts_in(typed, nothing, self.desk.bot.thinking.shelf.titles)

    @app_commands.command()
    @app_commands.choices(
        length=_choices("length"),
        marked=_choices("marked"),
        language=_choices("language"),
        private=_choices("private"),
    )
    @app_commands.describe(
        passages="How many passages an answer shows at most.",
        length="How much of the further passages is shown.",
        marked="How the words that answer are shown.",
        language="The language of my own words; the text's stay as they are.",
        private="Who sees the answers to commands.",
    )
    async def answers(
        self,
        interaction: Interaction,
        passages: app_commands.Range[int, 1, 5] | None = None,
        length: str | None = None,
        marked: str | None = None,
        language: str | None = None,
        private: str | None = None,
    ) -> None:
        """Set what an answer shows, in which language I speak, and to whom."""
        given = _given(length=length, marked=marked, language=language, private=private)
        if passages is not None:
            given["passages"] = passages
        await self.desk.typed(interaction, Place(Row.ANSWERS), lambda _: given)

    @app_commands.command()
    @app_commands.choices(mentions=_choices("mentions"))
    @app_commands.describe(mentions="Commands alone, or messages that mention me too.")
    async def mentions(self, interaction: Interaction, mentions: str | None = None) -> None:
        """Set whether I answer commands alone, or mentions too."""
        given = _given(mentions=mentions)
        await self.desk.typed(interaction, Place(Row.MENTIONS), lambda _: given)

    @app_commands.command()
    @app_commands.choices(level=_choices("strictness"))
    @app_commands.describe(level="Without one, you see what each lets through.")
    async def strictness(self, interaction: Interaction, level: str | None = None) -> None:
        """Set how sure I must be to call a passage an answer."""
        given = _given(strictness=level)
        await self.desk.typed(interaction, Place(Row.STRICTNESS), lambda _: given)

    @app_commands.command()
    @app_commands.choices(threads=_choices("threads"))
    @app_commands.describe(threads="In place, or in a thread for each question.")
    async def threads(self, interaction: Interaction, threads: str | None = None) -> None:
        """Set where the answer to a question stands."""
        given = _given(threads=threads)
        await self.desk.typed(interaction, Place(Row.THREADS), lambda _: given)

    @app_commands.command()
    @app_commands.describe(
        member="Questions a minute of one member.",
        channel="Questions a minute in one channel.",
        words="Quoted words of one answer, from 50 to 2000; 0 is no limit.",
    )
    async def limits(
        self,
        interaction: Interaction,
        member: app_commands.Range[int, 1, 60] | None = None,
        channel: app_commands.Range[int, 1, 600] | None = None,
        words: app_commands.Range[int, 0, 2000] | None = None,
    ) -> None:
        """Set how much may be asked, and how much of the text an answer quotes."""
        typed = {"member_limit": member, "channel_limit": channel}
        given: Values = {name: number for name, number in typed.items() if number is not None}
        if words is not None:
            given["word_limit"] = words or None
        await self.desk.typed(interaction, Place(Row.LIMITS), lambda _: given)

    @app_commands.command()
    @app_commands.describe(
        channel="The channel where “Wrong page?” and “Not this” arrive.", off="To no channel."
    )
    async def reports(
        self,
        interaction: Interaction,
        channel: PostedIn | None = None,
        off: bool = False,
    ) -> None:
        """Set where reports of passages arrive."""
        given: Values = {}
        if channel is not None or off:
            given["reports"] = None if off or channel is None else channel.id
        await self.desk.typed(interaction, Place(Row.REPORTS), lambda _: given)

    @app_commands.command()
    @app_commands.describe(
        channel="The channel that a quotation is posted in.",
        hour="The hour of the day, from 0 to 23.",
        zone="The time zone of the hour, as Europe/Berlin.",
        off="No quotation.",
    )
    async def daily(
        self,
        interaction: Interaction,
        channel: PostedIn | None = None,
        hour: app_commands.Range[int, 0, 23] | None = None,
        zone: app_commands.Range[str, 1, 100] | None = None,
        off: bool = False,
    ) -> None:
        """Set a quotation to be posted once a day."""
        typed = {"hour": hour, "zone": zone}
        more = {name: value for name, value in typed.items() if value is not None}

        def values(settings: ServerSettings) -> Values | None:
            if channel is None and not more and not off:
                return None
            now = settings.daily.channel if settings.daily else None
            if off:
                return settings_changes.daily(settings, None)
            return settings_changes.daily(settings, now if channel is None else channel.id, **more)

        await self.desk.typed(interaction, Place(Row.DAILY), values)

    @daily.autocomplete("zone")
    async def _zones(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        words = typed.casefold().replace(" ", "_")
        found = sorted(one for one in zones() if words in one.casefold())
        return [app_commands.Choice(name=one, value=one) for one in found[:_OFFERED]]

    @app_commands.command()
    @app_commands.choices(keep=_choices("log"))
    @app_commands.describe(keep="What is kept of questions; nothing, unless set.")
    async def log(self, interaction: Interaction, keep: str | None = None) -> None:
        """Set what I keep of questions."""
        given = _given(log=keep)
        await self.desk.typed(interaction, Place(Row.LOG), lambda _: given)
