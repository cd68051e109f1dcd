"""A mail of notices: its words, once as text and once as HTML from the same data, and the headers it carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app, render_template
from sqlalchemy.orm import joinedload

from blog.accounts.links import site_url
from blog.accounts.mail import mail_host
from blog.accounts.models import Notice, NoticeKind, User
from blog.accounts.paces import NAMES
from blog.accounts.unsubscribing import token_for
from blog.comments.models import Comment
from blog.comments.notifying.defusing import comment_words, defused
from blog.comments.notifying.seeing import READERS
from blog.comments.threads.paths import ancestors
from blog.extensions import db
from blog.site import current_site

# More are counted, and can be read on the site.
MOST_SHOWN = 30
# The thread above a comment: mail programs look at the first and the last few (RFC 5322 §3.6.4 sets no limit).
MOST_REFERENCES = 10
SETTINGS = "/account/notices/settings"


@dataclass(frozen=True, slots=True)
class Item:
    """One notice in a mail: what happened, the comment's first words where it is about one, and where to look."""

    words: str
    quoted: str
    link: str


def letter(person: User, notices: Sequence[Notice]) -> dict[str, Any]:
    """The arguments of the job that sends these notices to `person` as one mail."""
    comments = _comments(notices)
    kinds = [kind for kind in NoticeKind if any(notice.kind is kind for notice in notices)]
    base = site_url()
    given = {
        "person_name": defused(person.name),
        "site": current_site(),
        "items": [_item(notice, comments, base) for notice in notices[:MOST_SHOWN]],
        "more": max(0, len(notices) - MOST_SHOWN),
        "all_url": base + "/account/notices/",
        "settings_url": base + SETTINGS,
        "endings": [(NAMES[kind], f"{base}/u/{token_for(person, [kind])}") for kind in kinds],
    }
    text, html = (render_template(f"mail/notices.{kind}", **given) for kind in ("txt", "html"))
    return {
        "to": person.email,
        "subject": _subject(notices),
        "text": text,
        "html": html,
        "headers": _headers(person, notices, kinds, comments),
    }


def _comments(notices: Sequence[Notice]) -> dict[int, Comment]:
    ids = {notice.about for notice in notices if notice.kind in READERS}
    query = sa.select(Comment).where(Comment.id.in_(ids)).options(joinedload(Comment.author))
    return {comment.id: comment for comment in db.session.scalars(query)}


def _item(notice: Notice, comments: dict[int, Comment], base: str) -> Item:
    comment = comments.get(notice.about or 0) if notice.kind in READERS else None
    return Item(defused(notice.words), comment_words(comment.html) if comment else "", base + notice.path)


def _subject(notices: Sequence[Notice]) -> str:
    """From a fixed list: nobody else's words come into a subject."""
    site, kinds = current_site().name, {notice.kind for notice in notices}
    if len(notices) > 1:
        return f"{site}: {len(notices)} notices"
    return f"{site}: {NAMES[kinds.pop()].lower()}"


def _headers(
    person: User, notices: Sequence[Notice], kinds: list[NoticeKind], comments: dict[int, Comment]
) -> dict[str, str]:
    host, url = mail_host(current_app.config["SETTINGS"]), f"{site_url()}/u/{token_for(person, kinds)}"
    headers = {
        "List-Id": f"<notices.{host.strip('[]').replace(':', '-')}>",  # RFC 2919
        "List-Unsubscribe": f"<{url}>",
        "X-Auto-Response-Suppress": "All",  # as RFC 3834's header, for Exchange
    }
    if url.startswith("https:"):  # RFC 8058 §3.1 asks for it
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers | _threading(person, notices, comments, host)


def _threading(
    person: User, notices: Sequence[Notice], comments: dict[int, Comment], host: str
) -> dict[str, str]:
    """What makes mail programs show a thread as one: names made of the numbers of comments, which all mails share.

    A mail about one comment has that comment's name; of a mail about several, the last one's, and it follows the post.
    A name is used once, since a person is mailed once about a comment; other kinds have the notice's number.
    """
    last = notices[-1]
    own = f"comment-{last.about}" if last.about in comments else f"notice-{last.id}"
    above = [f"post-{last.post_id}"] if last.post_id and len({n.post_id for n in notices}) == 1 else []
    comment = comments.get(last.about or 0)
    if comment is not None and len(notices) == 1:
        ids = ancestors(comment.path)
        above += [f"comment-{i}" for i in (ids if len(ids) <= MOST_REFERENCES else ids[-MOST_REFERENCES:])]
    elif last.kind is NoticeKind.DECISION and last.about:
        above.append(f"comment-{last.about}")
    names = [f"<{name}.{person.id}@{host}>" for name in above]
    threading = {"Message-ID": f"<{own}.{person.id}@{host}>"}
    return threading | ({"In-Reply-To": names[-1], "References": " ".join(names)} if names else {})
