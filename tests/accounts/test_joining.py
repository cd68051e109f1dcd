"""Registering, where two requests meet."""

import threading

import sqlalchemy as sa
from flask import Flask

from blog.accounts.joining import register_person
from blog.accounts.models import User
from blog.extensions import db
from blog.jobs import Job
from blog.transactions import writing
from tests.factories import PASSWORD_HASH

AT_ONCE = 6


def test_one_form_sent_many_times_at_once_makes_one_person(app: Flask) -> None:
    gate, failures = threading.Barrier(AT_ONCE), []

    def send() -> None:
        with app.app_context():
            gate.wait()
            try:
                with writing():
                    register_person(
                        email="mara@harbourline.example", name="Mara", password_hash=PASSWORD_HASH
                    )
            except Exception as error:  # told to the test, which is in another thread
                failures.append(error)

    threads = [threading.Thread(target=send) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 1
        assert db.session.scalars(sa.select(Job.id)).first()
