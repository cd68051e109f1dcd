"""Every address of the application, made from its map of routes, so that a new one is covered by itself."""

from collections.abc import Iterator, Mapping

from flask import Flask
from werkzeug.routing import Rule

# What stands in an address where nothing better is known.
MET_WITH = {
    "RowNumber": 1,
    "FloatConverter": 1.0,
    "UUIDConverter": "00000000-0000-0000-0000-000000000000",
}


def addresses(
    app: Flask, known: Mapping[str, object] | None = None, *, under: str = "/"
) -> Iterator[tuple[Rule, str]]:
    """Each rule and an address of it; `known` are parameters by name, or by `endpoint:name` for one page only."""
    known = known or {}
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {
                name: known.get(
                    f"{rule.endpoint}:{name}", known.get(name, MET_WITH.get(type(kind).__name__, "x"))
                )
                for name, kind in rule._converters.items()
            }
            if rule.rule.startswith(under):
                yield rule, adapter.build(rule.endpoint, values, append_unknown=False)
