"""`flask doctor`: tells what is broken, where, and says so with its exit status."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.moderation.models import Decision, DecisionNote
from blog.extensions import db
from blog.jobs import LEASE, MOST_ATTEMPTS, Job
from blog.posts.models import Post
from blog.sources import payloads
from blog.sources.models import Snapshot
from blog.sources.takedowns import take_down
from blog.storage import current_storage
from blog.transactions import writing
from tests.comments.deciding import decided
from tests.comments.forging import forge
from tests.factories import make_comment, make_post, make_user
from tests.postbox import running_postbox
from tests.statements import keep_statement

SQLITE_TRIGGER = "SELECT sql FROM sqlite_master WHERE name = 'decision_never_changes'"
POSTGRES_TRIGGER = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'decision_never_changes'"


def is_on_sqlite(app: Flask) -> bool:
    with app.app_context():
        return db.engine.dialect.name == "sqlite"


def doctor(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["doctor", *words])


def line(result: Result, what: str) -> str:
    """The line about `what`, with one space between its parts."""
    found = [" ".join(each.split()) for each in result.output.splitlines() if f" {what}: " in each]
    assert len(found) == 1, result.output
    return found[0]


@pytest.fixture
def owned(app: Flask) -> Iterator[Flask]:
    """A site of somebody's, with a statement, a decision, and a mail server that takes mail."""
    with app.app_context():
        keep_statement(by=make_user(Role.owner))
        decided(make_comment(make_post()), "remove", by=make_user(Role.moderator))
    with running_postbox() as (_, address):
        kept = app.config["SETTINGS"]
        app.config["SETTINGS"] = dataclasses.replace(
            kept, mail_url=f"smtp://operator%40mail:pass%3Aword@{address}", secret_key="k" * 40
        )
        kept.instance_dir.chmod(0o700)
        yield app
        app.config["SETTINGS"] = kept


def test_all_is_well_where_it_is(owned: Flask) -> None:
    for words in ([], ["--read"]):
        result = doctor(owned, *words)
        assert result.exit_code == 0
        assert result.output.endswith("\nAll is well.\n"), result.output
        assert "1 entry, unchanged, ends in" in line(result, "Log of decisions")
        assert line(result, "Kept copies").startswith("ok Kept copies: 1 of 1")


def test_what_should_be_known_is_told_and_breaks_nothing(app: Flask) -> None:
    result = doctor(app)
    assert result.exit_code == 0
    assert "Nobody owns this site yet" in line(result, "Owner")
    assert "MAIL_URL is not set" in line(result, "Mail")
    assert "SECRET_KEY is short" in result.output
    assert "nothing is broken" in result.output


def test_a_decision_that_somebody_changed_is_named(owned: Flask) -> None:
    with owned.app_context():
        number = db.session.scalars(sa.select(Decision.id)).one()
        forge(sa.update(Decision).where(Decision.id == number).values(act="keep"))
    result = doctor(owned)
    assert result.exit_code == 1
    told = line(result, "Log of decisions")
    assert told.startswith("BROKEN")
    assert f"Decision {number} was changed." in told
    assert result.output.endswith(" broken.\n")


def test_words_that_somebody_erased_by_hand_are_told(owned: Flask) -> None:
    with owned.app_context(), writing():
        db.session.execute(sa.delete(DecisionNote))
    result = doctor(owned)
    assert result.exit_code == 0
    assert "1 entry has no words any more" in line(result, "Log of decisions")


def test_a_guard_that_somebody_removed_is_named(owned: Flask) -> None:
    is_sqlite = is_on_sqlite(owned)
    on = "" if is_sqlite else " ON decision"
    with owned.app_context(), writing():
        made = db.session.scalars(sa.text(SQLITE_TRIGGER if is_sqlite else POSTGRES_TRIGGER)).one()
        db.session.execute(sa.text(f"DROP TRIGGER decision_never_changes{on}"))
    result = doctor(owned)
    with owned.app_context(), writing():  # the next test has the same database
        db.session.connection().exec_driver_sql(made)
    assert result.exit_code == 1
    assert "decision_never_changes is gone" in line(result, "Guards")


def test_a_thread_that_counts_wrong_is_told_when_all_is_read(owned: Flask) -> None:
    with owned.app_context(), writing():
        db.session.execute(sa.update(Post).values(comment_count=9))
    assert doctor(owned).output.endswith("All is well.\n")
    result = doctor(owned, "--read")
    assert result.exit_code == 0
    assert "comment_count was 9, is 0" in line(result, "Threads")
    assert "recount mends" in line(result, "Threads")


def test_a_kept_copy_that_is_gone_is_named_and_one_that_was_erased_is_not_missed(owned: Flask) -> None:
    with owned.app_context():
        snapshot = db.session.scalars(sa.select(Snapshot)).one()
        payloads.forget(snapshot.payload_sha256)
        digest = snapshot.payload_sha256
    result = doctor(owned)
    assert result.exit_code == 1
    assert digest in line(result, "Kept copies")
    with owned.app_context():
        editor = make_user(Role.editor)
        with writing():
            take_down(db.session.scalars(sa.select(Snapshot)).one(), reason="Asked.", erase=True, by=editor)
    assert doctor(owned).exit_code == 0


def test_a_damaged_copy_shows_when_it_is_read(owned: Flask) -> None:
    with owned.app_context():
        digest = db.session.scalars(sa.select(Snapshot.payload_sha256)).one()
        current_storage().put(f"payloads/{digest[:2]}/{digest}.gz", b"no gzip")
    assert doctor(owned).exit_code == 0
    result = doctor(owned, "--read")
    assert result.exit_code == 1
    assert "1 damaged" in line(result, "Kept copies")
    with owned.app_context():
        payloads.forget(digest)


def test_a_statement_whose_version_was_changed_is_named(owned: Flask) -> None:
    with owned.app_context():
        forge(sa.update(Snapshot).values(payload_bytes=1))
    result = doctor(owned)
    assert result.exit_code == 1
    assert "Version 1 is not as it was kept" in line(result, "Statements")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp://127.0.0.1:1", "refused"),
        ("smtp://operator%40mail:wrong@{}", "535"),
    ],
)
def test_a_mail_server_that_takes_nothing_is_broken(owned: Flask, url: str, said: str) -> None:
    settings = owned.config["SETTINGS"]
    address = settings.mail_url.rpartition("@")[2]
    owned.config["SETTINGS"] = dataclasses.replace(settings, mail_url=url.format(address))
    result = doctor(owned)
    assert result.exit_code == 1
    assert said in line(result, "Mail")


def test_jobs_that_nobody_does_and_jobs_that_were_given_up_are_told(owned: Flask) -> None:
    long_ago = now() - timedelta(hours=1)
    with owned.app_context(), writing():
        db.session.add(Job(task="send-mail", arguments={}, run_at=long_ago, lease_until=now() + LEASE))
        gone = Job(
            task="send-mail", arguments={}, run_at=long_ago, attempts=MOST_ATTEMPTS, error="550 no such"
        )
        db.session.add(gone)
    result = doctor(owned)
    assert result.exit_code == 0
    assert "550 no such" in line(result, "Jobs")
    with owned.app_context(), writing():
        db.session.add(Job(task="send-mail", arguments={}, run_at=long_ago))
    result = doctor(owned)
    assert result.exit_code == 1
    assert "1 should have been done 10 minutes ago" in result.output


def test_tables_of_another_version_end_it(owned: Flask) -> None:
    change = sa.text("UPDATE alembic_version SET version_num = :version")
    with owned.app_context(), writing():
        version = db.session.scalars(sa.text("SELECT version_num FROM alembic_version")).one()
        db.session.execute(change, {"version": "0002"})
    result = doctor(owned)
    with owned.app_context(), writing():  # the next test has the same database
        db.session.execute(change, {"version": version})
    assert result.exit_code == 1
    assert "run “db upgrade”" in line(result, "Database")
    assert "What needs the database was not looked at." in result.output


def test_a_storage_that_cannot_be_used_is_told(
    owned: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings, file = owned.config["SETTINGS"], tmp_path_factory.mktemp("media") / "file"
    file.write_bytes(b"")
    kept = owned.extensions.pop("rejoinder-storage", None)
    owned.config["SETTINGS"] = dataclasses.replace(settings, media_url=file.as_uri())
    result = doctor(owned)
    owned.extensions["rejoinder-storage"] = kept
    assert result.exit_code == 1
    assert line(result, "Storage").startswith("BROKEN")
