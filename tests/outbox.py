"""What was mailed, read as its receiver reads it."""

import email
from email import policy
from email.message import EmailMessage

from flask import Flask
from lxml import html

from blog.jobs import run_due


def mails(app: Flask) -> list[EmailMessage]:
    """Every mail in the outbox, oldest first, after the jobs are done. Not for use inside a context."""
    with app.app_context():
        run_due()
    files = sorted((app.config["SETTINGS"].instance_dir / "outbox").glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def words(message: EmailMessage, kind: str = "plain") -> str:
    """The text of a mail, or its HTML."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def link(message: EmailMessage) -> str:
    """The path of the one link in a mail, which its text has too."""
    (found,) = html.document_fromstring(words(message, "html")).xpath("//a/@href")
    assert found in words(message)
    assert found.startswith("http://localhost/")
    return str(found).removeprefix("http://localhost")
