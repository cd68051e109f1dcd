"""What a post should not go out with unseen: pictures without words, dead links, what stands for it elsewhere."""

import hashlib
import re
from collections.abc import Iterator

from lxml import html

from blog.posts.attribution.remarks import Kind, Remark
from blog.posts.media.uses import files_named, keys_in
from blog.posts.models import Post
from blog.posts.publishing.links import looked_at
from blog.posts.publishing.models import LinkState

# What search engines and share cards show of a title before they cut it, about.
TITLE_SHOWN = 70
# Words of an address that say what a post is about; more are cut off in lists of results.
SLUG_WORDS = 8


def own_remarks(post: Post) -> list[Remark]:
    """What to look at in a post as it is stored, besides its attribution."""
    return [*_picture_remarks(post), *_link_remarks(post), *_address_remarks(post), *_card_remarks(post)]


def key_of(remark: Remark) -> str:
    """The same remark has the same key, wherever its line has moved to; another has another."""
    return hashlib.sha256(f"{remark.kind}\n{remark.message}".encode("utf-8", "replace")).hexdigest()


def line_of(body: str, words: str) -> int:
    """The first line that has these words, from 1; 0 where none has."""
    return next((number for number, line in enumerate(body.splitlines(), start=1) if words in line), 0)


def pieces(post: Post) -> Iterator[html.HtmlElement]:
    """The post's own commentary, as parsed HTML, part by part."""
    for kind, value in post.rendered:
        if kind == "html" and str(value).strip():
            yield html.fragment_fromstring(str(value), create_parent="div")


def _picture_remarks(post: Post) -> Iterator[Remark]:
    """Pictures that neither the post nor the library has words for, and files that are in the library no more."""
    files = files_named([post.body])
    for element in (element for piece in pieces(post) for element in piece.iter("img", "a")):
        address = element.get("src") or element.get("href") or ""
        name, line = address.rpartition("/")[2] or address, line_of(post.body, address)
        keys = keys_in(address) if address.startswith("/media/") else set()
        if keys - files.keys():
            yield Remark(Kind.PICTURE, f"“{name}” is in the library no more: readers see a gap.", line)
        elif _is_without_words(element) and all(files[key].needs_alt for key in keys):
            yield Remark(
                Kind.PICTURE,
                f"The picture “{name}” has no words for those who do not see it. Write them between its brackets: "
                "![what it shows](…), or beside it in the library.",
                line,
            )


def _is_without_words(element: html.HtmlElement) -> bool:
    return element.tag == "img" and not (element.get("alt") or "").strip()


def _link_remarks(post: Post) -> Iterator[Remark]:
    for link in looked_at(links_in(post)):
        line = line_of(post.body, link.url)
        if link.state is LinkState.DEAD:
            yield Remark(Kind.LINK, f"A link leads nowhere: {link.url}. {link.told}", line)
        elif link.state is LinkState.UNCLEAR:
            yield Remark(
                Kind.LINK, f"A link could not be tried: {link.url}. {link.told}", line, is_quiet=True
            )


def links_in(post: Post) -> list[str]:
    """The addresses elsewhere that the commentary links to, each once, in order."""
    found = [a.get("href") or "" for piece in pieces(post) for a in piece.iter("a")]
    return list(dict.fromkeys(url for url in found if url.startswith(("http://", "https://"))))


def _address_remarks(post: Post) -> Iterator[Remark]:
    if post.day is None:
        if len(post.slug.split("-")) > SLUG_WORDS:
            yield Remark(
                Kind.SLUG,
                f"The address will end in “{post.slug}”, which is long. After publishing, it stays.",
                is_quiet=True,
            )
        elif re.fullmatch(r"post(-\d+)?", post.slug):
            yield Remark(
                Kind.SLUG, f"The address will end in “{post.slug}”, which says nothing. Choose a slug."
            )


def _card_remarks(post: Post) -> Iterator[Remark]:
    if not post.gist:
        yield Remark(
            Kind.CARD,
            "It has no gist: lists and shared links show how it begins instead."
            if post.excerpt
            else "It has no gist and no words of yours to begin with: lists and shared links show its title alone.",
            is_quiet=bool(post.excerpt),
        )
    if len(post.title) > TITLE_SHOWN:
        message = (
            f"The title has {len(post.title)} characters; where it is shared, about {TITLE_SHOWN} are shown."
        )
        yield Remark(Kind.CARD, message, is_quiet=True)
