"""Commands that take a text: their help lists the file formats that can be read."""

from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperCommand

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

FORMATS = "{formats}"
"""The place of the formats in an argument's help."""


class TextCommand(TyperCommand):
    """A command that takes a text. The formats are looked up only when its help is shown."""

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help, with the formats in it."""
        from embeddings.readers.registry import list_formats  # 0.1 s: only the help pays for it

        for parameter in self.params:
            if isinstance(parameter, TyperArgument) and parameter.help:
                parameter.help = parameter.help.replace(FORMATS, list_formats())
        super().format_help(ctx, formatter)
