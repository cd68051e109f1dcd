"""What the site works with: a mail server, a worker, a place to count tries."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from blog.accounts import mail
from blog.cli.checks.findings import Finding, State, current_settings, few
from blog.clock import now
from blog.extensions import db, limiter
from blog.jobs import MOST_ATTEMPTS, Job, failed_jobs

# Long enough for a queue of mails after a restart, short enough to be a worker that does not run.
LATE = timedelta(minutes=10)


def mail_server() -> Iterator[Finding]:
    """Whether the mail server takes mail from here."""
    given = current_settings()
    if not given.mail_is_real:
        words = f"MAIL_URL is not set: mail goes to {mail.outbox(given)}, and nobody can confirm an address."
        yield Finding(State.LOOK, "Mail", words)
        return
    try:
        host = mail.sign_in(given)
    except (OSError, smtplib.SMTPException, mail.MailRefused) as error:
        words = (
            f"The server of MAIL_URL does not take mail from here: {error}. Mail waits, and is tried again."
        )
        yield Finding(State.BROKEN, "Mail", words)
        return
    yield Finding(State.OK, "Mail", f"{host} takes mail from here")


def jobs() -> Iterator[Finding]:
    """Whether a worker does what is asked for, and what was given up."""
    what = "Jobs"
    free = sa.or_(Job.lease_until.is_(None), Job.lease_until < now())
    waits = Job.done_at.is_(None) & (Job.attempts < MOST_ATTEMPTS) & free & (Job.run_at < now() - LATE)
    late = db.session.scalar(sa.select(sa.func.count()).where(waits)) or 0
    if late:
        words = f"{late:,} should have been done {LATE.seconds // 60} minutes ago and more: start “serve” or “worker”."
        yield Finding(State.BROKEN, what, words)
    failed = failed_jobs()
    if failed:
        told = sorted({f"{job.task} ({job.error})" for job in failed})
        yield Finding(State.LOOK, what, f"{len(failed):,} were given up: {few(told)}")
    yield Finding(State.OK, what, "none is late, none was given up")


def limits() -> Iterator[Finding]:
    """Whether tries are counted."""
    where = "REDIS_URL" if current_settings().redis_url else "a file beside the database"
    if limiter.storage.check():
        yield Finding(State.OK, "Limits", f"tries are counted in {where}")
    else:
        words = f"{where} does not answer: the site runs, but nobody’s tries at passwords are counted."
        yield Finding(State.BROKEN, "Limits", words)
