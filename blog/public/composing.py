"""What helps while a comment is written, and stores nothing: how it will be read, and who can be mentioned."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from blog.accounts.roles import Act
from blog.comments.models import Comment
from blog.comments.writing.naming import people_to_mention
from blog.comments.writing.passages import check_passage
from blog.comments.writing.posting import PreparedComment, find_answered, prepare_comment, takes_comments
from blog.errors import Closed, DomainError, Forbidden, NotFound
from blog.extensions import csrf, limiter
from blog.posts.models import Post
from blog.public.comments import again, answered_in, number_answered, published_post, refused
from blog.public.limits import place
from blog.public.pages import POST_RULE, asker
from blog.public.refusals import wants_json
from blog.reading.comment_form import form_for
from blog.reading.thread_rules import closed_words
from blog.site import current_site

blueprint = Blueprint("composing", __name__)
# Rendering costs up to a second of the server's time; nobody looks oftener than this.
PREVIEWS = "30 per minute"
# One for each letter typed, at a writer's pace.
NAMES = "120 per minute"


@blueprint.post(POST_RULE + "comments/preview")
@csrf.exempt  # nothing is stored, and the form of someone signed out has no token
@limiter.limit(PREVIEWS, key_func=lambda: current_user.get_id() or place())
def preview(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = None
    try:
        _refuse_others_pages()
        post = published_post(year, month, day, slug)
        prepared = _prepared(post)
    except DomainError as error:
        if wants_json():
            raise
        return refused(post, error)
    if wants_json():
        return jsonify(html=render_template("public/_comment_preview.html", preview=preview_of(prepared)))
    form = form_for(post, asker(), typed=request.form)
    if form is None:
        raise NotFound("There is no form to comment here any more.")
    form.preview = preview_of(prepared)
    return again(post, form, answered_in(post, form.parent))


@blueprint.get(POST_RULE + "comments/names")
@limiter.limit(NAMES, key_func=lambda: current_user.get_id() or place())
def names(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    """JSON: {"people": [{"handle", "name"}]}, whom the mention `begun` in an answer to `parent` may mean."""
    post = published_post(year, month, day, slug)
    begun = request.args.get("begun", "")[:60]
    answered: Comment | None = answered_in(post, request.args.get("parent", ""))
    people = people_to_mention(post, begun, asker=asker(), answered=answered)
    return jsonify(people=[{"handle": named.handle, "name": named.name} for named in people])


def _prepared(post: Post) -> PreparedComment:
    person = asker()
    if person:
        person.require(Act.COMMENT)
    if not takes_comments(post):
        raise Closed(closed_words(post, current_site()))
    if (number := number_answered()) is not None:
        find_answered(post, number)
    answered = check_passage(post, request.form.get("passage", ""))
    return prepare_comment(request.form.get("body", ""), passage=answered)


def preview_of(prepared: PreparedComment) -> dict[str, object]:
    """What templates/public/_comment_preview.html takes."""
    passage = prepared.passage.words if prepared.passage else ""
    return {"html": Markup(prepared.html), "passage": passage}


def _refuse_others_pages() -> None:
    """Another site could show its words under this one's name."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden("This form was sent from another site. Write under the post itself.")
