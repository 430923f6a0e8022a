"""The settings of the process; a wrong one is reported and its default used."""

from collections.abc import Sequence

from pydantic import ValidationError

from bot.doctor.findings import Finding, bad
from bot.settings import Settings

NAME = "settings"


def read_settings() -> tuple[Settings, Sequence[Finding], Sequence[str]]:
    """Return the settings, a finding for each that is wrong, and the names of those.

    A wrong setting has its default value.
    """
    try:
        return Settings(), (), ()
    except ValidationError as error:
        wrong = {str(details["loc"][0]).lower(): details["msg"] for details in error.errors()}
    fields = Settings.model_fields
    defaults = {name: fields[name].get_default(call_default_factory=True) for name in wrong}
    remedy = "the README tells what each setting is; set it in the environment or in the file .env"
    findings = [
        bad(NAME, f"CONCORDANCE_{name.upper()}: {message}", remedy)
        for name, message in wrong.items()
    ]
    return Settings(**defaults), findings, tuple(wrong)
