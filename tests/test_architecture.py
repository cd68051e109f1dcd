"""Where a line may live: imports go downward only, and each of a few acts has one room."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).parents[1]

# From the top: a room imports from the lines below its own. Rooms of one line are siblings and do not know each
# other, but for the two lowest lines, whose modules are small enough to stand on one another (a circle would still
# fail, at the import). docs/developers.md draws this as a map.
ROOMS = (
    ("application",),
    ("public", "admin", "cli"),
    ("demo",),
    ("reading",),
    ("comments",),
    ("posts",),
    ("embed",),
    ("sources",),
    ("accounts",),
    ("site", "markup", "jobs", "storage", "typed", "errors"),
    ("extensions", "database", "transactions", "clock", "config", "limits_storage"),
)
FOUNDATION = ROOMS[-2] + ROOMS[-1]
HEIGHT = {room: height for height, line in enumerate(reversed(ROOMS)) for room in line}
# The package itself hands out create_app, so it may reach the top.
PACKAGE = ""

# What only some may import, since they are where it is dangerous or is wrapped.
ONLY_IN = {
    "bleach": ("markup",),
    "nh3": ("markup",),
    "markdown": ("markup",),
    "pymdownx": ("markup", "embed.blocks"),
    "botocore": ("storage.bucket",),
    "warcio": ("sources.packs",),
    "PIL": ("posts.media.pictures",),
}
# Rooms of rules, which are told who acts and what was sent; and the two modules that may look for themselves.
RULES = (
    "demo",
    "reading",
    "comments",
    "posts",
    "embed",
    "sources",
    "accounts",
    "site",
    "markup",
    "jobs",
    "storage",
    "typed",
)
ASKING = {"flask.request", "flask.session", "flask.has_request_context", "flask_login.current_user"}
MAY_ASK = {"accounts.keeping", "accounts.links"}
# One of each: where transactions end, where times come from, where Markdown is cleaned.
COMMITS = "transactions"
NAMELESS = {"util", "utils", "helper", "helpers", "common", "misc"}


@dataclass(frozen=True, slots=True)
class Import:
    """`module` (dotted, without `blog.`) imports `target` at a line of its file."""

    module: str
    target: str
    line: int

    def __str__(self) -> str:
        return f"blog.{self.module}:{self.line} imports {self.target}"


def room(module: str) -> str:
    return module.partition(".")[0]


def imports(module: str, source: str) -> Iterator[Import]:
    """Every import of a module, those inside functions and for types too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(module, alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node)
            if base == "blog":  # from blog import admin
                yield from (Import(module, f"blog.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield Import(module, base, node.lineno)


def _absolute(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = f"blog.{module}".split(".")[: -node.level]
    return ".".join([*above, *filter(None, [node.module])])


def is_downward(one: Import) -> bool:
    """Whether a room may import that; other people's libraries are no rooms."""
    top, _, rest = one.target.partition(".")
    here, there = room(one.module), room(rest)
    if top != "blog" or here in (PACKAGE, there):
        return True
    if here in FOUNDATION and there in FOUNDATION:
        return HEIGHT[there] <= HEIGHT[here]
    return there in HEIGHT and HEIGHT[there] < HEIGHT[here]


def is_at_home(one: Import) -> bool:
    """Whether a library that only some may import is imported by one of those."""
    homes = ONLY_IN.get(room(one.target))
    return homes is None or any(f"{one.module}.".startswith(f"{home}.") for home in homes)


def asks(module: str, source: str) -> list[str]:
    """What a module of rules takes from the request by itself."""
    if room(module) not in RULES:
        return []
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    names = {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}
    whole = {f"flask.{node.attr}" for node in ast.walk(ast.parse(source)) if _is_of_flask(node)}
    return sorted(ASKING & (names | whole))


def _is_of_flask(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "flask"


def commits(source: str) -> list[int]:
    """The lines that end a transaction by hand: `….session.commit()`."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if ast.unparse(call.func).endswith("session.commit")]


def _modules() -> dict[str, str]:
    """The source of each module by its dotted name without `blog.`."""
    found = {}
    for path in sorted((ROOT / "blog").rglob("*.py")):
        parts = path.relative_to(ROOT / "blog").with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path.read_text("utf-8")
    return found


MODULES = _modules()
IMPORTS = [one for module, source in MODULES.items() for one in imports(module, source)]


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room(module) for module in MODULES} - {PACKAGE} <= set(HEIGHT)


def test_imports_go_downward_only() -> None:
    assert [str(one) for one in IMPORTS if not is_downward(one)] == []


def test_a_guarded_library_is_imported_at_home_only() -> None:
    assert [str(one) for one in IMPORTS if not is_at_home(one)] == []


def test_only_two_modules_of_rules_see_a_request() -> None:
    assert {module for module, source in MODULES.items() if asks(module, source)} == MAY_ASK


def test_transactions_end_in_one_module() -> None:
    found = [f"blog.{module}:{line}" for module, source in MODULES.items() for line in commits(source)]
    assert [place for place in found if not place.startswith(f"blog.{COMMITS}:")] == []


def test_no_file_is_a_rule_without_a_name() -> None:
    assert [module for module in MODULES if NAMELESS & set(module.split("."))] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("posts.publishing", "from blog.comments.models import Comment"),
        ("posts.publishing", "import blog.reading"),
        ("posts.publishing", "from blog import public"),
        ("posts.publishing", "def publish():\n    from blog.public import pages"),
        ("posts.publishing", "from ..comments import models"),
        ("public.pages", "from blog.admin import editor"),
        ("cli.serve", "from blog import admin"),
        ("config", "from blog.errors import Invalid"),
        ("markup.voices", "from blog.accounts.models import User"),
        ("public.pages", "from blog.application import build"),
        ("embed.cards", "from blog.nowhere import anything"),
    ],
)
def test_an_upward_import_would_be_found(module: str, source: str) -> None:
    assert not all(is_downward(one) for one in imports(module, source))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("comments.writing.posting", "from blog.posts.models import Post"),
        ("comments.writing.posting", "from ..models import Comment"),
        ("comments.writing.posting", "import flask, sqlalchemy.orm"),
        ("jobs", "from blog.transactions import writing"),
        ("application", "from blog import admin, cli, public"),
        ("", "def create_app():\n    from blog.application import build"),
    ],
)
def test_a_downward_import_is_no_fault(module: str, source: str) -> None:
    assert all(is_downward(one) for one in imports(module, source))


def test_a_guarded_library_elsewhere_would_be_found() -> None:
    assert not all(map(is_at_home, imports("comments.writing.posting", "from bleach import clean")))
    assert not all(map(is_at_home, imports("embed.binding", "import pymdownx.blocks")))
    assert all(map(is_at_home, imports("embed.blocks", "from pymdownx.blocks.block import Block")))


@pytest.mark.parametrize(
    "source",
    ["from flask import request", "import flask\nflask.session", "from flask_login import current_user"],
)
def test_a_rule_that_asks_the_request_would_be_found(source: str) -> None:
    assert asks("posts.saving", source)
    assert not asks("public.pages", source)


def test_a_commit_elsewhere_would_be_found() -> None:
    assert commits("def save():\n    db.session.commit()") == [2]
