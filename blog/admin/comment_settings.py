"""What the site lets readers do in its threads, and what is read before others see it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import keeping
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.words import PAUSE_WORDS, POLICY_WORDS
from blog.comments.policy.choosing import POLICIES, as_typed, change, parse
from blog.comments.policy.settings import comment_settings
from blog.comments.screening.spam.keeping import LEAST_OF_EACH, current
from blog.errors import Invalid
from blog.transactions import writing

blueprint = room("comment_settings", Act.MANAGE_SITE)


@blueprint.route("/settings/comments/", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    if request.method == "GET":
        return _page(as_typed(comment_settings()) | keeping.take_back(request.path))
    try:
        chosen = parse(request.form)
        with writing():
            change(chosen, by=current_user._get_current_object())
    except Invalid as error:
        return _page(request.form.to_dict(), {error.field or "policy": error.message}), 422
    flash("The settings for comments are saved. They hold for what is sent from now on.", "ok")
    return redirect(url_for(".page"), 303)


def _page(typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    found = current()
    return render_template(
        "admin/comment_settings.html",
        typed=typed,
        errors=errors or {},
        policies=[(policy.value, POLICY_WORDS[policy]) for policy in POLICIES],
        pauses=list(PAUSE_WORDS.items()),
        spam_model=found[0] if found else None,
        least_of_each=LEAST_OF_EACH,
    )
