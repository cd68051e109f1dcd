"""Changing the site's choices about comments, as they are typed at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import g

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.policy.models import CommentSettings
from blog.comments.policy.settings import comment_settings
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import CommentPolicy
from blog.posts.pace import PAUSES
from blog.site.changes import record_all
from blog.typed import plain

# Two thousand words of ten letters, and a line end each: as many as any list of other systems takes.
LIST_LIMIT = 22_000
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number that may be typed: its bounds, what it counts, and whether its field may stay empty."""

    least: int
    most: int
    what: str
    may_be_empty: bool = False

    def read(self, typed: str, field: str) -> int | None:
        """The number; None for an empty field that may be. Raises `Invalid` beside `field`."""
        typed = typed.strip()
        if not typed and self.may_be_empty:
            return None
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else -1
        if not self.least <= number <= self.most:
            or_empty = ", or nothing" if self.may_be_empty else ""
            raise Invalid(f"Write {self.what} from {self.least} to {self.most}{or_empty}.", field=field)
        return number


NUMBERS = {
    "close_after_days": Whole(1, 3650, "a number of days", may_be_empty=True),
    "edit_minutes": Whole(0, 1440, "a number of minutes"),
    "reports_to_hide": Whole(1, 20, "a number of reports"),
    "flatten_after": Whole(1, 20, "a number of levels"),
    "appeal_days": Whole(1, 365, "a number of days"),
    "most_links": Whole(0, 50, "a number of links"),
    "complaint_days": Whole(1, 90, "a number of days"),
    "spam_hold_at": Whole(50, PERCENT, "a number of percent"),
}
LISTS = {"suspect_words": "The list of suspect words", "banned_words": "The list of banned words"}
SWITCHES = ("has_votes", "has_read_first", "has_appeals", "has_public_log", "has_right_of_reply")
# A site has no choice above its own.
POLICIES = tuple(policy for policy in CommentPolicy if policy is not CommentPolicy.SITE)


def as_typed(settings: CommentSettings) -> dict[str, str]:
    """The choices as the form shows them; a switch that is off is empty."""
    typed = {
        name: getattr(settings, name) for name in (*NUMBERS, *LISTS, *SWITCHES, "policy", "slow_seconds")
    }
    typed["reports_to_hide"] = round(settings.reports_to_hide)
    typed["spam_hold_at"] = round(settings.spam_hold_at * PERCENT)
    return {name: "" if value is None or value is False else str(value) for name, value in typed.items()}


def parse(typed: Mapping[str, str]) -> dict[str, Any]:
    """The choices, checked. Raises `Invalid` beside the first field that is wrong."""
    if typed.get("policy") not in POLICIES:
        raise Invalid("Choose one of the policies offered.", field="policy")
    if typed.get("slow_seconds", "") not in {str(pause) for pause in PAUSES}:
        raise Invalid("Choose one of the pauses offered.", field="slow_seconds")
    chosen: dict[str, Any] = {
        name: number.read(typed.get(name, ""), name) for name, number in NUMBERS.items()
    }
    chosen["policy"], chosen["slow_seconds"] = CommentPolicy(typed["policy"]), int(typed["slow_seconds"])
    chosen["spam_hold_at"] /= PERCENT
    for name, what in LISTS.items():
        chosen[name] = _word_list(plain(typed.get(name, ""), field=name, limit=LIST_LIMIT, what=what), name)
    return chosen | {name: bool(typed.get(name)) for name in SWITCHES}


def _word_list(typed: str, field: str) -> str:
    """The list, if every line of it has a letter or digit: another would find all, or nothing. Raises `Invalid`."""
    idle = [
        line.strip() for line in typed.splitlines() if line.strip() and not any(c.isalnum() for c in line)
    ]
    if idle:
        raise Invalid(
            f"“{idle[0]}” is no word: write letters or digits in each line, or delete it.", field=field
        )
    return typed.strip()


def change(chosen: Mapping[str, Any], *, by: User) -> CommentSettings:
    """Let the choices hold from now on, on every node."""
    by.require(Act.MANAGE_SITE)
    settings = comment_settings()
    record_all(settings, chosen, by_id=by.id)
    for name, value in chosen.items():
        setattr(settings, name, value)
    g.comment_settings = db.session.merge(settings)
    return g.comment_settings
