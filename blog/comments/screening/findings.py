"""What is screened, and what the phases of the screening answer."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from blog.comments.models import Comment
from blog.comments.screening.models import ScreeningAct
from blog.posts.models import Post

if TYPE_CHECKING:
    from blog.comments.writing.passages import Answered

STRICTNESS = (ScreeningAct.PASS, ScreeningAct.HOLD, ScreeningAct.REFUSE)


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that somebody wants to add to a thread; `comment` is the one that is edited, None for a new one.

    `is_official`: they are the answer of an organization that the post quotes, which has rules of its own.
    """

    post: Post
    body: str
    html: str
    parent: Comment | None = None
    passage: "Answered | None" = None
    comment: Comment | None = None
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What one phase says: what it asks for, why (a sentence for people), on what evidence, and how much it weighs.

    `evidence` is as in `Assessment`: `spans` of the body, `words` with their weights. `weight` is from 0 (a matter of
    course) to 1 (surely unwanted); the queue's order is made of it.
    """

    phase: str
    act: ScreeningAct
    reason: str
    evidence: dict[str, Any] = field(default_factory=dict)
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The strictest act that any finding asks for, with all of them. `spam_score` is None where no model is in use."""

    act: ScreeningAct
    findings: list[Finding]
    spam_score: float | None = None


def strictest(findings: list[Finding]) -> ScreeningAct:
    """The strictest act of all; `PASS` where nothing was found."""
    return max((finding.act for finding in findings), key=STRICTNESS.index, default=ScreeningAct.PASS)
