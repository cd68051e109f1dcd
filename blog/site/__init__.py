"""What this site is called, its language and its time zone: one row, made when the owner sets the site up."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import sqlalchemy as sa
from flask import g
from sqlalchemy.orm import Mapped, mapped_column

from blog.errors import Invalid
from blog.extensions import Model, db
from blog.site.changes import record_all
from blog.typed import line, required

NAME_LIMIT = 80
TAGLINE_LIMIT = 160
# A letter reposted in full with a short answer is three quarters theirs; above it, the answer is thin.
SHARE_LIMIT = 75
# Entries of the time zone database that name no zone: one says that none was chosen, one is whatever this machine has.
NO_ZONES = frozenset({"Factory", "localtime"})
# BCP 47 tags of the languages that may be chosen; a statement or post may carry any other.
LANGUAGES = {
    "en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português",
    "nl": "Nederlands", "pl": "Polski", "sv": "Svenska", "da": "Dansk", "fi": "Suomi", "cs": "Čeština",
    "tr": "Türkçe", "uk": "Українська", "ru": "Русский", "he": "עברית", "ar": "العربية", "ja": "日本語", "zh": "中文",
}  # fmt: skip
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Site(Model):
    """The site's own facts, and what its owner chose.

    `share_limit`: the share of reposted words, in percent of a post, above which its author is warned.
    `tells_archive`: whether an outside archive is asked to keep what is captured here. `player_providers`: the names
    of the providers whose players posts may hold; None for those that come with the program. `navigation`: pairs of
    words and address in the order of the masthead; None as it comes. `look`: what differs from the look that it comes
    with (blog/site/look.py). `ai_policy`: a value of `AiPolicy` (blog/site/ai.py).
    """

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="Rejoinder")
    language: Mapped[str] = mapped_column(default="en")
    time_zone: Mapped[str] = mapped_column(default="UTC")
    share_limit: Mapped[int] = mapped_column(default=SHARE_LIMIT)
    tells_archive: Mapped[bool] = mapped_column(default=False)
    player_providers: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    tagline: Mapped[str] = mapped_column(sa.String(TAGLINE_LIMIT), default="")
    navigation: Mapped[list[list[str]] | None] = mapped_column(sa.JSON(none_as_null=True))
    look: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    ai_policy: Mapped[str] = mapped_column(sa.String(20), default="deny")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def current_site() -> Site:
    """The site's row, read once a request; its defaults where none is stored yet."""
    if "site" not in g:
        g.site = db.session.get(Site, 1) or Site(
            id=1,
            name="Rejoinder",
            language="en",
            time_zone="UTC",
            share_limit=SHARE_LIMIT,
            tells_archive=False,
            tagline="",
            look={},
            ai_policy="deny",
        )
    site: Site = g.site
    return site


def describe(
    *, name: str, language: str, time_zone: str, tagline: str = "", by_id: int | None = None
) -> Site:
    """Name the site and say where it lives. Raises `Invalid` beside the field that is wrong."""
    name = required(
        line(name, field="name", limit=NAME_LIMIT, what="The name"), field="name", what="The name"
    )
    if language not in LANGUAGES:
        raise Invalid("Choose one of the languages offered.", field="language")
    if time_zone not in time_zones():
        raise Invalid(
            f"“{time_zone}” is not a time zone; write one such as Europe/Berlin.", field="time_zone"
        )
    tagline = line(tagline, field="tagline", limit=TAGLINE_LIMIT, what="The tagline")
    return change(by_id=by_id, name=name, language=language, time_zone=time_zone, tagline=tagline)


def change(*, by_id: int | None, **values: object) -> Site:
    """Let the site's row hold these values, which were checked, and record what that changes."""
    record_all(current_site(), values, by_id=by_id)
    site = db.session.merge(Site(id=1, **values))
    g.site = site
    return site


def time_zones() -> frozenset[str]:
    """The names of the time zones that may be chosen."""
    return frozenset(available_timezones() - NO_ZONES)


def choose_keeping(*, share_limit: str, tells_archive: bool, by_id: int | None = None) -> Site:
    """Say how much of a post may be reposted before its author is warned, and whether an archive is told of captures.

    `share_limit` is in percent, as typed. Raises `Invalid` beside share_limit.
    """
    typed = share_limit.strip().removesuffix("%").strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 3 and 1 <= int(typed) <= 100):
        raise Invalid("Write a number of percent from 1 to 100.", field="share_limit")
    return change(by_id=by_id, share_limit=int(typed), tells_archive=tells_archive)


def day_words(moment: datetime, site: Site) -> str:
    """A moment as its day on this site, such as “15 May 2025”."""
    local = moment.astimezone(site.zone)
    return f"{local.day} {local:%B %Y}"


def direction(language: str) -> str:
    """The writing direction of a BCP 47 language tag: `ltr` or `rtl`."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
