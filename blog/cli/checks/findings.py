"""What a check of `flask doctor` answers with."""

from dataclasses import dataclass
from enum import StrEnum

from flask import current_app

from blog.config import Settings

# A few of what is wrong say where to look; the number says how much there is.
FEW = 5


class State(StrEnum):
    """How something stands: as it should, to be looked at, or broken."""

    OK = "ok"
    LOOK = "look"
    BROKEN = "BROKEN"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the answer."""

    state: State
    what: str
    words: str


def few(words: list[str]) -> str:
    """The first of these, and how many more there are, as the end of a sentence."""
    more = f" and {len(words) - FEW:,} more" if len(words) > FEW else ""
    told = "; ".join(words[:FEW]) + more
    return told if told.endswith(".") else f"{told}."


def current_settings() -> Settings:
    """The settings of this process."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings
