"""Addresses that lead elsewhere."""

import pytest
from flask import Flask

from blog.errors import Invalid
from blog.site.redirects import Redirect, add_redirect, delete_redirect, target_of
from blog.transactions import writing
from tests.factories import make_user


def lead(path: str, target: str) -> Redirect:
    by = make_user()
    with writing():
        return add_redirect(path, target, is_taken=lambda at: at == "/taken/", by_id=by.id)


def test_an_address_leads_elsewhere_until_it_is_deleted(context: Flask) -> None:
    made = lead("/old", "https://harbourline.example/new?page=2")
    assert target_of("/old") == "https://harbourline.example/new?page=2"
    with writing():
        delete_redirect(made.id, by_id=made.made_by_id)
    assert target_of("/old") is None


@pytest.mark.parametrize(
    ("path", "target", "field"),
    [
        ("old", "/new", "path"),
        ("//elsewhere.example/", "/new", "path"),
        ("/\\\\elsewhere.example", "/new", "path"),
        ("/old?page=1", "/new", "path"),
        ("/taken/", "/new", "path"),
        ("/known", "/new", "path"),
        ("/old", "", "target"),
        ("/old", "new", "target"),
        ("/old", "//elsewhere.example", "target"),
        ("/old", "javascript:alert(1)", "target"),
        ("/old", "ftp://harbourline.example/", "target"),
        ("/old", "/old", "target"),
        ("/a", "/b", "target"),
        ("/a", "/b#part", "target"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    context: Flask, path: str, target: str, field: str
) -> None:
    for known in (("/known", "/x"), ("/b", "/c"), ("/c", "/a")):
        lead(*known)
    with pytest.raises(Invalid) as refused:
        lead(path, target)
    assert refused.value.field == field
