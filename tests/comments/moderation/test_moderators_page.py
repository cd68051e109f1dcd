"""What moderators are told in docs/moderators.md is what the rules do."""

from pathlib import Path

import pytest

from blog.accounts.roles import PERMISSIONS, Act, Role
from blog.comments.moderation.models import REASON_LIMIT, Reason
from blog.comments.moderation.transitions import TABLE, Transition, Who
from blog.comments.moderation.undoing import UNDO_WITHIN

PAGE = (Path(__file__).parents[3] / "docs" / "moderators.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.split())
HEADING = "| A comment that is | can be given | by | and becomes | reason | which means |\n|---|---|---|---|---|---|\n"


def line(row: Transition) -> str:
    becomes = row.becomes.value if row.becomes else "what it was"
    reason = "needed" if row.needs_reason else ""
    cells = (
        row.was.value,
        f"**{row.act.value.capitalize()}**",
        row.who.value,
        becomes,
        reason,
        row.consequence,
    )
    return f"| {' | '.join(cells)} |\n".replace("|  |", "| |")


def test_the_table_of_the_page_is_the_table_of_the_rules() -> None:
    told = HEADING + "".join(line(row) for row in TABLE)
    assert told in PAGE, f"docs/moderators.md should have this table:\n{told}"


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_named(reason: Reason) -> None:
    assert f"“{reason.value}”" in WORDS


def test_limits_are_told() -> None:
    assert f"At most {REASON_LIMIT} characters" in WORDS
    assert f"for {int(UNDO_WITHIN.total_seconds() // 60)} minutes" in WORDS


@pytest.mark.parametrize("who", [Who.OWN_MODERATOR, Who.PROGRAM])
def test_capacities_are_explained(who: Who) -> None:
    assert who.value in WORDS


def test_who_decides_is_told() -> None:
    assert {role for role in Role if Act.MODERATE in PERMISSIONS[role]} == {
        Role.moderator,
        Role.editor,
        Role.owner,
    }
    assert "Moderators, editors and the owner decide" in WORDS
