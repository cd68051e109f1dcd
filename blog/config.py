"""Every setting, read once from the environment; what is wrong is said, and stops the start.

A name that the environment lacks is read from `INSTANCE_DIR/settings.env` (lines of `NAME=value`).
"""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

DATABASES = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
HOST_AND_PORT = re.compile(r"[^\s:/@]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}")
# What S3 itself takes (its guide's naming rules), and what its kin do besides: capitals and underscores.
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")
# Where a region means nothing, as with most of S3's kin, a signature still has to name one.
ANY_REGION = "us-east-1"
# More workers than this on one machine is a slip of the finger, not a wish.
MOST_WORKERS = 256
MOST_PROXIES = 16


class SettingError(Exception):
    """A setting that cannot be used: names it, its value and what is accepted, in one line."""

    def __init__(self, name: str, value: str, accepted: str) -> None:
        super().__init__(f"{name}={value!r} cannot be used: {accepted}.")


@dataclass(frozen=True, slots=True)
class S3Access:
    """How the bucket of `MEDIA_URL` is reached, by the names that Amazon's own tools read.

    Without a key the machine's own credentials count: those of its role, or of `~/.aws`.
    """

    endpoint_url: str = ""
    region: str = ANY_REGION
    access_key_id: str = ""
    secret_access_key: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked settings. URLs are kept as given but for the database driver's name."""

    instance_dir: Path
    database_url: str
    redis_url: str
    media_url: str
    mail_url: str
    site_url: str
    fetch_allow: tuple[str, ...]
    secret_key: str
    web_workers: int
    trusted_proxies: int
    s3: S3Access = S3Access()

    @property
    def mail_is_real(self) -> bool:
        """Whether mail leaves this machine, rather than being put into the outbox as files."""
        return bool(self.mail_url)


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises `SettingError` for the first one that is wrong."""
    instance = Path(environ.get("INSTANCE_DIR") or "instance").absolute()
    given = {**_from_file(instance / "settings.env"), **{k: v for k, v in environ.items() if v}}
    make_private_dir(instance)
    if given.get("MAIL_URL") and not given.get("SITE_URL"):
        raise SettingError(
            "SITE_URL", "", "the site’s address is needed with MAIL_URL, since mail carries links to it"
        )
    return Settings(
        instance_dir=instance,
        database_url=_database(given, instance),
        redis_url=_url(given, "REDIS_URL", ("redis", "rediss", "unix")),
        media_url=_media(given, instance),
        mail_url=_url(given, "MAIL_URL", ("smtp", "smtps")),
        site_url=_site(given),
        fetch_allow=_fetch_allow(given),
        secret_key=given.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
        web_workers=_number(
            given, "WEB_WORKERS", default=min(os.cpu_count() or 1, 4), low=1, high=MOST_WORKERS
        ),
        trusted_proxies=_number(given, "TRUSTED_PROXIES", default=0, low=0, high=MOST_PROXIES),
        s3=_s3_access(given),
    )


def make_private_dir(path: Path) -> None:
    """A folder that only this user may enter; where it exists it is left as it is."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _not_writable(path, error.strerror) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise _not_writable(path, "Permission denied")


def _not_writable(path: Path, reason: str | None) -> SettingError:
    return SettingError("INSTANCE_DIR", str(path), f"a folder that can be written to ({reason})")


def _from_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def _database(given: Mapping[str, str], instance: Path) -> str:
    value = given.get("DATABASE_URL") or f"sqlite:///{instance / 'rejoinder.sqlite3'}"
    scheme, _, rest = value.partition("://")
    dialect = scheme.partition("+")[0]
    if dialect not in DATABASES or not rest:
        raise SettingError(
            "DATABASE_URL", _without_password(value), "sqlite:///PATH or postgresql://USER@HOST/NAME"
        )
    return f"{DATABASES[dialect]}://{rest}"


def _parts(url: str) -> SplitResult:
    """The parts of a URL, all empty where its host or port cannot be read."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # read only now
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _url(given: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    value = given.get(name, "")
    parts = _parts(value)
    if value and (parts.scheme not in schemes or not parts.netloc):
        raise SettingError(
            name, _without_password(value), "a URL beginning " + " or ".join(f"{s}://" for s in schemes)
        )
    return value


def _site(given: Mapping[str, str]) -> str:
    value = given.get("SITE_URL", "").rstrip("/")
    parts = _parts(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query):
        raise SettingError(
            "SITE_URL", value, "the site's address without a path, such as https://blog.example"
        )
    return value


def _media(given: Mapping[str, str], instance: Path) -> str:
    value = given.get("MEDIA_URL") or (instance / "media").as_uri()
    parts = _parts(value)
    if parts.query or parts.fragment or not (_is_folder(parts) or _is_bucket(parts)):
        raise SettingError("MEDIA_URL", value, "file:/// and the path of a folder, or s3://BUCKET/PREFIX")
    if parts.scheme == "file":
        _can_be_written(Path(unquote(parts.path)), value)
    return value


def _is_folder(parts: SplitResult) -> bool:
    return parts.scheme == "file" and not parts.netloc and parts.path.startswith("/")


def _is_bucket(parts: SplitResult) -> bool:
    return parts.scheme == "s3" and bool(BUCKET.fullmatch(parts.netloc)) and ".." not in parts.path


def _can_be_written(folder: Path, value: str) -> None:
    """Refuse a folder that could not be made or written to; it is made when the first copy is kept."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise SettingError("MEDIA_URL", value, f"a folder that can be written to ({there} cannot)")


def _s3_access(given: Mapping[str, str]) -> S3Access:
    key, secret = given.get("AWS_ACCESS_KEY_ID", ""), given.get("AWS_SECRET_ACCESS_KEY", "")
    if key and not secret:
        raise SettingError("AWS_SECRET_ACCESS_KEY", "", "it is needed with AWS_ACCESS_KEY_ID")
    if secret and not key:
        raise SettingError("AWS_ACCESS_KEY_ID", "", "it is needed with AWS_SECRET_ACCESS_KEY")
    return S3Access(
        endpoint_url=_url(given, "AWS_ENDPOINT_URL", ("http", "https")),
        region=given.get("AWS_REGION") or given.get("AWS_DEFAULT_REGION") or ANY_REGION,
        access_key_id=key,
        secret_access_key=secret,
        session_token=given.get("AWS_SESSION_TOKEN", ""),
    )


def _fetch_allow(given: Mapping[str, str]) -> tuple[str, ...]:
    pairs = tuple(given.get("FETCH_ALLOW", "").replace(",", " ").split())
    for pair in pairs:
        if not HOST_AND_PORT.fullmatch(pair):
            raise SettingError("FETCH_ALLOW", pair, "HOST:PORT pairs with commas between them")
    return pairs


def _number(given: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    value = given.get(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise SettingError(name, value, f"a whole number from {low} to {high}")
    return int(value)


def _kept_secret(path: Path) -> str:
    """The key that signs sessions: made once, readable by this user only."""
    try:
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise _not_writable(path.parent, f"{path.name}: {error.strerror}") from error


def _without_password(url: str) -> str:
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:***@", url)
