"""The preview beside the editor: what readers, feeds and links elsewhere will show of a text that is not stored."""

from dataclasses import asdict
from typing import Any

from flask import get_template_attribute, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import ImmutableMultiDict

from blog.accounts.links import site_url
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.writing.editor import Editor, preview
from blog.admin.writing.finding import find_post
from blog.database import row_number
from blog.errors import Invalid
from blog.posts.models import Post
from blog.posts.writing.line_places import blocks_of, lines_of_html
from blog.posts.writing.mending import checked
from blog.posts.writing.saving import Prepared, pins_of, prepare
from blog.reading.cards import cards_of_post
from blog.reading.posts import PostView
from blog.site import current_site

blueprint = room("previewing", Act.WRITE)
# What stands for a title as long as there is none: whoever writes the body first wants to see it.
NO_TITLE = "Without a title"
# "none": only the verdicts are wanted.
VIEWS = ("page", "feed", "card", "none")


@blueprint.get("/posts/preview")
def frame() -> ResponseReturnValue:
    """The page of the frame, which the script beside the editor fills."""
    return render_template("admin/preview.html")


@blueprint.post("/posts/preview")
def show() -> ResponseReturnValue:
    """What the text that was sent comes to, as `view` asks; nothing of it is stored."""
    post_id = row_number(request.form.get("post", ""))
    post = find_post(post_id) if post_id else None
    typed = ImmutableMultiDict({**request.form, "title": request.form.get("title", "").strip() or NO_TITLE})
    try:
        prepared = prepare(Editor.sent(typed, post).draft(), pins=pins_of(post))
    except Invalid as error:
        # Asked after every key: a text that is not whole yet is nobody's mistake, and the browser need not log it.
        return jsonify(refused=error.message, field=error.field)
    shown = preview(prepared, post, current_site(), by=current_user)
    answer = jsonify(_answer(prepared, shown, post, request.form.get("view", "")))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _answer(prepared: Prepared, shown: PostView, post: Post | None, view: str) -> dict[str, Any]:
    body, bound = prepared.draft.body, prepared.bound
    quotations = checked(body, bound.quotations)
    macro = get_template_attribute("admin/editor/_quotations.html", "quotations")
    return {
        "html": _html(shown, view if view in VIEWS else VIEWS[0]),
        "lines": lines_of_html(body, bound.rendered),
        "blocks": [fence.line for fence in blocks_of(body)],
        "quotations": [asdict(quotation) for quotation in quotations],
        "list": str(macro(quotations)),
    }


def _html(shown: PostView, view: str) -> str:
    if view == "page":
        return str(get_template_attribute("public/_post.html", "entry")(shown))
    if view == "none":
        return ""
    base = site_url()
    if view == "feed":
        content = get_template_attribute("feeds/_content.html", "content")(shown, base)
        return render_template("admin/editor/_as_feed.html", post=shown, content=content)
    card = cards_of_post(shown, current_site(), base)[0]
    return render_template("admin/editor/_as_card.html", post=shown, card=card, host=base.partition("//")[2])
