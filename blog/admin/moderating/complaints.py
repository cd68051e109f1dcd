"""The desk for complaints: what is due first comes first; hold, uphold or dismiss."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.clock import now
from blog.comments.fairness.complaining import WAITING, target_of
from blog.comments.fairness.complaints import ANSWER_LIMIT, decidable_by, dismiss, hold, require_seen, uphold
from blog.comments.fairness.models import Complaint
from blog.comments.fairness.sides import own_causes
from blog.database import row_number
from blog.errors import DomainError, Invalid, NotFound
from blog.extensions import db
from blog.transactions import writing

blueprint = room("complaints", Act.MODERATE)
A_PAGE = 30
DECIDES = {"uphold": uphold, "dismiss": dismiss}
TOLD = {
    "hold": "Hidden until it is decided. The other side is asked for its answer.",
    "uphold": "Upheld: it is no longer shown. Both sides are told.",
    "dismiss": "Dismissed: it stands. Who complained is told why.",
}


@blueprint.get("/complaints/")
def index() -> ResponseReturnValue:
    return _page()


@blueprint.post("/complaints/<int:complaint_id>/")
def decide(complaint_id: int) -> ResponseReturnValue:
    query = decidable_by(current_user).where(Complaint.id == complaint_id)
    act, answer = request.form.get("act", ""), request.form.get("answer", "")
    try:
        if act not in TOLD:
            raise Invalid("Choose whether to hold, to uphold or to dismiss it.", field="answer")
        with writing():
            complaint, by = db.session.scalar(query), current_user._get_current_object()
            if complaint is None:
                raise NotFound("There is no such complaint, or it is not yours to decide.")
            require_seen(complaint, request.form.get("seen", ""))
            if act in DECIDES:
                DECIDES[act](complaint, answer, by=by)
            else:
                hold(complaint, by=by)
    except NotFound:
        raise
    except DomainError as error:
        return _page(complaint_id, answer, error), error.status
    flash(TOLD[act], "ok")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


def _page(refused: int = 0, answer: str = "", error: DomainError | None = None) -> str:
    """Those that wait, by the day they are due; then the decided, a page at a time."""
    query, is_open = decidable_by(current_user), Complaint.state.in_(WAITING)
    waiting = query.where(is_open).order_by(Complaint.due_at, Complaint.id).limit(A_PAGE)
    before = row_number(request.args.get("before", ""))
    past = query.where(~is_open).order_by(Complaint.id.desc()).limit(A_PAGE + 1)
    decided = list(db.session.scalars(past.where(Complaint.id < before) if before else past))
    found, by = list(db.session.scalars(waiting)), current_user._get_current_object()
    return render_template(
        "admin/complaints.html",
        waiting_here=found,
        not_theirs=own_causes(found, by),
        decided=decided[:A_PAGE],
        older=decided[A_PAGE - 1].id if len(decided) > A_PAGE else None,
        target_of=target_of,
        at=now(),
        refused=refused,
        answer=answer,
        error=error,
        limit=ANSWER_LIMIT,
    )
