"""A series as the pages of its posts show it."""

from dataclasses import dataclass

from blog.posts.models import Post
from blog.posts.publishing.series import series_of


@dataclass(slots=True)
class SeriesView:
    """The series that a post is in: its title and address, its posts as (title, address, whether it is this one)."""

    title: str
    url: str
    posts: list[tuple[str, str, bool]]

    @property
    def place(self) -> int:
        """Which of them this post is, from 1; 0 where readers do not find it there."""
        return next((number for number, post in enumerate(self.posts, start=1) if post[2]), 0)

    @property
    def before(self) -> tuple[str, str] | None:
        return self.posts[self.place - 2][:2] if self.place > 1 else None

    @property
    def after(self) -> tuple[str, str] | None:
        return self.posts[self.place][:2] if 0 < self.place < len(self.posts) else None


def series_around(post: Post) -> SeriesView | None:
    """The series that a post is in; None for a post in none. Two queries at most."""
    found = series_of(post)
    if found is None:
        return None
    series, posts = found
    parts = [(each.title, each.path, each.id == post.id) for each in posts]
    return SeriesView(series.title, f"/series/{series.slug}/", parts)
