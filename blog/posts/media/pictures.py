"""What Pillow does here: read a picture that nobody vouches for, and make of it the ones that readers load.

Only pixels come out: no EXIF, XMP, IPTC, comments, thumbnails, and no profile, since colours are changed to sRGB. The
rotation that EXIF asks for is carried out first.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from blog.errors import Invalid

# Told before anything is decoded. A decoded pixel is four bytes, and there are two copies at most.
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# The column is 39 rem wide: 624 pixels, twice or three times that on fine screens; a link leads to the widest.
WIDTHS = (480, 960, 1600)
WIDEST, TALLEST = 2400, 8000
# A size less than this below the next is not worth its bytes.
APART = 0.85
# More colours than a drawing or a screenshot has.
FEW_COLOURS = 4096
SAVING: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 8},
    "webp": {"format": "WEBP", "quality": 80, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "compress_level": 9},
}
LOSSLESS = {"format": "WEBP", "lossless": True, "quality": 60, "method": 4}

TOO_MANY = "This picture has {:,} × {:,} pixels; at most 50 million are taken. Save it at half the size, then send it."
BROKEN = "This picture is damaged or cut off: it could not be read to its end. Send it again, or save it anew first."
MOVES = (
    "This picture moves. It would go on beside the words with nobody able to stop it, so none that moves is taken. "
    "Save one of its frames, or put the film where a player can embed it."
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the files made of a picture. `format` is its extension."""

    width: int
    height: int
    format: str
    content: bytes


def variants(raw: bytes) -> list[Variant]:
    """The picture in its sizes, narrowest first: each as PNG or JPEG, and in newer formats where those are smaller.

    Raises `Invalid` beside file.
    """
    picture = _read(raw)
    plain = "png" if _is_drawing(picture) or "A" in picture.mode else "jpg"
    sizes = [_resized(picture, width) for width in _widths(picture)]
    made = {name: [_saved(size, name, plain, picture) for size in sizes] for name in _formats(picture, plain)}
    most = _bytes_of(made[plain])
    return [
        variant
        for name, all_of in made.items()
        if name == plain or _bytes_of(all_of) < most
        for variant in all_of
    ]


def _read(raw: bytes) -> Image.Image:
    """The picture upright, in sRGB, as RGB or RGBA."""
    Image.MAX_IMAGE_PIXELS = None  # counted here, in our own words
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid(TOO_MANY.format(opened.width, opened.height), field="file")
            # A telephone's MPO holds other views of the same moment, not later ones.
            if opened.format != "MPO" and getattr(opened, "is_animated", False):
                raise Invalid(MOVES, field="file")
            opened.load()
            return _in_srgb(ImageOps.exif_transpose(opened))
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        MemoryError,
    ) as error:
        raise Invalid(BROKEN, field="file") from error


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    has_alpha = picture.has_transparency_data
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        picture = _recoloured(picture, profile)
    return picture.convert("RGBA" if has_alpha else "RGB")


def _recoloured(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture in sRGB; as it is where its profile says nothing that can be followed."""
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        changed = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return changed or picture


def _is_drawing(picture: Image.Image) -> bool:
    return picture.getcolors(FEW_COLOURS) is not None


def _widths(picture: Image.Image) -> list[int]:
    scale = min(1.0, WIDEST / picture.width, TALLEST / picture.height)
    widest = max(1, round(picture.width * scale))
    return [width for width in WIDTHS if width < widest * APART] + [widest]


def _resized(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _formats(picture: Image.Image, plain: str) -> Iterator[str]:
    """Best first: browsers take the first that they know. A drawing's edges are kept as they are, without loss."""
    if not _is_drawing(picture):
        yield "avif"
    yield "webp"
    yield plain


def _saved(size: Image.Image, name: str, plain: str, picture: Image.Image) -> Variant:
    is_lossless = name == "webp" and _is_drawing(picture)
    stream = io.BytesIO()
    bare = size.copy()
    bare.info = {}
    bare.save(stream, **(LOSSLESS if is_lossless else SAVING[name]))
    return Variant(size.width, size.height, name, stream.getvalue())


def _bytes_of(all_of: list[Variant]) -> int:
    return sum(len(variant.content) for variant in all_of)
