"""The form to comment with, as a page shows it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.models import Voice
from blog.comments.moderation.measures import suspension_words
from blog.comments.policy.read_first import asked_of, field_of
from blog.comments.writing.passages import PASSAGE_LIMIT
from blog.comments.writing.posting import takes_comments
from blog.posts.models import Post
from blog.reading.thread_rules import rules_of
from blog.site import current_site


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question to be answered with the comment: the name of its field, and what was chosen (an index, or "")."""

    field: str
    words: str
    choices: list[str]
    chosen: str


@dataclass(slots=True)
class CommentForm:
    """What templates/_comment_form.html takes. `form_id` makes one comment of a form sent twice. `asks_address` is for
    people who are signed out, whose comment waits for the link that is mailed to `email`. `thread` and `person` (a
    handle, "" for someone signed out) are whose draft a browser keeps; `preview` is what
    templates/public/_comment_preview.html takes, empty before it was asked for."""

    action: str
    thread: str
    person: str = ""
    body: str = ""
    parent: str = ""
    form_id: str = ""
    error: str = ""
    hint: str = ""
    passage: str = ""
    passage_error: str = ""
    takes_passage: bool = False
    about: str = ""
    about_error: str = ""
    preview: dict[str, object] = field(default_factory=dict)
    questions: list[QuestionView] = field(default_factory=list)
    questions_error: str = ""
    asks_address: bool = False
    email: str = ""
    name: str = ""
    email_error: str = ""
    name_error: str = ""
    suspended: str = ""


def form_for(
    post: Post,
    asker: User | None,
    *,
    typed: Mapping[str, str] | None = None,
    parent: int | None = None,
    passage: str = "",
) -> CommentForm | None:
    """The form to comment with, filled with what was typed before; None for who cannot comment here."""
    if not takes_comments(post) or (asker and not asker.may(Act.COMMENT)):
        return None
    typed = typed or {}
    return CommentForm(
        action=f"{post.path}comments/" if asker else f"{post.path}comments/unsent",
        thread=f"{post.path}comments/",
        person=asker.handle if asker else "",
        body=typed.get("body", ""),
        parent=typed.get("parent", "") or (str(parent) if parent else ""),
        form_id=typed.get("form_id", "") or str(uuid.uuid4()),
        hint=rules_of(post, asker, current_site()),
        passage=typed.get("passage", passage if len(passage) <= PASSAGE_LIMIT else ""),
        takes_passage=bool(post.pins),
        about=typed.get("about", "") or (Voice.STATEMENT if passage else Voice.COMMENTARY),
        questions=[
            QuestionView(field_of(each), each.words, each.choices, typed.get(field_of(each), ""))
            for each in asked_of(post, asker)
        ],
        asks_address=asker is None,
        email=typed.get("email", ""),
        name=typed.get("name", ""),
        suspended=suspension_words(asker) if asker else "",
    )
