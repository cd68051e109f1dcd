"""What becomes of a post: what to look at first, then published now, at a moment, or for those who have its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.writing.finding import find_post
from blog.admin.writing.remarks import remarks_on_post
from blog.clock import now
from blog.database import row_number
from blog.errors import Conflict, DomainError, Invalid
from blog.posts.models import Post
from blog.posts.publishing.checks import key_of, links_in
from blog.posts.publishing.links import are_being_tried, ask_for
from blog.posts.publishing.moments import Twice, offset_words, read_moment
from blog.posts.publishing.passing import Unseen, pass_over, passed_over
from blog.posts.publishing.scheduling import schedule, unschedule
from blog.posts.publishing.states import publish, unlist
from blog.reading.posts import stored_post
from blog.site import current_site
from blog.transactions import writing

blueprint = room("publication", Act.WRITE)
TOLD = {
    "publish": "Published.",
    "schedule": "Scheduled. It appears by itself; until then nobody but its editors sees it.",
    "unlist": "Unlisted: whoever has the address can read it, and no list or search leads there.",
    "unschedule": "It is a draft again, and waits for nothing.",
}

TRYING = "The links are being tried, which takes a moment. Open this page again to see what came of it."


@dataclass(slots=True)
class Typed:
    """What was sent and could not be done: the values, the findings ticked, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    error: DomainError | None = None

    def error_beside(self, name: str) -> str:
        return self.error.message if self.error and self.error.field == name else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The two moments of a time that the clocks show twice."""
        return self.error.choices if isinstance(self.error, Twice) else []


@blueprint.get("/posts/<int:post_id>/publication")
def page(post_id: int) -> ResponseReturnValue:
    return _page(find_post(post_id), Typed())


@blueprint.post("/posts/<int:post_id>/publication")
def act(post_id: int) -> ResponseReturnValue:
    """Do what the button pressed says, once everything found is mended or passed over."""
    deed = request.form.get("act", "")
    ticked = frozenset(request.form.getlist("passed"))
    try:
        with writing():
            post = find_post(post_id)
            if (row_number(request.form.get("seen", "")) or 0) != post.revision:
                raise Conflict(
                    "The post was saved since this page was opened. Nothing was done; look at it again."
                )
            _do(deed, post, ticked)
    except DomainError as error:
        return _page(find_post(post_id), Typed(request.form, ticked, error)), error.status
    flash(TOLD[deed], "ok")
    if deed in ("publish", "unlist"):
        return redirect(post.path, HTTPStatus.SEE_OTHER)
    return redirect(url_for(".page", post_id=post_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/posts/<int:post_id>/publication/links")
def links(post_id: int) -> ResponseReturnValue:
    with writing():
        asked = ask_for(links_in(find_post(post_id)))
    flash(TRYING if asked else "Every link was tried today already, or is being tried.")
    return redirect(url_for(".page", post_id=post_id), HTTPStatus.SEE_OTHER)


def _do(deed: str, post: Post, ticked: frozenset[str]) -> None:
    by = current_user._get_current_object()
    if deed == "unschedule":
        return unschedule(post, by=by)
    if deed not in TOLD:
        raise Invalid("Choose one of the buttons offered.", field="act")
    if not (deed == "unlist" and post.is_published):  # fewer will see it: nothing has to be looked at first
        pass_over(post, remarks_on_post(post), ticked, by=by)
    if deed == "publish":
        return publish(post, by=by)
    if deed == "unlist":
        return unlist(post, by=by)
    sent = {name: request.form.get(name, "") for name in ("on", "at", "which")}
    return schedule(post, read_moment(**sent, zone=current_site().zone), by=by)


def _page(post: Post, typed: Typed) -> str:
    site, addresses = current_site(), links_in(post)
    remarks, local = remarks_on_post(post), now().astimezone(site.zone)
    waits = post.publish_at.astimezone(site.zone) if post.publish_at else None
    return render_template(
        "admin/publication.html",
        post=post,
        view=stored_post(post, site),
        findings=[(key_of(remark), remark) for remark in remarks],
        passed=passed_over(post),
        unseen=typed.error.keys if isinstance(typed.error, Unseen) else (),
        typed=typed,
        moment=waits or local,
        waits=waits,
        waits_by=f"{site.time_zone}, {offset_words(waits)}" if waits else "",
        clock=f"{local:%H:%M}, {offset_words(local)}",
        links=len(addresses),
        is_trying=are_being_tried(addresses),
    )
