"""How many examples Hypothesis makes up, and values that it makes up once for many tests."""

import os
from functools import cache
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

_T = TypeVar("_T")

POOLED = 50
"""Values in a pool; where a test makes up more examples than this, there is no pool."""


# A busy machine is no reason to fail, and a pool is made within the test that first draws from it.
_IGNORED = [HealthCheck.too_slow, HealthCheck.nested_given]


def register_profiles() -> None:
    """Register what `make test` runs with, fewer for `make test-fast`, more for CI, and many.

    All but the many of `make test-all` are the same each time: what lands is not left to chance.
    """
    steady: dict[str, Any] = {"deadline": None, "suppress_health_check": _IGNORED}
    settings.register_profile("few", max_examples=20, derandomize=True, database=None, **steady)
    settings.register_profile("fast", settings.get_profile("few"), max_examples=6)
    settings.register_profile("ci", settings.get_profile("few"), max_examples=30)
    settings.register_profile("many", max_examples=150, **steady)
    settings.load_profile("ci" if "CI" in os.environ else "few")


def examples(share: float) -> settings:
    """Return settings for a test whose examples are dear: so large a share of the ordinary."""
    return settings(max_examples=max(4, round(settings().max_examples * share)))


def pooled(strategy: st.SearchStrategy[_T]) -> st.SearchStrategy[_T]:
    """Make values of a kind once a process and draw from them, unless there are to be many."""
    if settings().max_examples > POOLED:
        return strategy
    return st.deferred(lambda: st.sampled_from(_pool(strategy)))


@cache
def _pool(strategy: st.SearchStrategy[_T]) -> tuple[_T, ...]:
    values: list[_T] = []

    @settings(
        max_examples=POOLED,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: _T) -> None:
        values.append(value)

    collect()
    return tuple(values)
