"""The words of the desk for choices that more than one of its pages offers."""

from blog.posts.models import CommentPolicy
from blog.posts.pace import HOUR, MINUTE, PAUSES
from blog.site import Site
from blog.site.ai import AiPolicy

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

AI_WORDS = {AiPolicy.ALLOW: "They may use it", AiPolicy.DENY: "They may not use it"}


def ai_choices(site: Site) -> list[tuple[str, str]]:
    """What a post may say to language models: pairs of value and words."""
    as_site = f"As the site: {AI_WORDS[AiPolicy(site.ai_policy)].lower()}"
    return [(AiPolicy.SITE.value, as_site), *((policy.value, words) for policy, words in AI_WORDS.items())]


# Each setting as its page calls it: by its column, in the record of changes.
SETTING_WORDS = {
    "name": "The site’s name",
    "tagline": "Tagline",
    "language": "Language",
    "time_zone": "Time zone",
    "share_limit": "Most reposted words, in percent",
    "tells_archive": "Tell an archive",
    "player_providers": "Players",
    "navigation": "Navigation",
    "look": "Look",
    "ai_policy": "Language models",
    "policy": "Who may comment",
    "close_after_days": "Close after so many days",
    "slow_seconds": "Pause between two comments of one person",
    "edit_minutes": "Minutes to edit a comment",
    "reports_to_hide": "Reports that hide a comment",
    "flatten_after": "Levels of answers",
    "appeal_days": "Days to appeal",
    "complaint_days": "Days to answer a complaint",
    "most_links": "Most links in a comment",
    "spam_hold_at": "Hold as spam from",
    "suspect_words": "Suspect words",
    "banned_words": "Banned words",
    "has_votes": "Votes",
    "has_read_first": "Questions to be answered first",
    "has_appeals": "Appeals",
    "has_public_log": "Public log",
    "has_right_of_reply": "Right of reply",
}
