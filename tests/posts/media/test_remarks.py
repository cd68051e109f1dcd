"""What is said about a post's pictures before it is published."""

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.posts.attribution.remarks import Kind
from blog.posts.media import changing
from blog.posts.media.models import File
from blog.posts.publishing.checks import own_remarks
from blog.transactions import writing
from tests.factories import make_user
from tests.posts.media.keeping import keep_file
from tests.statements import keep_draft

GONE = "/media/" + "0" * 24 + "/gone.jpg"


@pytest.fixture
def author(context: Flask) -> User:
    return make_user(Role.author)


def told(author: User, body: str) -> list[tuple[int, str]]:
    remarks = own_remarks(keep_draft(author, body=body))
    return [(remark.line, remark.message) for remark in remarks if remark.kind is Kind.PICTURE]


def describe(file: File, alt: str, author: User, *, is_decorative: bool = False) -> None:
    with writing():
        changing.describe(file, alt=alt, caption="", credit="", is_decorative=is_decorative, by=author)


def test_a_picture_is_told_that_neither_the_post_nor_the_library_has_words_for(author: User) -> None:
    file = keep_file(author, "lamps.png")
    bare = f"![]({file.url})"
    ((line, words),) = told(author, f"One.\n\n{bare}")
    assert line == 3 and "“lamps.png” has no words" in words
    assert told(author, f"![Lamps]({file.url}) and [a link]({file.url})\n\n```\n{bare}\n```") == []
    describe(file, "Lamps.", author)
    assert told(author, bare) == []
    describe(file, "", author, is_decorative=True)
    assert told(author, bare) == []


def test_a_file_that_is_gone_is_told(author: User) -> None:
    for body in (f"One.\n\n![Lamps]({GONE})", f"One.\n\n[Lamps]({GONE})"):
        assert told(author, body) == [(3, "“gone.jpg” is in the library no more: readers see a gap.")]
