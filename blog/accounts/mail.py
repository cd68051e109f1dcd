"""Mail: written here, sent by a job; nothing sends in a request.

`MAIL_URL` says how: `smtp://` (TLS where the server offers it) or `smtps://` (TLS from the start); without it each
mail becomes an `.eml` file in the outbox.
"""

import itertools
import os
import secrets
import smtplib
import ssl
from collections.abc import Mapping
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app, render_template
from flask_security import MailUtil

from blog.accounts.addresses import sendable
from blog.clock import now
from blog.config import Settings, make_private_dir
from blog.jobs import Job, enqueue
from blog.site import current_site

TASK = "send-mail"
# A server that is slower than this is tried again later.
TIMEOUT_SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_serial = itertools.count()


class TokenHeader(UnstructuredHeader, BaseHeader):
    """A header of addresses in angle brackets, which are folded between, never within.

    `email` would put one that is longer than a line into an encoded word (RFC 2047), which no reader undoes there. RFC
    5322 §2.1.1 allows lines of 998 characters.
    """

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


# What a mail that is not about the account itself may say of itself.
MORE_HEADERS = frozenset(
    {
        "Message-ID", "In-Reply-To", "References", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
        "X-Auto-Response-Suppress",
    }
)  # fmt: skip


HEADERS = HeaderRegistry()
for _name in ("Message-ID", "In-Reply-To", "References", "List-Id", "List-Unsubscribe"):
    HEADERS.map_to_type(_name.lower(), TokenHeader)
MAIL_POLICY = SMTP.clone(header_factory=HEADERS)


class MailRefused(Exception):
    """The mail server cannot be used as it is set up; says why."""


class QueuedMail(MailUtil):
    """Flask-Security's own mail goes the same way."""

    def send_mail(  # type: ignore[override]
        self, template: str, subject: str, recipient: str, sender: Any, body: str, html: str, **context: Any
    ) -> None:
        enqueue(TASK, to=str(recipient), subject=str(subject), text=body, html=html)


def post(to: str, subject: str, template: str, **context: Any) -> Job:
    """Ask for a mail in the caller's transaction; `template` names a pair of `.txt` and `.html`."""
    text, html = (render_template(f"security/email/{template}.{kind}", **context) for kind in ("txt", "html"))
    return enqueue(TASK, to=to, subject=subject, text=text, html=html)


def compose(
    *, to: str, subject: str, text: str, html: str, headers: Mapping[str, str] | None = None
) -> EmailMessage:
    """The message as it goes out. Line ends in a header's words become spaces, so that none can add a header.

    `headers` are more of them, of the names in `MORE_HEADERS`.
    """
    host = mail_host(current_app.config["SETTINGS"])
    message = EmailMessage(policy=MAIL_POLICY)
    message["From"] = Address(_one_line(current_site().name), "noreply", host)
    message["To"] = Address(addr_spec=sendable(to))
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(now())
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    more = {"Message-ID": make_msgid(domain=host)} | dict(headers or {})
    for name in more.keys() & MORE_HEADERS:
        message[name] = _one_line(more[name])
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def mail_host(settings: Settings) -> str:
    """The host that the sender's address carries, in ASCII; an IP address in brackets (RFC 5321 §4.1.3)."""
    host = urlsplit(settings.site_url).hostname or "localhost"
    if ":" in host:
        return f"[IPv6:{host}]"
    return f"[{host}]" if host.replace(".", "").isdecimal() else host.encode("idna").decode()


def deliver(message: EmailMessage) -> None:
    """Send, or put into the outbox. Raises what the server's refusal raises; the job then tries again."""
    settings = current_app.config["SETTINGS"]
    if not settings.mail_is_real:
        _put_into(outbox(settings), message)
        return
    url = urlsplit(settings.mail_url)
    with _connection(url) as server:
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def sign_in(settings: Settings) -> str:
    """Reach the server of `MAIL_URL` as if to send, and send nothing; its host. Raises as `deliver` does."""
    url = urlsplit(settings.mail_url)
    with _connection(url) as server:
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.noop()
    return url.hostname or ""


def outbox(settings: Settings) -> Path:
    """The folder of mails that were not sent."""
    return settings.instance_dir / "outbox"


def _connection(url: SplitResult) -> smtplib.SMTP:
    host, port = url.hostname or "localhost", url.port or PORTS[url.scheme]
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    elif url.username and host not in LOOPBACK:
        server.close()
        raise MailRefused(f"{host} offers no encryption, so the password of MAIL_URL was not sent to it")
    return server


def _put_into(folder: Path, message: EmailMessage) -> None:
    """One file a mail, named so that they sort by time; complete from the moment it has its name."""
    make_private_dir(folder)
    name = f"{now():%Y%m%dT%H%M%S.%fZ}-{next(_serial):06d}-{secrets.token_hex(4)}"
    draft = folder / f".{name}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(bytes(message))
    draft.rename(folder / f"{name}.eml")


def _one_line(words: str) -> str:
    return " ".join(words.split())
