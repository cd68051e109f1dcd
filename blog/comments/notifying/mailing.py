"""Mailing notices: what is due is gathered a person, looked at again, and asked to be sent as one mail.

What has been mailed is noted in the transaction that asks for the mail, so that each notice is asked for exactly
once, wherever a worker dies. The mail itself is sent at least once (`blog.accounts.tasks.send_mail`): a worker that
dies after the server took it and before that is noted sends it again, under the same Message-ID.
"""

from datetime import timedelta

import sqlalchemy as sa

from blog.accounts import mail
from blog.accounts.models import Notice, Pace, User
from blog.accounts.paces import mail_moment
from blog.clock import now
from blog.comments.notifying.letters import letter
from blog.comments.notifying.seeing import worth_mailing
from blog.extensions import db
from blog.jobs import enqueue
from blog.transactions import take_turn_at, writing

TASK = "notices.mail"
# How many people one look concerns: more wait for the next, a minute later.
PEOPLE_AT_ONCE = 200
# How many notices of one person one mail takes on: a mail of more helps nobody, and the list has all.
NOTICES_AT_ONCE = 500
# What was asked for and not done within this time is asked for again.
ASKED_FOR = timedelta(hours=1)
# However much happens, nobody gets more mails of notices within 24 hours; the rest waits for the next morning.
MOST_MAILS_A_DAY = 20


def sweep() -> int:
    """Ask for a mail to each person whom notices wait for; how many. Commits."""
    is_due = Notice.mail_at <= now()
    if db.session.scalar(sa.select(Notice.id).where(is_due).limit(1)) is None:
        return 0  # looked for without taking the writers' lock
    with writing():
        take_turn_at("mail of notices")
        people = db.session.scalars(
            sa.select(Notice.person_id).where(is_due).group_by(Notice.person_id).limit(PEOPLE_AT_ONCE)
        ).all()
        for person_id in people:
            _ask(person_id)
    return len(people)


def mail_notices(person_id: int, notice_ids: list[int]) -> None:
    """Ask for one mail of these notices, but for those that are not worth it any more. Commits."""
    with writing():
        waiting = sa.select(Notice).where(
            Notice.id.in_(notice_ids), Notice.person_id == person_id, Notice.mail_at.is_not(None)
        )
        notices = list(db.session.scalars(waiting.with_for_update()))
        person = db.session.get(User, person_id)
        if person is None or not notices:
            return
        worth = worth_mailing(person, notices)
        for notice in notices:
            notice.mail_at = None
        if worth and _mails_of_the_day(person_id) >= MOST_MAILS_A_DAY:
            for notice in worth:
                notice.mail_at = mail_moment(Pace.DAILY)
        elif worth:
            enqueue(mail.TASK, **letter(person, worth))
            for notice in worth:
                notice.mailed_at = now()


def _ask(person_id: int) -> None:
    due = sa.select(Notice.id).where(Notice.person_id == person_id, Notice.mail_at <= now())
    ids = list(db.session.scalars(due.order_by(Notice.id).limit(NOTICES_AT_ONCE)))
    db.session.execute(sa.update(Notice).where(Notice.id.in_(ids)).values(mail_at=now() + ASKED_FOR))
    enqueue(TASK, person_id=person_id, notice_ids=ids)


def _mails_of_the_day(person_id: int) -> int:
    """How many mails the person got within 24 hours: what one mail told of was mailed at one moment."""
    recent = sa.select(sa.func.count(Notice.mailed_at.distinct())).where(
        Notice.person_id == person_id, Notice.mailed_at > now() - timedelta(days=1)
    )
    return db.session.scalar(recent) or 0
