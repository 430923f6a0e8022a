"""Settings of the process, from the environment and one file."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LIBRARY = Path("data/library.toml")
INDEX = Path("data/index")


class Settings(BaseSettings):
    """What the process is told by CONCORDANCE_… variables or by the file `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="CONCORDANCE_", env_file=".env", extra="ignore", env_ignore_empty=True
    )

    index: Path = INDEX
    library: Path = LIBRARY
    model: str | None = Field(default=None, min_length=1)
