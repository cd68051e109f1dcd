"""What the masthead leads to."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts import keeping
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.errors import Invalid
from blog.site import current_site
from blog.site.navigation import MOST, choose_navigation, navigation_of
from blog.transactions import writing

blueprint = room("navigation", Act.MANAGE_SITE)
EMPTY = ("", "")
Pairs = list[tuple[str, str]]


@blueprint.route("/settings/navigation/", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    if request.method != "POST":
        keeping.take_back(request.path)
        return _page([(words, address) for words, address in navigation_of(current_site())])
    pairs = list(zip(request.form.getlist("words"), request.form.getlist("address"), strict=False))
    if "move" in request.form:
        return _page(_moved(pairs, request.form["move"]))
    try:
        with writing():
            choose_navigation(pairs, by_id=current_user.id)
    except Invalid as error:
        return _page(pairs, {error.field or "words-0": error.message}), 422
    flash("The navigation is saved.", "ok")
    return redirect(url_for(".page"), 303)


def _moved(pairs: Pairs, asked: str) -> Pairs:
    """The pairs with one of them a place higher or lower, as the button `N-up` or `N-down` asks; nothing is stored."""
    place, _, way = asked.partition("-")
    here = int(place) if place.isdecimal() and len(place) < 3 else len(pairs)
    there = here - 1 if way == "up" else here + 1
    if 0 <= here < len(pairs) and 0 <= there < len(pairs):
        pairs[here], pairs[there] = pairs[there], pairs[here]
    return pairs


def _page(pairs: Sequence[tuple[str, str]], errors: dict[str, str] | None = None) -> str:
    typed = [*pairs, *(EMPTY for _ in range(MOST - len(pairs)))]
    return render_template("admin/navigation.html", typed=typed, errors=errors or {})
