"""Staff names belong to staff, whatever letters they are imitated with."""

import pytest
from flask import Flask

from blog.accounts.joining import register_person
from blog.accounts.lookalikes import refuse_staff_name, skeleton
from blog.accounts.people import find_person, rename
from blog.accounts.roles import Role
from blog.errors import Invalid
from blog.transactions import writing
from tests.factories import PASSWORD_HASH, make_user

IMITATIONS = [
    "Mara Lind",
    "mara lind",
    "MARA  LIND",
    "Mara-Lind",
    "MaraLind.",
    "Mára Línd",
    "Маrа Lіnd",
    "Mara Llnd",
    "M4ra Lind".replace("4", "@"),
    "Ｍａｒａ Ｌｉｎｄ",
    "𝐌𝐚𝐫𝐚 𝐋𝐢𝐧𝐝",
    "rnara lind",
    "Mara\u200b Lind",
]


@pytest.mark.parametrize("name", IMITATIONS)
def test_names_that_read_alike_have_one_skeleton(name: str) -> None:
    assert skeleton(name) == skeleton("Mara Lind")


@pytest.mark.parametrize("name", ["Mara Linde", "Maria Lind", "Lind Mara", "M. Lind", "マラ"])
def test_other_names_are_other_names(name: str) -> None:
    assert skeleton(name) != skeleton("Mara Lind")


@pytest.mark.parametrize("role", list(Role))
def test_only_the_names_of_staff_are_kept_for_them(context: Flask, role: Role) -> None:
    make_user(role, name="Mara Lind")
    if role is Role.reader:
        refuse_staff_name("Mara Lind")
    else:
        with pytest.raises(Invalid) as refused:
            refuse_staff_name("Маra lind")
        assert refused.value.field == "name"


def test_one_may_have_ones_own_name(context: Flask) -> None:
    mara, reader = make_user(Role.author, name="Mara Lind"), make_user()
    with writing():
        rename(mara, "MARA LIND")
    with pytest.raises(Invalid), writing():
        rename(reader, "Mara Lind")


def test_nobody_registers_as_staff(context: Flask) -> None:
    make_user(Role.owner, name="Mara Lind")
    with pytest.raises(Invalid), writing():
        register_person(email="new@example.org", name="Mara  Lind", password_hash=PASSWORD_HASH)
    assert find_person("new@example.org") is None


def test_signs_alone_imitate_nobody(context: Flask) -> None:
    make_user(Role.owner, name="•••")
    refuse_staff_name("***")
