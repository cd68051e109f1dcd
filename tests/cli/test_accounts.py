"""The operator's commands for people."""

import pytest
from click.testing import Result
from flask import Flask

from blog.accounts import people
from blog.accounts.roles import Role
from tests.client import Reader
from tests.factories import make_user


def run(app: Flask, *words: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def test_a_setup_link_is_printed_until_there_is_an_owner(app: Flask) -> None:
    first = run(app, "setup-link")
    assert first.exit_code == 0
    assert first.output.startswith("http://localhost/setup?token=")
    with app.app_context():
        make_user(Role.owner)
    refused = run(app, "setup-link")
    assert refused.exit_code == 1
    assert "has an owner already" in refused.output


def test_an_account_is_made_with_a_password(app: Flask, reader: Reader) -> None:
    made = run(
        app, "users", "create", "Ari@Harbourline.example", "--name", "Ari", "--role", "author", "--role",
        "moderator", "--password-stdin", typed="a passphrase of mine\n",
    )  # fmt: skip
    assert (made.exit_code, made.output) == (0, "Made ari@harbourline.example (author, moderator, reader).\n")
    reader.sign_in("ari@harbourline.example", "a passphrase of mine")
    assert "Ari" in reader.get("/account/").text


def test_an_account_without_a_password_gets_a_link(app: Flask, reader: Reader) -> None:
    made = run(app, "users", "create", "ari@harbourline.example", "--name", "Ari", "--role", "owner")
    link = made.output.split()[-1].removeprefix("http://localhost")
    reader.get(link).submit("Set password", password="a passphrase of mine")
    assert (
        reader.sign_in("ari@harbourline.example", "a passphrase of mine").get("/account/").url == "/account/"
    )


@pytest.mark.parametrize(
    ("words", "typed", "status", "said"),
    [
        (["nothing", "--name", "A", "--role", "author"], None, 1, "@-sign"),
        (["a@b.example", "--name", " ", "--role", "author"], None, 1, "display name is empty"),
        (["a@b.example", "--name", "A", "--role", "king"], None, 2, "king"),
        (["a@b.example", "--name", "A"], None, 2, "--role"),
        (["a@b.example", "--name", "A", "--role", "author", "--password-stdin"], "short\n", 1, "at least 10"),
    ],
)
def test_a_bad_account_is_refused(app: Flask, words: list[str], typed: str, status: int, said: str) -> None:
    refused = run(app, "users", "create", *words, typed=typed)
    assert refused.exit_code == status
    assert said in refused.output
    with app.app_context():
        assert people.page_of_people()[0] == []


def test_everyone_is_listed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE", 2)
    with app.app_context():
        for number in range(5):
            make_user(Role.editor if number == 3 else Role.reader, email=f"p{number}@harbourline.example")
    lines = run(app, "users", "list").output.splitlines()
    assert [line.split("\t")[0] for line in lines] == [f"p{n}@harbourline.example" for n in range(5)]
    assert lines[3].split("\t")[2:] == ["editor, reader", "confirmed"]


@pytest.mark.parametrize("words", [["setup-link"], ["users", "create"], ["users", "list"]])
def test_each_command_explains_itself(app: Flask, words: list[str]) -> None:
    shown = run(app, *words, "--help")
    assert shown.exit_code == 0
    assert len(shown.output.split()) > 10
