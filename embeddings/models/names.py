"""The names of the model, or of the two, that a text is read by: as told, or unless told."""

from embeddings.models.packages import DEFAULT, SECOND, SECOND_MODEL

ModelNames = tuple[str, ...]
"""The name or path of a model, and of a second one beside it if there are two."""

MAX_MODELS = 2


def parse_names(value: str) -> ModelNames:
    """Return the names in a list with a comma; raise ValueError, with a sentence, for others."""
    names = tuple(name.strip() for name in value.split(","))
    if not all(names):
        raise ValueError("name a model, or two with a comma between them")
    if len(names) > MAX_MODELS:
        raise ValueError(f"{len(names)} models are named; one is needed, and two are possible")
    if len({*names}) < len(names):
        raise ValueError(f"{names[0]} is named twice; name it once, or another beside it")
    return names


def format_names(names: ModelNames) -> str:
    """Return names as `parse_names` reads them."""
    return ",".join(names)


def choose_default_names() -> ModelNames:
    """Return the model that is always installed, and the second one where that is."""
    return (DEFAULT, SECOND) if SECOND_MODEL.is_installed() else (DEFAULT,)
