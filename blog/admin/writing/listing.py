"""The list of posts: looked through, and several changed at once."""

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import defer, joinedload

from blog.accounts.models import User
from blog.accounts.people import page_of_authors
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.database import row_number
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.finding import A_PAGE, Sort, Wish, page_of_posts, statements_answered
from blog.posts.models import Post, PostStatus
from blog.posts.visibility import editable_by
from blog.posts.writing.several import Change, change_several
from blog.posts.writing.tags import used_tags
from blog.transactions import writing

blueprint = room("listing", Act.WRITE)
CHANGES = {
    Change.CLOSE: "Close comments",
    Change.AS_SITE: "Comments as the site has them",
    Change.TAG: "Add the tag",
    Change.UNTAG: "Take the tag off",
}


@blueprint.get("/posts/")
def index() -> ResponseReturnValue:
    return _page()


@blueprint.post("/posts/several")
def several() -> ResponseReturnValue:
    """Ask first, naming the posts; then do it."""
    act, tag = request.form.get("act", ""), request.form.get("tag", "")
    numbers = [number for words in request.form.getlist("chosen")[:A_PAGE] if (number := row_number(words))]
    try:
        if act not in CHANGES:
            raise Invalid("Choose one of the buttons.", field="act")
        if not numbers:
            raise Invalid("Tick the posts that the button is for.", field="act")
        if "confirmed" not in request.form:
            return render_template(
                "admin/several.html", posts=_chosen(numbers), act=act, words=CHANGES[Change(act)], tag=tag
            )
        with writing():
            by: User = current_user._get_current_object()
            changed = change_several(_chosen(numbers), Change(act), tag=tag, by=by)
    except Invalid as error:
        return _page(error, tag), error.status
    flash(f"{CHANGES[Change(act)]}: {changed} of {len(numbers)} changed, the others were so already.", "ok")
    return redirect(url_for(".index"), 303)


def _chosen(numbers: list[int]) -> list[Post]:
    return list(db.session.scalars(editable_by(current_user).where(Post.id.in_(numbers)).order_by(Post.id)))


def _wish() -> Wish:
    asked = request.args
    sort = Sort.CHANGED if asked.get("sort") == Sort.CHANGED else Sort.NEWEST
    author, source = (row_number(asked.get(name, "")) or 0 for name in ("author", "source"))
    return Wish(
        asked.get("q", "")[:200], asked.get("state", ""), author, asked.get("tag", "")[:80], source, sort
    )


def _page(error: Invalid | None = None, tag: str = "") -> str:
    wish = _wish()
    mine = editable_by(current_user).options(joinedload(Post.author), defer(Post.body), defer(Post.rendered))
    posts, following = page_of_posts(mine, wish, after=request.args.get("after", ""))
    asked = urlencode({**request.args, "after": following})
    return render_template(
        "admin/posts.html",
        posts=posts,
        older=f"/admin/posts/?{asked}" if following else "",
        wish=wish,
        states=[("", "Any"), *((status.value, status.value.capitalize()) for status in PostStatus)],
        authors=[("", "Anyone"), *((str(a.id), a.name) for a in page_of_authors())],
        tags=[("", "Any"), *((tag.slug, tag.name) for tag, _ in used_tags())],
        sources=[("", "Any"), *((str(number), title) for number, title in statements_answered())],
        changes=[(change.value, words) for change, words in CHANGES.items()],
        error=error,
        typed_tag=tag,
    )
