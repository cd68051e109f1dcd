"""The page for moderators says what the code does."""

from pathlib import Path

from blog.comments.deciding import CONSEQUENCES, NEEDS_REASON, TRANSITIONS
from blog.comments.models import CommentStatus

PAGE = Path(__file__).parents[2] / "docs" / "moderators.md"


def table(first_heading: str) -> list[tuple[str, ...]]:
    """The rows of the page's table whose first column is called so."""
    lines = PAGE.read_text("utf-8").split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith(f"| {first_heading} |")) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return rows


def test_every_status_is_explained() -> None:
    assert [row[0] for row in table("status")] == list(CommentStatus)


def test_the_table_of_decisions_is_the_codes() -> None:
    needed = {True: "needed", False: "may be given"}
    code = {
        (was, act.capitalize(), now, needed[act in NEEDS_REASON], CONSEQUENCES[act])
        for was, acts in TRANSITIONS.items()
        for act, now in acts.items()
    }
    rows = table("was")
    assert set(rows) == code
    assert len(rows) == len(code)
