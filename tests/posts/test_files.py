"""A post as a file: what is wrong with it is said in one line."""

from datetime import UTC, datetime

import pytest

from blog.errors import Invalid
from blog.posts.writing.files import read_post_file

FILE = """\
---
title: On lamps
author: Mara@Example.org
slug: lamps
gist: Mine.
tags: [Harbours, Lamps]
published: {published}
policy: closed
---
The body.
"""


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2025-05-15", datetime(2025, 5, 15, 12, tzinfo=UTC)),
        ("2025-05-15T09:14:00Z", datetime(2025, 5, 15, 9, 14, tzinfo=UTC)),
        ("2025-05-15T09:14:00+02:00", datetime(2025, 5, 15, 7, 14, tzinfo=UTC)),
        ("", None),
    ],
)
def test_a_file_says_when_it_was_published(published: str, moment: datetime | None) -> None:
    read = read_post_file(FILE.format(published=published))
    assert (read.published, read.author, read.draft.slug) == (moment, "mara@example.org", "lamps")
    assert (read.draft.tags, read.draft.policy, read.draft.body) == (
        ("Harbours", "Lamps"),
        "closed",
        "The body.\n",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("No front matter.", "has no front matter"),
        ("---\ntitle: Never closed\n", "has no front matter"),
        ("---\ncolour: red\ntitle: A\n---\nBody.", "has colour"),
        ("---\n- a\n---\nBody.", "lines of “name: value”"),
        ("---\ntitle: [\n---\nBody.", "is not YAML"),
        (FILE.format(published="2025-13-45"), "is not YAML"),
        (FILE.format(published="soon"), "soon is not a date"),
        (FILE.format(published="2999-05-15"), "lies ahead"),
        ("---\ntitle: A\n---\n", "The body is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read_post_file(content)
