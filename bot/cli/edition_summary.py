"""What is said of an edition beside the live one: how much differs, and whether it may go live."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embeddings.editions.build import BuildResult
    from embeddings.editions.comparison import Comparison
    from embeddings.editions.edition import Edition
    from embeddings.editions.editions import Editions
    from embeddings.editions.promotion_gate import Assessment, PromotionTerms


def describe_outcome(
    editions: "Editions",
    before: "Edition | None",
    built: "BuildResult",
    terms: "PromotionTerms",
) -> Iterator[str]:
    """Yield what a build differs in from what was live, whether it is live, and what to do next."""
    from embeddings.editions.comparison import Comparison
    from embeddings.editions.edition import Edition
    from embeddings.editions.history import History

    after = Edition.read(built.path)
    compared = Comparison(editions, History(editions), before, after)
    is_same_text = before is not None and before.info.origin == after.info.origin
    if before is not None and is_same_text:
        yield f"beside {before.path.name}, which {'was' if built.live else 'is'} live:"
        yield from list_counts(compared)
    name = built.path.name
    if built.live:
        if is_same_text and terms.reason is None:
            yield say_no_worse(len(terms.find_questions(after)[0]))
        yield "it is live; " + _suggest_after(before)
        return
    assessment = compared.assess(terms)
    if before is not None:
        yield from say_whether_worse(assessment)
    force = " --force --reason TEXT" if assessment.objections else ""
    yield (
        f"it is not live: see `concordance diff {name}`, then "
        f"`concordance promote {name}{force}` or `concordance discard {name}`"
    )


def _suggest_after(before: "Edition | None") -> str:
    if before is None:
        return "ask it with `concordance ask QUESTION`"
    return f"`concordance rollback` goes back to {before.path.name}"


def summarize(compared: "Comparison", assessment: "Assessment") -> Iterator[str]:
    """Yield lines that say how much differs, and whether the later edition may go live."""
    yield from list_counts(compared)
    if compared.before is not None and compared.before.path != compared.after.path:
        yield from say_whether_worse(assessment)


def list_counts(compared: "Comparison") -> Iterator[str]:
    """Yield a line for each kind of thing that differs, with how many do."""
    if compared.before is None:
        yield f"{compared.after.path.name}: nothing usable is live to compare it with"
    for what, kinds in compared.counts.items():
        yield f"{what}: {', '.join(f'{number} {kind}' for kind, number in kinds.items())}"


def say_whether_worse(assessment: "Assessment") -> Iterator[str]:
    """Yield why an edition had better not go live, or that nothing is known against it."""
    if assessment.objections:
        yield "it had better not go live:"
        yield from assessment.objections
    else:
        yield say_no_worse(assessment.asked)


def say_no_worse(asked: int) -> str:
    """Say of an edition that it is no worse, and of how many questions that is known."""
    if asked:
        return f"nothing is lost, and its {asked} questions are answered no worse"
    return "nothing is lost; no questions are named for the text, so none were asked"
