"""What a person was told: the list, what of it is mailed how often, threads followed, and links that end mail."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import notices, paces, unsubscribing
from blog.accounts.models import Pace, User
from blog.comments.notifying import following, seeing
from blog.database import row_number
from blog.errors import Invalid
from blog.extensions import csrf
from blog.reading.notices import PACE_WORDS, digest_words, notice_list
from blog.site import current_site
from blog.transactions import writing

blueprint = Blueprint("notices", __name__)
# Followed by mail programs, which have no session: these two do without one.
OPEN_TO_ALL = frozenset({"notices.ending", "notices.end"})
HEARD = {
    following.Hearing.FOLLOWS: "You follow this thread: you are told of each comment in it.",
    following.Hearing.SILENCED: "You get no notices from this thread.",
    following.Hearing.NEITHER: "You are told of replies to you and of mentions in this thread.",
}


@blueprint.before_request
def _own_only() -> ResponseReturnValue | None:
    if current_user.is_authenticated or request.endpoint in OPEN_TO_ALL:
        return None
    answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer


@blueprint.app_context_processor
def _unread() -> dict[str, object]:
    """The number in the masthead is asked for only where one is shown."""
    return {"unread_notices": lambda: seeing.unread_count(current_user)}


@blueprint.get("/account/notices/")
def page() -> ResponseReturnValue:
    shown = notice_list(_oneself(), current_site(), before=request.args.get("before", ""))
    return render_template("account/notices.html", notices=shown)


@blueprint.post("/account/notices/<int:notice_id>")
def read(notice_id: int) -> ResponseReturnValue:
    """Mark one as read, and go where it leads if that was asked for."""
    with writing():
        notice = notices.put_away(notice_id, by=_oneself())
    goes_there = request.form.get("action") == "open"
    return redirect(notice.path if goes_there else url_for(".page"), HTTPStatus.SEE_OTHER)


@blueprint.post("/account/notices/all")
def read_all() -> ResponseReturnValue:
    with writing():
        notices.put_all_away(row_number(request.form.get("up_to", "")) or 0, by=_oneself())
    return redirect(url_for(".page"), HTTPStatus.SEE_OTHER)


@blueprint.route("/account/notices/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    kinds, error = paces.kinds_for(_oneself()), None
    if request.method == "POST":
        try:
            chosen = {k: paces.read_pace(request.form.get(paces.field_of(k), ""), k) for k in kinds}
            with writing():
                paces.choose(_oneself(), chosen)
        except Invalid as refused:
            error = refused
        else:
            flash("Saved. What waits to be mailed follows the new choice.", "ok")
            return redirect(url_for(".settings"), HTTPStatus.SEE_OTHER)
    stored = paces.paces_of(current_user.id)
    fields = [(paces.field_of(kind), paces.NAMES[kind], stored[kind].value) for kind in kinds]
    given = {"fields": fields, "options": PACE_WORDS, "error": error, "digests": digest_words(current_site())}
    return render_template("account/notice_settings.html", **given), error.status if error else 200


@blueprint.post("/account/notices/links")
def renew_links() -> ResponseReturnValue:
    with writing():
        unsubscribing.renew_links(by=_oneself())
    flash("Done: the links in mails sent until now end nothing any more.", "ok")
    return redirect(url_for(".settings"), HTTPStatus.SEE_OTHER)


@blueprint.post("/threads/<int:post_id>/hearing")
def hear(post_id: int) -> ResponseReturnValue:
    wish = request.form.get("wish", "")
    with writing():
        post = following.hear(post_id, wish, by=_oneself())
    flash(HEARD[following.Hearing(wish)], "ok")
    return redirect(f"{post.path}#comments", HTTPStatus.SEE_OTHER)


@blueprint.get("/u/<token>")
def ending(token: str) -> ResponseReturnValue:
    """Ask before anything ends: scanners of mail open every link."""
    person, kinds = unsubscribing.read_token(token)
    stored = paces.paces_of(person.id)
    wanted = any(stored[kind] is not Pace.OFF for kind in kinds)
    names = [paces.NAMES[kind] for kind in kinds]
    return render_template("account/unsubscribe.html", names=names, token=token, is_over=not wanted)


@blueprint.post("/u/<token>")
@csrf.exempt
def end(token: str) -> ResponseReturnValue:
    """End mail at once (RFC 8058): without a session, a redirect or a question, as often as it is sent."""
    person, kinds = unsubscribing.read_token(token)
    with writing():
        unsubscribing.unsubscribe(person, kinds)
    names = [paces.NAMES[kind] for kind in kinds]
    return render_template("account/unsubscribe.html", names=names, token=token, is_over=True)


def _oneself() -> User:
    person: User = current_user._get_current_object()
    return person
