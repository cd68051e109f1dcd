"""What is made of an uploaded file, and which are refused."""

import io
import time

import pytest
from PIL import Image

from blog.errors import Invalid
from blog.posts.media import encoding
from blog.posts.media.encoding import open_file
from blog.posts.media.kinds import PDF, media_type
from blog.posts.media.pictures import MOST_PIXELS, variants
from tests.posts.media.pictures import (
    draw,
    moving,
    pdf,
    photograph,
    png_that_says,
    png_with_long_words,
    saved,
    with_place,
)

KINDS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "GIF": "image/gif",
}


def refused(raw: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        open_file(raw, media_type(raw))
    assert refusal.value.field == "file"
    return refusal.value.message


def test_a_photograph_comes_in_sizes_and_in_newer_formats_that_are_smaller() -> None:
    opened = open_file(photograph(1400, 900), "image/jpeg")
    assert [(width, kind) for width, _, kind, _ in opened.variants] == [
        (width, kind) for kind in ("avif", "webp", "jpg") for width in (480, 960, 1400)
    ]
    for (width, height, kind, size), content in zip(opened.variants, opened.contents, strict=True):
        with Image.open(io.BytesIO(content)) as made:
            assert made.size == (width, height) == (width, round(900 * width / 1400))
            assert made.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[kind]
            made.load()
        assert len(content) == size
    weights = {
        kind: sum(size for *_, k, size in opened.variants if k == kind) for kind in ("avif", "webp", "jpg")
    }
    assert weights["avif"] < weights["jpg"] and weights["webp"] < weights["jpg"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_that_is_offered_is_taken(kind: str) -> None:
    raw = saved(draw(60, 40), kind)
    assert media_type(raw) == KINDS[kind]
    assert open_file(raw, media_type(raw)).variants[-1][:2] == (60, 40)


def test_rotation_is_carried_out_and_nothing_but_pixels_is_kept() -> None:
    raw = with_place(orientation=6)
    assert b"Harbour Camera" in raw and Image.open(io.BytesIO(raw)).getexif().get_ifd(0x8825)
    for variant in variants(raw):
        assert b"Harbour Camera" not in variant.content and b"Exif" not in variant.content
        with Image.open(io.BytesIO(variant.content)) as made:
            assert not made.getexif() and not made.info.get("icc_profile") and not made.info.get("xmp")
            assert made.height > made.width
            corner = made.convert("RGB").getpixel((made.width - 10, 10))
            assert isinstance(corner, tuple) and corner[0] > 200 and corner[1] < 60, (
                "the red corner is at the right"
            )


def test_a_drawing_is_kept_without_loss_and_see_through_where_it_was() -> None:
    drawing = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    drawing.paste((0, 90, 200, 255), (20, 20, 120, 80))
    for variant in variants(saved(drawing, "PNG")):
        assert variant.format in ("webp", "png")
        with Image.open(io.BytesIO(variant.content)) as made:
            assert made.convert("RGBA").getpixel((5, 5)) == (0, 0, 0, 0)
            assert made.convert("RGBA").getpixel((50, 50)) == (0, 90, 200, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA", "I;16"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    raw = saved(draw(60, 40, "L" if mode == "I;16" else "RGB" if mode != "LA" else "L").convert(mode), "TIFF")
    kind = "JPEG" if mode == "CMYK" else "PNG"
    with Image.open(io.BytesIO(raw)) as given:
        assert variants(saved(given, kind))[-1].width == 60


def test_a_very_long_picture_is_made_shorter() -> None:
    assert max(variant.height for variant in variants(saved(Image.new("RGB", (300, 20_000)), "PNG"))) == 8000


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_moves_is_refused(kind: str) -> None:
    assert "moves" in refused(moving(kind))


def test_a_telephones_picture_of_several_views_does_not_move() -> None:
    raw = saved(draw(60, 40), "MPO", save_all=True, append_images=[draw(60, 40)])
    assert open_file(raw, media_type(raw)).variants[-1][:2] == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_picture_cut_off_is_refused(kind: str) -> None:
    raw = saved(draw(), kind)
    assert "damaged or cut off" in refused(raw[: len(raw) // 2])


def test_a_hundred_megapixels_are_refused_before_they_are_decoded() -> None:
    before = time.monotonic()
    assert "12,000 × 9,000" in refused(png_that_says(12_000, 9_000))
    assert time.monotonic() - before < 3


def test_a_bomb_is_refused() -> None:
    assert "65,000 × 65,000" in refused(png_that_says(65_000, 65_000))
    assert refused(png_with_long_words())


def test_the_most_pixels_that_are_taken_fit_into_the_memory_that_is_given() -> None:
    raw = saved(Image.new("RGB", (25_000, MOST_PIXELS // 25_000), "navy"))
    assert open_file(raw, "image/jpeg").variants[-1][:2] == (2400, 192)


def test_a_file_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Invalid, match="more time or memory"):
        open_file(photograph(3000, 2000), "image/jpeg", seconds=0.3)


def test_a_file_that_kills_its_process_kills_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "COMMAND", ("/bin/sh", "-c", "kill -9 $$"))
    with pytest.raises(Invalid, match="more time or memory"):
        open_file(photograph(60, 40), "image/jpeg")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "SVG"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><!-- a --><!DOCTYPE svg><svg >', "SVG"),
        (b"\x1f\x8b\x08\0" + bytes(20), "SVG"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "JPEG"),
        (b"<!DOCTYPE html><title>picture.jpg</title>", "whatever its name says"),
        (b"BM" + bytes(60), "whatever its name says"),
        (b"PK\x03\x04" + bytes(60), "whatever its name says"),
        (b"\xff\xd8\xff" + b"<script>alert(1)</script>" * 9, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"<html>" * 9, "damaged"),
        (b"RIFF\0\0\0\0WEBP" + bytes(40), "damaged"),
    ],
)
def test_what_lies_about_its_type_is_refused_with_what_to_do(raw: bytes, words: str) -> None:
    assert words in refused(raw)


def test_a_pdf_is_opened_and_its_pages_are_counted() -> None:
    assert media_type(pdf()) == PDF
    assert open_file(pdf(), PDF).page_count == 1
    assert "PDF cannot be opened" in refused(pdf()[:300])
