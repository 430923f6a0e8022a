"""What the process is told: its settings, those that are wrong left out."""

from collections.abc import Sequence

from pydantic import ValidationError

from bot.doctor.findings import Finding, bad
from bot.settings import Settings

NAME = "settings"


def told() -> tuple[Settings, Sequence[Finding], Sequence[str]]:
    """Return the settings, a line for each that is wrong, and the names of those.

    In the place of a wrong one stands what holds where nobody sets it.
    """
    try:
        return Settings(), (), ()
    except ValidationError as error:
        wrong = {str(one["loc"][0]).lower(): one["msg"] for one in error.errors()}
    fields = Settings.model_fields
    ordinary = {name: fields[name].get_default(call_default_factory=True) for name in wrong}
    mend = "the README tells what each setting is; set it in the environment or in the file .env"
    lines = [bad(NAME, f"CONCORDANCE_{name.upper()}: {msg}", mend) for name, msg in wrong.items()]
    return Settings(**ordinary), lines, tuple(wrong)
