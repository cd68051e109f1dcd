"""Every setting is checked at the start, and a bad one is named with what would do."""

import os
import re
import stat
from pathlib import Path

import pytest

from blog import create_app
from blog.config import S3Access, SettingError, Settings, make_private_dir, read_settings


def settings_of(instance: Path, **environ: str) -> Settings:
    return read_settings({"INSTANCE_DIR": str(instance), **environ})


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_without_any_setting_everything_is_in_the_instance(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/rejoinder.sqlite3"
    assert settings.media_url == f"file://{tmp_path}/media"
    assert (settings.redis_url, settings.mail_url, settings.site_url) == ("", "", "")
    assert (settings.fetch_allow, settings.trusted_proxies, settings.mail_is_real) == ((), 0, False)
    assert settings.web_workers >= 1


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("DATABASE_URL", "mysql://db.example/blog", "sqlite:///PATH or postgresql://USER@HOST/NAME"),
        ("DATABASE_URL", "blog.sqlite3", "sqlite:///PATH or postgresql://USER@HOST/NAME"),
        ("DATABASE_URL", "postgresql://", "sqlite:///PATH or postgresql://USER@HOST/NAME"),
        ("REDIS_URL", "localhost:6379", "a URL beginning redis:// or rediss:// or unix://"),
        ("REDIS_URL", "http://cache.example", "a URL beginning redis:// or rediss:// or unix://"),
        ("REDIS_URL", "redis://[::1", "a URL beginning redis:// or rediss:// or unix://"),
        ("SITE_URL", "https://[::1", "the site's address without a path, such as https://blog.example"),
        ("SITE_URL", "https://blog.example:99999", "the site's address without a path"),
        ("MEDIA_URL", "s3://[::1", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("MEDIA_URL", "media", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("MEDIA_URL", "file://media", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("MEDIA_URL", "file:///srv/a#b", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("MEDIA_URL", "s3:///prefix", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("MEDIA_URL", "s3://a", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("MEDIA_URL", "s3://user:key@bucket", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("MEDIA_URL", "s3://bucket/../up", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("MEDIA_URL", "https://bucket.example", "file:/// and the path of a folder, or s3://BUCKET/PREFIX"),
        ("AWS_ENDPOINT_URL", "minio:9000", "a URL beginning http:// or https://"),
        ("SITE_URL", "blog.example", "the site's address without a path, such as https://blog.example"),
        ("SITE_URL", "https://blog.example/news", "the site's address without a path"),
        ("SITE_URL", "ftp://blog.example", "the site's address without a path"),
        ("FETCH_ALLOW", "intranet.example", "HOST:PORT pairs"),
        ("FETCH_ALLOW", "http://intranet.example:80", "HOST:PORT pairs"),
        ("WEB_WORKERS", "0", "a whole number from 1 to 256"),
        ("WEB_WORKERS", "257", "a whole number from 1 to 256"),
        ("WEB_WORKERS", "two", "a whole number from 1 to 256"),
        ("TRUSTED_PROXIES", "-1", "a whole number from 0 to 16"),
        ("TRUSTED_PROXIES", "1.5", "a whole number from 0 to 16"),
    ],
)
def test_a_bad_value_is_named_in_one_line_with_what_is_accepted(
    tmp_path: Path, name: str, value: str, accepted: str
) -> None:
    with pytest.raises(SettingError) as refused:
        settings_of(tmp_path, **{name: value})
    told = str(refused.value)
    assert told.startswith(f"{name}={value!r} cannot be used: ")
    assert accepted in told
    assert "\n" not in told


def test_copies_may_lie_in_a_folder_whose_name_has_blanks_and_signs(tmp_path: Path) -> None:
    folder = tmp_path / "the copies #1, 50%"
    assert settings_of(tmp_path, MEDIA_URL=folder.as_uri()).media_url == folder.as_uri()


def test_copies_cannot_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(
        SettingError, match=r"^MEDIA_URL=.* a folder that can be written to \(.*taken cannot\)"
    ):
        settings_of(tmp_path, MEDIA_URL=(tmp_path / "taken" / "media").as_uri())


@pytest.mark.parametrize("given", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_half_of_the_keys_of_a_bucket_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingError, match=f"it is needed with {given}") as refused:
        settings_of(tmp_path, MEDIA_URL="s3://bucket/prefix", **{given: "of the quay"})
    assert "quay" not in str(refused.value)


def test_a_bucket_is_reached_by_the_names_that_its_own_tools_read(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text("AWS_SECRET_ACCESS_KEY=quay\nAWS_REGION=eu-north-1\n", "utf-8")
    settings = settings_of(
        tmp_path,
        MEDIA_URL="s3://bucket",
        AWS_ENDPOINT_URL="http://minio.example:9000",
        AWS_ACCESS_KEY_ID="key",
    )
    assert settings.s3 == S3Access("http://minio.example:9000", "eu-north-1", "key", "quay")


def test_a_mail_url_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=re.escape("a URL beginning smtp:// or smtps://")):
        settings_of(tmp_path, MAIL_URL="mail.example", SITE_URL="https://blog.example")


def test_real_mail_needs_the_sites_address_since_it_carries_links(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^SITE_URL='' cannot be used: .* needed with MAIL_URL"):
        settings_of(tmp_path, MAIL_URL="smtp://mail.example:25")
    assert settings_of(
        tmp_path, MAIL_URL="smtp://mail.example:25", SITE_URL="https://blog.example"
    ).mail_is_real


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAIL_URL", "http://ada:secret@mail.example"), ("DATABASE_URL", "mysql://ada:secret@db.example/blog")],
)
def test_a_password_is_not_repeated_to_the_terminal(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError) as refused:
        settings_of(tmp_path, **{"SITE_URL": "https://blog.example", name: value})
    assert "secret" not in str(refused.value)
    assert "ada:***@" in str(refused.value)


def test_the_application_stops_with_that_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("WEB_WORKERS", "many")
    with pytest.raises(SystemExit) as stopped:
        create_app()
    assert stopped.value.code == "WEB_WORKERS='many' cannot be used: a whole number from 1 to 256."


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg_however_it_is_called(tmp_path: Path, scheme: str) -> None:
    url = settings_of(tmp_path, DATABASE_URL=f"{scheme}://ada@db.example/blog").database_url
    assert url == "postgresql+psycopg://ada@db.example/blog"


def test_a_trailing_slash_of_the_sites_address_is_dropped(tmp_path: Path) -> None:
    assert settings_of(tmp_path, SITE_URL="https://blog.example/").site_url == "https://blog.example"


def test_places_that_may_be_fetched_from_are_parted_by_commas_or_blanks(tmp_path: Path) -> None:
    allowed = settings_of(tmp_path, FETCH_ALLOW="intranet.example:80, [::1]:8080").fetch_allow
    assert allowed == ("intranet.example:80", "[::1]:8080")


def test_what_the_environment_lacks_is_read_from_the_instances_file(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text(
        "# mail of the club\nSITE_URL = 'https://blog.example'\nWEB_WORKERS=3\nnonsense\n", "utf-8"
    )
    settings = settings_of(tmp_path, WEB_WORKERS="2")
    assert (settings.site_url, settings.web_workers) == ("https://blog.example", 2)


def test_an_empty_setting_is_no_setting(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text("SITE_URL=https://blog.example\n", "utf-8")
    assert settings_of(tmp_path, SITE_URL="", DATABASE_URL="").site_url == "https://blog.example"


def test_a_bad_value_of_the_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text("TRUSTED_PROXIES=lots\n", "utf-8")
    with pytest.raises(SettingError, match=r"^TRUSTED_PROXIES='lots'"):
        settings_of(tmp_path)


def test_the_secret_key_is_made_once_and_only_for_this_user(tmp_path: Path) -> None:
    first = settings_of(tmp_path).secret_key
    assert len(first) >= 48
    assert settings_of(tmp_path).secret_key == first
    assert mode(tmp_path / "secret_key") == 0o600


def test_a_given_secret_key_is_used_and_none_is_kept(tmp_path: Path) -> None:
    assert settings_of(tmp_path, SECRET_KEY="of many nodes").secret_key == "of many nodes"
    assert not (tmp_path / "secret_key").exists()


def test_the_instance_is_made_for_this_user_only(tmp_path: Path) -> None:
    settings_of(tmp_path / "a" / "new")
    assert mode(tmp_path / "a" / "new") == 0o700


def test_an_instance_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match=r"^INSTANCE_DIR=.* a folder that can be written to"):
        make_private_dir(tmp_path / "file")


def test_an_instance_that_exists_but_takes_no_file_is_refused_in_one_line() -> None:
    if not Path("/proc/self/status").is_file():
        pytest.skip("needs a folder that takes no file from anyone, root included: Linux has /proc")
    with pytest.raises(SettingError, match=r"^INSTANCE_DIR='/proc/self' .* a folder that can be written to"):
        settings_of(Path("/proc/self"))


def test_an_instance_of_someone_else_is_refused_whatever_is_kept_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("root may write anywhere")
    with pytest.raises(SettingError, match="Permission denied"):
        settings_of(tmp_path, SECRET_KEY="of many nodes")
