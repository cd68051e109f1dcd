"""A post as a file: YAML front matter between lines of `---`, then the Markdown body."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import yaml

from blog.clock import now
from blog.errors import Invalid
from blog.posts.writing.drafts import Draft

KEYS = frozenset({"title", "author", "slug", "gist", "tags", "published", "policy"})
FENCE = "---"


@dataclass(frozen=True, slots=True)
class PostFile:
    """What a file says: the draft, its author's address, and when it was published (None: now)."""

    draft: Draft
    author: str
    published: datetime | None


def read_post_file(content: str) -> PostFile:
    """Read a post's file. Raises `Invalid` that names what is missing, unknown or malformed."""
    front, body = _split(content)
    unknown = sorted(set(front) - KEYS)
    if unknown:
        raise Invalid(f"The front matter has {', '.join(unknown)}; it may have {', '.join(sorted(KEYS))}.")
    tags = front.get("tags") or []
    words = {name: str(front.get(name) or "") for name in ("title", "slug", "gist", "policy")}
    draft = Draft.parse(body=body, tags=tags if isinstance(tags, str) else ", ".join(map(str, tags)), **words)
    return PostFile(draft, str(front.get("author") or "").strip().lower(), _moment(front.get("published")))


def _split(content: str) -> tuple[dict[str, Any], str]:
    lines = content.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != FENCE or FENCE not in [line.strip() for line in lines[1:]]:
        raise Invalid(
            "The file has no front matter: begin it with a line ---, then title: …, then a line ---."
        )
    end = next(i for i, line in enumerate(lines[1:], start=1) if line.strip() == FENCE)
    try:
        front = yaml.safe_load("\n".join(lines[1:end])) or {}
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that is none, such as 2025-13-45
        raise Invalid(f"The front matter is not YAML: {error}") from error
    if not isinstance(front, dict):
        raise Invalid("The front matter must be lines of “name: value”.")
    return front, "\n".join(lines[end + 1 :]).strip("\n") + "\n"


def _moment(value: object) -> datetime | None:
    """A YAML date or time that has been; one without an offset is UTC."""
    if value is None:
        return None
    moment, present = None, now()
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
    elif isinstance(value, date):
        noon = datetime.combine(value, time(12), UTC)
        moment = present if value == present.date() else noon
    if moment is not None and moment <= present:
        return moment
    if moment is not None:
        raise Invalid(
            f"published: {value} lies ahead. Give a day that has been, or leave it out: then it is now."
        )
    raise Invalid(f"published: {value} is not a date. Write one such as 2025-05-15 or 2025-05-15T09:14:00Z.")
