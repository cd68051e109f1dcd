"""The words of the desk for choices that more than one of its pages offers."""

from blog.posts.models import CommentPolicy
from blog.posts.pace import HOUR, MINUTE, PAUSES

POLICY_WORDS = {
    CommentPolicy.SITE: "As the site has it",
    CommentPolicy.OPEN: "Open: everything appears at once",
    CommentPolicy.HOLD_FIRST: "Open; a newcomer’s first comment is held",
    CommentPolicy.HOLD_ALL: "Open; every comment is held until someone has read it",
    CommentPolicy.CLOSED: "Closed",
}


def _pause(seconds: int) -> str:
    if not seconds:
        return "None"
    for unit, size in (("hour", HOUR), ("minute", MINUTE), ("second", 1)):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    raise AssertionError(seconds)


PAUSE_WORDS = {str(seconds): _pause(seconds) for seconds in PAUSES}
