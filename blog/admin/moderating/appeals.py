"""Appeals: those that wait for an answer, and those that have one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.keeping import take_back
from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.comments.fairness.answering import answer, page_of_appeals
from blog.comments.fairness.models import WORDS_LIMIT
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.policy.settings import comment_settings
from blog.database import row_number
from blog.errors import DomainError, Invalid, NotFound
from blog.transactions import writing

blueprint = room("appeals", Act.MODERATE)
ANSWERED = "answered"
DONE = {
    ModerationAct.UPHOLD: "Answered: the decision stands, and who appealed was told why.",
    ModerationAct.OVERTURN: "Answered: the decision is overturned, and who appealed was told.",
}


@blueprint.get("/appeals/")
def index() -> ResponseReturnValue:
    kept = take_back(request.path, having="words")
    return _page(kept, row_number(kept.get("comment", "")) or 0)


@blueprint.post("/appeals/<int:appeal_id>/answer")
def send(appeal_id: int) -> ResponseReturnValue:
    by: User = current_user._get_current_object()
    try:
        act = _act(request.form.get("act", ""))
        with writing():
            answer(appeal_id, act, request.form.get("words", ""), by=by)
    except NotFound:
        raise
    except DomainError as error:
        return _page(request.form.to_dict(), appeal_id, error), error.status
    flash(DONE[act], "ok")
    return redirect(url_for(".index"), 303)


def _act(words: str) -> ModerationAct:
    if words not in {act.value for act in DONE}:
        raise Invalid("Choose one of the buttons.", field="act")
    return ModerationAct(words)


def _page(typed: dict[str, str], tried: int = 0, error: DomainError | None = None) -> str:
    is_open, after = request.args.get("show") != ANSWERED, request.args.get("after", "")
    if after and row_number(after) is None:
        raise NotFound("There is no such page of appeals. Begin at the first.")
    cases, following = page_of_appeals(is_open=is_open, after=row_number(after) if after else None)
    show = "" if is_open else f"show={ANSWERED}&"
    return render_template(
        "admin/appeals.html",
        cases=cases,
        is_open=is_open,
        is_on=comment_settings().has_appeals,
        next_url=f"?{show}after={following}" if following else "",
        limit=WORDS_LIMIT,
        typed=typed,
        tried=tried,
        error=error,
    )
