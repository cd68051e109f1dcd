"""Pictures and PDFs in a post's HTML, as the page shows them: sizes to choose from, room kept, captions, credits.

What comes in is HTML that `blog.markup` cleaned last, so a tag stands in one form only: attributes in double quotes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from markupsafe import Markup

from blog.posts.media.models import File, FileKind
from blog.posts.media.serving import MEDIA_TYPES, address
from blog.posts.media.uses import keys_in

# What the large sites show as a card at all.
SMALLEST_LEAD = 200
ATTRIBUTES = r'(?: [\w-]+="[^"]*")*'
# A picture of ours; alone in its paragraph, it is a figure.
IMAGE = re.compile(rf"<img({ATTRIBUTES}) ?/?>")
ALONE = re.compile(rf"<p({ATTRIBUTES})>\s*<img({ATTRIBUTES}) ?/?>\s*</p>")
LINK = re.compile(rf"<a({ATTRIBUTES})>(.*?)</a>", re.DOTALL)
# What only browsers make something of, and addresses on this site.
FOR_BROWSERS = re.compile(r'</?picture>|<source [^<>]*>| (?:srcset|sizes|loading|decoding)="[^"]*"')
HERE = re.compile(r'( (?:src|href)=")/(?!/)')
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
# The width of the text's column (`--measure` in static/css/tokens.css), or of a telephone.
SIZES = "(max-width: 41rem) calc(100vw - 2rem), 39rem"
PICTURE = Markup(
    '<picture>{sources}<img src="{url}" srcset="{srcset}" sizes="{sizes}" width="{width}" height="{height}" '
    'alt="{alt}" loading="lazy" decoding="async"></picture>'
)
SOURCE = Markup('<source type="{type}" srcset="{srcset}" sizes="{sizes}">')
FIGURE = Markup('<figure{attributes} class="picture">{picture}{caption}</figure>')
CAPTION = Markup("<figcaption>{words}{credit}</figcaption>")
CREDIT = Markup('<span class="credit">{credit}</span>')
ABOUT = Markup(' <small class="file">({about})</small>')


def pictured(html: str, files: Mapping[str, File]) -> Markup:
    """`html` with the files that it names as readers see them; `files` by key."""
    if not files:
        return Markup(html)
    html = ALONE.sub(lambda found: _figure(found, files), html)
    html = IMAGE.sub(lambda found: _inline(found, files), html)
    return Markup(LINK.sub(lambda found: _link(found, files), html))


def _figure(found: re.Match[str], files: Mapping[str, File]) -> str:
    given = _attributes(found[2])
    file = _file(given.get("src", ""), files)
    if file is None or file.kind is not FileKind.PICTURE:
        return found[0]
    words = given.get("title", "") or file.caption
    credit = CREDIT.format(credit=file.credit) if file.credit else ""
    if words and credit:
        credit = Markup(" · ") + credit
    caption = CAPTION.format(words=words, credit=credit) if words or credit else ""
    return FIGURE.format(
        attributes=Markup(found[1]), picture=_picture(file, given.get("alt", "")), caption=caption
    )


def _inline(found: re.Match[str], files: Mapping[str, File]) -> str:
    given = _attributes(found[1])
    file = _file(given.get("src", ""), files)
    if file is None or file.kind is not FileKind.PICTURE or "srcset" in given:
        return found[0]
    return _picture(file, given.get("alt", ""))


def _link(found: re.Match[str], files: Mapping[str, File]) -> str:
    file = _file(_attributes(found[1]).get("href", ""), files)
    if file is None or file.kind is not FileKind.PDF:
        return found[0]
    return Markup(found[0]) + ABOUT.format(about=about(file))


def _picture(file: File, alt: str) -> Markup:
    kinds = list(dict.fromkeys(kind for _, _, kind, _ in file.variants))
    return PICTURE.format(
        sources=Markup("").join(
            SOURCE.format(type=MEDIA_TYPES[kind], srcset=_srcset(file, kind), sizes=SIZES)
            for kind in kinds[:-1]
        ),
        url=file.url,
        srcset=_srcset(file, kinds[-1]),
        sizes=SIZES,
        width=file.width,
        height=file.height,
        alt=alt or file.alt,
    )


def _srcset(file: File, wanted: str) -> str:
    return ", ".join(
        f"{address(file, width, kind)} {width}w" for width, _, kind, _ in file.variants if kind == wanted
    )


@dataclass(frozen=True, slots=True)
class LeadPicture:
    """The picture that stands for a post elsewhere: its address on this site, its size in pixels, its words."""

    url: str
    width: int
    height: int
    alt: str


def lead_picture(parts: Iterable[tuple[str, Any]], files: Mapping[str, File]) -> LeadPicture | None:
    """The first picture of a post that is large enough for a card; `parts` as `PostView` has them."""
    for found in (found for kind, html in parts if kind == "html" for found in IMAGE.finditer(str(html))):
        given = _attributes(found[1])
        file = _file(given.get("src", ""), files)
        if file and file.width and file.height and min(file.width, file.height) >= SMALLEST_LEAD:
            return LeadPicture(file.url, file.width, file.height, given.get("alt", ""))
    return None


def elsewhere(html: str, base: str) -> Markup:
    """`html` as feed readers take it: one size of a picture, and whole addresses; `base` without a slash at its end."""
    html = FOR_BROWSERS.sub("", html)
    return Markup(HERE.sub(rf"\g<1>{base}/", html))


def about(file: File) -> str:
    """What kind of file it is and how large, as in “PDF, 12 pages, 240 KB”."""
    kind = file.name.rpartition(".")[2].upper().replace("JPG", "JPEG")
    pages = f", {file.page_count} page{'' if file.page_count == 1 else 's'}" if file.page_count else ""
    size = f", {file.width} × {file.height}" if file.width else ""
    return f"{kind}{pages}{size}, {_bytes(file.byte_count)}"


def _bytes(count: int) -> str:
    return f"{count / 1024**2:.1f} MB" if count >= 1024**2 else f"{max(1, round(count / 1024))} KB"


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}


def _file(url: str, files: Mapping[str, File]) -> File | None:
    key = next(iter(keys_in(url)), "")
    return files.get(key) if url.startswith("/media/") else None
