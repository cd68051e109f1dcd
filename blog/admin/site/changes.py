"""What was changed in the settings: who, when, from what to what."""

import sqlalchemy as sa
from flask import render_template, request, url_for

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.words import SETTING_WORDS
from blog.database import row_number
from blog.extensions import db
from blog.site.changes import SettingChange, page_of_changes

blueprint = room("changes", Act.MANAGE_SITE)
# A list of words may be long; the rest of it is in the record.
SHOWN = 300


@blueprint.get("/settings/changes/")
def page() -> str:
    found, following = page_of_changes(row_number(request.args.get("before", "")))
    people = {change.by_id for change in found if change.by_id}
    named = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(people)))
    names = {row.id: row.name for row in named}
    next_url = url_for(".page", before=following) if following else ""
    return render_template(
        "admin/changes.html", changes=[_shown(change, names) for change in found], next_url=next_url
    )


def _shown(change: SettingChange, names: dict[int, str]) -> dict[str, object]:
    was, is_now = (_cut(words) for words in (change.was, change.is_now))
    what = SETTING_WORDS.get(change.name, change.name)
    return {
        "at": change.at,
        "who": names.get(change.by_id or 0, "The setting up"),
        "what": f"Redirect from {change.name}" if change.room == "Redirect" else what,
        "was": was,
        "now": is_now,
    }


def _cut(words: str) -> str:
    words = {"null": "", "true": "on", "false": "off"}.get(words, words)
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
