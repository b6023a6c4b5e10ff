"""Finds what looks like a secret: it must never reach a capture, nor a report.

By the shapes that issuers give their tokens, and by the values that the recording machine itself
keeps under names such as API_TOKEN. A password that the guide teaches has neither.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

HIDDEN = "<secret>"

_SHAPES = {
    "an AWS access key": r"\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b",
    "a GitHub token": r"\b(?:gh[oprsu]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{22,})\b",
    "a GitLab token": r"\bgl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt)-[0-9A-Za-z_-]{20,}",
    "a Docker Hub token": r"\bdckr_(?:pat|oat)_[0-9A-Za-z_-]{20,}",
    "a Slack token": r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}",
    "a PyPI token": r"\bpypi-[0-9A-Za-z_-]{50,}",
    "an npm token": r"\bnpm_[0-9A-Za-z]{36}\b",
    "a Google key": r"\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])",
    "an API key": r"\b[srp]k[-_](?:live|test|ant|proj|or)[-_][0-9A-Za-z_-]{16,}",
    "a JSON web token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "a bearer token": r"(?i:\bbearer[ :]+)[\w.~+/-]{20,}",
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----"
    r"(?:(?s:.*?)-----END (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----)?",
}
_SHAPE = {what: re.compile(pattern) for what, pattern in _SHAPES.items()}
_NAME = re.compile(r"(?i)TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY")
# Shorter values may be words that any output has.
_LEAST = 8


class Secrets:
    """Knows the shapes, and the values that `environment` keeps under names of secrets."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._own = {
            value: f"the value of {name} on this machine"
            for name, value in environment.items()
            if _NAME.search(name) and len(value) >= _LEAST and not value.isalpha()
        }

    def found(self, text: str) -> list[str]:
        """Return what kinds of secrets a text seems to hold, in words that give none away."""
        shapes = [what for what, pattern in _SHAPE.items() if pattern.search(text)]
        return shapes + [what for value, what in self._own.items() if value in text]

    def hide(self, text: str) -> str:
        """Return a text without them, to be reported."""
        for pattern in _SHAPE.values():
            text = pattern.sub(HIDDEN, text)
        for value in sorted(self._own, key=len, reverse=True):
            text = text.replace(value, HIDDEN)
        return text


SECRETS = Secrets(os.environ)
