"""Passwords and the paths that sign-in may lead to."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.urls import iri_to_uri

from blog.accounts import passwords
from blog.accounts.returning import same_site
from blog.errors import Invalid
from tests.factories import PASSWORD, make_user


def test_a_hash_is_argon2id(context: Flask) -> None:
    assert passwords.hashed(PASSWORD).startswith("$argon2id$")


@pytest.mark.parametrize("typed", ["", "ninechars", "\udcff" * 12, "p" * 1025, "é" * 513])
def test_some_passwords_are_refused(context: Flask, typed: str) -> None:
    with pytest.raises(Invalid):
        passwords.hashed(typed)
    assert not passwords.fits(make_user(), typed)


def test_a_keyboards_way_of_composing_does_not_matter(context: Flask) -> None:
    person = make_user()
    person.password = passwords.hashed("caf\u00e9 au lait")
    assert passwords.fits(person, "cafe\u0301 au lait")


def test_nobody_has_no_password(context: Flask) -> None:
    person = make_user()
    person.password = None
    assert not passwords.fits(person, PASSWORD)
    assert not passwords.fits(None, PASSWORD)


@pytest.mark.parametrize("path", ["/", "/2025/5/15/slug/?after=x#c3", "/search/?q=a%20b", "/admin/posts/new"])
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert same_site(path) == path


@given(st.text("/\\%25cCfF:.@#? \t\nevil", max_size=12))
def test_what_is_kept_begins_with_one_slash_in_every_reading(path: str) -> None:
    kept = same_site(path)
    if kept:
        for reading in (kept, iri_to_uri(kept)):
            assert reading[0] == "/"
            assert reading[1:2] not in ("/", "\\")
            assert "\\" not in reading
