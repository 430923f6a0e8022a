"""The names by which styles and classes mark a block quote."""

import re

_QUOTATION = re.compile(
    r"(?:mso|western|normal|text|body|p|div|long|short|npf|indented|inset|display|block|disp|intense"
    r"|prose)*"
    r"(?:quot(?:e|es|ed|ing|ation|ations)?|zitat|extracts?|epigraph)"
    r"(?:block|body|text|para|paragraph|first|last|middle|only|prose|verse|indented|[bc]|\d{1,2})*"
)
_OTHERS = frozenset("bquote blocktext msoblocktext indentb".split())
_SHORT = re.compile(r"(?:bq|ext)(?:[flmops]|first|last|middle|only|\d{1,2})?")
_SEPARATORS = re.compile(r"[\s_-]+")
_MAX_LENGTH = 40


def is_quotation_name(name: str) -> bool:
    """Say whether a style or class is called a block quote, in whatever spelling."""
    name = _SEPARATORS.sub("", name.lower())
    if len(name) > _MAX_LENGTH:
        return False
    return name in _OTHERS or any(form.fullmatch(name) for form in (_SHORT, _QUOTATION))
