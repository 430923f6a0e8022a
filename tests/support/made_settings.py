"""Settings as a server may have them, all that the model can make."""

from typing import Any

from hypothesis import strategies as st

from bot.servers.settings import MAX_CHOSEN, ServerSettings, list_zones

IDS = st.integers(1, (1 << 64) - 1)
FEW_IDS = st.lists(IDS, max_size=8) | st.lists(
    IDS, min_size=MAX_CHOSEN, max_size=MAX_CHOSEN, unique=True
)
LOGS = ["off", "counts", "7 days", "30 days", "90 days"]
CHANNELS = st.fixed_dictionaries(
    {"where": st.sampled_from(["everywhere", "only", "except"]), "chosen": FEW_IDS}
)
TEXTS = st.lists(st.sampled_from(["essay", "sample", "“лампы”", "a" * 100]), max_size=3)
OVERRIDES = st.dictionaries(
    IDS,
    st.fixed_dictionaries(
        {
            "private": st.none() | st.booleans(),
            "mentions": st.none() | st.booleans(),
            "threads": st.sampled_from([None, "here", "thread"]),
            "documents": st.none() | TEXTS,
        }
    ),
    max_size=MAX_CHOSEN,
)
DAILY = st.fixed_dictionaries(
    {
        "channel": IDS,
        "hour": st.integers(0, 23),
        "zone": st.sampled_from(sorted(list_zones())),
    }
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "channels": CHANNELS,
    "overrides": OVERRIDES,
    "asking": FEW_IDS,
    "managing": FEW_IDS,
    "documents": TEXTS,
    "passages": st.integers(1, 5),
    "length": st.sampled_from(["whole", "compact"]),
    "marked": st.booleans(),
    "language": st.sampled_from(["member", "en", "de"]),
    "private": st.booleans(),
    "mentions": st.booleans(),
    "strictness": st.sampled_from(["lenient", "balanced", "strict"]),
    "threads": st.sampled_from(["here", "thread"]),
    "member_limit": st.integers(1, 60),
    "channel_limit": st.integers(1, 600),
    "word_limit": st.none() | st.integers(50, 2000),
    "reports": st.none() | IDS,
    "daily": st.none() | DAILY,
    "log": st.sampled_from(LOGS),
}


def every_settings() -> st.SearchStrategy[ServerSettings]:
    """Return what makes any settings there may be."""
    return st.fixed_dictionaries({}, optional=FIELDS).map(ServerSettings.model_validate)
