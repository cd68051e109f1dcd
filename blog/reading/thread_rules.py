"""What holds for a post's thread, in the words that stand beside its form."""

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.moderation.standing import is_newcomer
from blog.comments.policy.effective import Policy, policy_of
from blog.comments.screening.phases.pace import duration
from blog.posts.models import CommentPolicy, Post
from blog.site import Site, day_words

HELD_FIRST = "A first comment is read by a moderator before others see it."
ALL_HELD = "Every comment here is read by a moderator before others see it."
BY_MAIL = "A link comes by mail: open it, and your comment is sent."


def rules_of(post: Post, asker: User | None, site: Site) -> str:
    """What a writer should know before they write: sentences, or nothing where everything appears at once."""
    policy = policy_of(post)
    said = [] if asker is not None and asker.may(Act.ENTER_DESK) else _of_writers(policy, asker)
    if asker is None:
        said.insert(0, BY_MAIL)
    if policy.closes_at is not None:
        said.append(f"Comments close on {day_words(policy.closes_at, site)}.")
    return " ".join(said)


def closed_words(post: Post, site: Site) -> str:
    """Why nothing more is taken: a sentence, or nothing for a thread that is open."""
    policy = policy_of(post)
    if not policy.is_closed:
        return ""
    if policy.kind is not CommentPolicy.CLOSED and policy.closes_at is not None:
        return f"Comments have been closed since {day_words(policy.closes_at, site)}."
    return "Comments are closed."


def _of_writers(policy: Policy, asker: User | None) -> list[str]:
    said = []
    if policy.kind is CommentPolicy.HOLD_ALL:
        said.append(ALL_HELD)
    elif policy.kind is CommentPolicy.HOLD_FIRST and (asker is None or is_newcomer(asker)):
        said.append(HELD_FIRST)
    if policy.slow_seconds:
        said.append(f"One comment is taken every {duration(policy.slow_seconds)}.")
    return said
