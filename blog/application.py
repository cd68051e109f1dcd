"""Putting the rooms together: settings, extensions, doors."""

import hashlib
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from blog import admin, cli, public
from blog.accounts import signing
from blog.accounts import tasks as accounts_tasks
from blog.accounts.roles import Act
from blog.comments.fairness import tasks as fairness_tasks
from blog.comments.notifying import tasks as notifying_tasks
from blog.comments.screening.spam import tasks as spam_tasks
from blog.comments.voting import tasks as voting_tasks
from blog.comments.writing import tasks as writing_tasks
from blog.config import SettingError, Settings, read_settings
from blog.database import HIGHEST_ID, tune
from blog.embed.players import tasks as players_tasks
from blog.extensions import csrf, db, limiter, migrate
from blog.limits_storage import SCHEME
from blog.posts import tasks as posts_tasks
from blog.reading.pictures import elsewhere
from blog.site import current_site
from blog.site.ai import AiPolicy, is_denied
from blog.site.look import digest_of
from blog.site.navigation import navigation_of
from blog.typed import FORM_LIMIT

# Loaded so that the worker knows their jobs.
TASKS = (
    accounts_tasks,
    fairness_tasks,
    notifying_tasks,
    players_tasks,
    posts_tasks,
    spam_tasks,
    voting_tasks,
    writing_tasks,
)
ROOT = Path(__file__).parents[1]
# A year: the address of a static file changes with its content.
STATIC_SECONDS = 31_536_000
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src {frames}; frame-ancestors 'self'; base-uri 'none'; "
    "manifest-src 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class RowNumber(IntegerConverter):
    """A whole number in an address, no higher than a row's number can be: nothing stands at a higher one."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": HIGHEST_ID, **options})


def build(settings: Settings | None = None) -> Flask:
    """The application. A bad setting ends the process with one line that says what is accepted."""
    try:
        settings = settings or read_settings()
    except SettingError as error:
        sys.exit(str(error))
    app = Flask("blog", root_path=str(ROOT), static_folder="static", template_folder="templates")
    app.config.from_mapping(_flask_config(settings))
    app.url_map.converters["int"] = RowNumber
    app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 4)  # type: ignore[method-assign]
    _bind_extensions(app)
    for door in (public, admin, cli):
        door.open_door(app)
    _set_up_templates(app)
    app.after_request(_add_headers)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.site_url.startswith("https:"),
        "REMEMBER_COOKIE_SECURE": settings.site_url.startswith("https:"),
        "SEND_FILE_MAX_AGE_DEFAULT": STATIC_SECONDS,
        "MAX_CONTENT_LENGTH": FORM_LIMIT,
        "MAX_FORM_MEMORY_SIZE": FORM_LIMIT,
        "RATELIMIT_STORAGE_URI": settings.redis_url.replace("unix://", "redis+unix://")
        or f"{SCHEME}://{quote(str(settings.instance_dir / 'limits.sqlite3'))}",
        "RATELIMIT_SWALLOW_ERRORS": True,  # a site that cannot count still answers
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session: long texts take long to write
        **signing.FLASK_SECURITY,
    }


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        tune(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    csrf.init_app(app)
    limiter.init_app(app)
    signing.bind(app)


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals["Act"] = Act
    app.jinja_env.filters["elsewhere"] = elsewhere
    app.context_processor(_site_facts)
    app.url_defaults(_version_static)


def _site_facts() -> dict[str, object]:
    """What every page has of the site: its row, the masthead's ways, the address of its own look."""
    site = current_site()
    look = f"/look/{digest_of(site.look)}.css" if site.look else ""
    denied = is_denied(site, g.get("ai_policy", AiPolicy.SITE))
    return {"site": site, "navigation": navigation_of(site), "look": look, "ai_denied": denied}


def _version_static(endpoint: str, values: dict[str, object]) -> None:
    """Put a digest of the file into its address, so that browsers may keep it for good."""
    if endpoint == "static" and (ROOT / "static" / str(values.get("filename"))).is_file():
        values.setdefault("v", _digest(str(values["filename"])))


@lru_cache
def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:12]


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY.format(frames=_frames()))
    return response


def _frames() -> str:
    """What this one page may frame: itself, and the hosts of the players on it (`g.frame_hosts`, set by its view)."""
    return " ".join(["'self'", *(f"https://{host}" for host in g.get("frame_hosts", ()))])
