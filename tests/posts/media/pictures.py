"""Pictures to upload, drawn here: good ones, and all kinds of bad ones."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw


def draw(width: int = 640, height: int = 400, mode: str = "RGB") -> Image.Image:
    """A picture whose left upper corner is red and whose rest is many colours, as a photograph's."""
    picture = Image.radial_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (picture, picture.rotate(90).resize((width, height)), picture.rotate(180)))
    ImageDraw.Draw(picture).rectangle((0, 0, width // 8, height // 8), fill=(255, 0, 0))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def photograph(width: int = 640, height: int = 400) -> bytes:
    return saved(draw(width, height), quality=95)


def with_place(orientation: int = 1) -> bytes:
    """A photograph whose EXIF says where and by what it was taken, and how to turn it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Harbour Camera", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 20.0, 1.0), 3: "E", 4: (10.0, 8.0, 1.0)})
    return saved(draw(), exif=exif, comment=b"Harbour Camera")


def moving(kind: str) -> bytes:
    frames = [draw(60, 40), draw(60, 40).rotate(90), draw(60, 40).rotate(180)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of this size: what is decoded grows without end."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def png_with_long_words() -> bytes:
    """A small picture with a comment of 200 MB, packed into some hundred KB."""
    small = saved(draw(8, 8), "PNG")
    words = b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    chunk = struct.pack(">I", len(words)) + b"zTXt" + words + struct.pack(">I", zlib.crc32(b"zTXt" + words))
    return small[:33] + chunk + small[33:]


def pdf() -> bytes:
    return saved(draw(80, 60), "PDF")
