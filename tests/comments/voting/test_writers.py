"""Sixteen people post and vote at once: nothing is lost or doubled, and every count is that of the rows."""

from flask import Flask

from tests.comments.voting.writers import losses, set_the_scene, write_at_once

WRITERS = 16
# A tenth of what `make bench ARGS=writers` does.
ACTS = 200


def test_sixteen_writers_lose_nothing_and_double_nothing(app: Flask) -> None:
    scene = set_the_scene(app, WRITERS)
    assert losses(app, scene, write_at_once(app, scene, ACTS)) == []
