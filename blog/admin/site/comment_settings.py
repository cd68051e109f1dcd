"""What the site lets readers do in its threads, and what is read before others see it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import keeping
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.words import PAUSE_WORDS, POLICY_WORDS
from blog.comments.moderation.evidence import marked
from blog.comments.policy.choosing import POLICIES, as_typed, change, parse
from blog.comments.policy.settings import comment_settings
from blog.comments.screening.spam.keeping import LEAST_OF_EACH, current
from blog.comments.screening.trying import Trial, try_out
from blog.database import row_number
from blog.errors import Invalid
from blog.transactions import writing

blueprint = room("comment_settings", Act.MANAGE_SITE)
# The button that tries the rules, beside the one that saves them.
TRY = "try"
TRIED_DAYS = (7, 30, 90, 365)


@blueprint.route("/settings/comments/", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    if request.method == "GET":
        return _page(as_typed(comment_settings()) | keeping.take_back(request.path))
    try:
        chosen = parse(request.form)
        if request.form.get("act") == TRY:
            trial = try_out(chosen, days=_days(), by=current_user._get_current_object())
            return _page(request.form.to_dict(), trial=trial)
        with writing():
            change(chosen, by=current_user._get_current_object())
    except Invalid as error:
        return _page(request.form.to_dict(), {error.field or "policy": error.message}), 422
    flash("The settings for comments are saved. They hold for what is sent from now on.", "ok")
    return redirect(url_for(".page"), 303)


def _days() -> int:
    days = row_number(request.form.get("days", ""))
    if days not in TRIED_DAYS:
        raise Invalid("Choose one of the times offered.", field="days")
    return days


def _page(typed: dict[str, str], errors: dict[str, str] | None = None, trial: Trial | None = None) -> str:
    found = current()
    return render_template(
        "admin/comment_settings.html",
        typed=typed,
        errors=errors or {},
        policies=[(policy.value, POLICY_WORDS[policy]) for policy in POLICIES],
        pauses=list(PAUSE_WORDS.items()),
        spam_model=found[0] if found else None,
        least_of_each=LEAST_OF_EACH,
        days=[(str(days), f"{days} days") for days in TRIED_DAYS],
        trial=trial,
        marked=marked,
    )
