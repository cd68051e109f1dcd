"""Mail: composed safely, sent by a job, over real SMTP on this machine or into files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts import mail
from blog.config import SettingError, read_settings
from blog.extensions import db
from blog.jobs import Job, run_due
from blog.transactions import writing
from tests.postbox import Postbox, running_postbox


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    with running_postbox() as running:
        yield running


@pytest.fixture
def mail_url(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    def use(url: str) -> None:
        settings = replace(
            context.config["SETTINGS"], mail_url=url, site_url="https://notes.harbourline.example"
        )
        monkeypatch.setitem(context.config, "SETTINGS", settings)

    return use


def send(to: str = "mara@harbourline.example", subject: str = "Hello") -> Job:
    with writing():
        job = mail.enqueue(mail.TASK, to=to, subject=subject, text="Words 🦀", html="<p>Words 🦀</p>")
    run_due()
    db.session.expire_all()
    return db.session.get_one(Job, job.id)


def test_a_mail_goes_over_smtp(postbox: tuple[Postbox, str], mail_url: Any) -> None:
    mail_url(f"smtp://operator%40mail:pass%3Aword@{postbox[1]}")
    assert send().error == ""
    (got,) = postbox[0].received
    assert got["From"] == "Rejoinder <noreply@notes.harbourline.example>"
    assert got["To"] == "mara@harbourline.example"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_body(("plain",)).get_content().strip() == "Words 🦀"
    assert "<p>Words 🦀</p>" in got.get_body(("html",)).get_content()


def test_a_refused_mail_is_tried_again_and_says_why(
    postbox: tuple[Postbox, str], mail_url: Any, caplog: pytest.LogCaptureFixture
) -> None:
    mail_url(f"smtp://{postbox[1]}")
    postbox[0].refusal = "451 Come back later"
    job = send()
    assert "Come back later" in job.error
    assert job.done_at is None
    assert "Words" not in caplog.text


def test_a_wrong_password_is_said_but_not_the_password(
    postbox: tuple[Postbox, str], mail_url: Any, caplog: pytest.LogCaptureFixture
) -> None:
    mail_url(f"smtp://operator%40mail:hunter2hunter2@{postbox[1]}")
    job = send()
    assert "535" in job.error
    assert "hunter2" not in job.error + caplog.text


def test_smtps_needs_a_certificate_that_holds(postbox: tuple[Postbox, str], mail_url: Any) -> None:
    mail_url(f"smtps://{postbox[1]}")
    assert "SSLError" in send().error


def test_a_password_is_not_sent_in_the_clear_to_another_machine(
    postbox: tuple[Postbox, str], mail_url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "LOOPBACK", frozenset())
    mail_url(f"smtp://operator%40mail:pass%3Aword@{postbox[1]}")
    assert "offers no encryption" in send().error
    assert postbox[0].received == []


@pytest.mark.parametrize(
    "words", ["Hello\r\nBcc: all@x.example", "Hello\nX: y", "a\rb", "a\u2028b", "a\x0bb"]
)
def test_nothing_in_a_subject_or_a_name_adds_a_header(context: Flask, words: str) -> None:
    message = mail.compose(to="mara@harbourline.example", subject=words, text="x", html="x")
    assert message["Bcc"] is None
    assert bytes(message).partition(b"\r\n\r\n")[0].count(b"\r\nSubject:") == 1
    assert sorted(message.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )


@pytest.mark.parametrize("to", ["mara@harbourline.example\nBcc: all@x.example", "a@b.example, c@d.example"])
def test_nothing_in_an_address_adds_a_receiver(context: Flask, to: str) -> None:
    with pytest.raises(Exception, match=r"."):
        mail.compose(to=to, subject="x", text="x", html="x")


@pytest.mark.parametrize(
    ("url", "host"),
    [("", "localhost"), ("https://blog.example:8443", "blog.example"), ("http://192.0.2.7", "[192.0.2.7]"),
     ("http://[2001:db8::1]:80", "[IPv6:2001:db8::1]"), ("https://bücher.example", "xn--bcher-kva.example")],
)  # fmt: skip
def test_the_sender_is_of_the_sites_host(context: Flask, url: str, host: str) -> None:
    settings = replace(context.config["SETTINGS"], site_url=url)
    assert mail.mail_host(settings) == host


def test_without_a_server_mails_are_files_that_sort_by_time(context: Flask) -> None:
    for number in range(3):
        send(subject=f"Number {number}")
    folder = mail.outbox(context.config["SETTINGS"])
    files = sorted(folder.iterdir())
    assert [f.suffix for f in files] == [".eml"] * 3
    assert [b"Number %d" % n in f.read_bytes() for n, f in enumerate(files)] == [True] * 3
    assert {oct(f.stat().st_mode & 0o777) for f in files} == {"0o600"}


def test_a_mail_is_asked_for_in_the_transaction_that_causes_it(context: Flask) -> None:
    with pytest.raises(RuntimeError), writing():
        mail.enqueue(mail.TASK, to="a@b.example", subject="x", text="x", html="x")
        raise RuntimeError
    assert db.session.scalar(sa.select(Job)) is None


def test_real_mail_needs_the_sites_address(tmp_path: Path) -> None:
    given = {"INSTANCE_DIR": str(tmp_path), "MAIL_URL": "smtp://mail.harbourline.example"}
    with pytest.raises(SettingError, match="SITE_URL"):
        read_settings(given)
    assert read_settings(given | {"SITE_URL": "https://notes.harbourline.example"}).mail_is_real


def test_the_domain_of_an_address_goes_out_in_ascii(context: Flask) -> None:
    message = mail.compose(to="mara@müller.example", subject="s", text="t", html="h")
    assert message["To"] == "mara@xn--mller-kva.example"
