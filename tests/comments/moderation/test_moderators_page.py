"""What moderators are told in docs/moderators.md is what the rules do."""

from pathlib import Path

from blog.accounts.roles import PERMISSIONS, Act, Role
from blog.comments.moderation.deciding import NEEDS_REASON, TRANSITIONS, ModerationAct
from blog.comments.moderation.models import REASON_LIMIT, CommentStatus

PAGE = (Path(__file__).parents[3] / "docs" / "moderators.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.split())


def rows() -> list[list[str]]:
    """The cells of the page's table, its heading first."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|") and not line.startswith("|-")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_of_the_page_is_the_table_of_the_rules() -> None:
    heading, *body = rows()
    acts = [ModerationAct(word.lower()) for word in heading[1:]]
    told = {
        CommentStatus(was): {act: CommentStatus(now) for act, now in zip(acts, cells, strict=True) if now}
        for was, *cells in body
    }
    assert told == TRANSITIONS


def test_the_acts_that_need_a_reason_are_named_and_so_is_its_limit() -> None:
    named = " and ".join(f"**{act.value.capitalize()}**" for act in ModerationAct if act in NEEDS_REASON)
    assert f"{named} need a reason" in WORDS
    assert f"At most {REASON_LIMIT} characters" in WORDS


def test_who_decides_is_told() -> None:
    assert {role for role in Role if Act.MODERATE in PERMISSIONS[role]} == {
        Role.moderator,
        Role.editor,
        Role.owner,
    }
    assert "Moderators, editors and the owner decide" in WORDS
