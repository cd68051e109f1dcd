"""Everything to look at in a post before it appears, for the editor and the dialogue alike."""

from blog.posts.attribution.checking import remarks_on_stored
from blog.posts.attribution.remarks import Remark
from blog.posts.models import Post
from blog.posts.publishing.checks import own_remarks
from blog.reading.players import remarks_on_players
from blog.site import current_site


def remarks_on_post(post: Post) -> list[Remark]:
    """The remarks on a post as it is stored, warnings first."""
    found = remarks_on_stored(post, share_limit=current_site().share_limit)
    found += [*remarks_on_players(post), *own_remarks(post)]
    return sorted(found, key=lambda remark: remark.is_quiet)
