"""The look that an owner may choose: every word stays readable in both themes."""

from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from blog.errors import Invalid
from blog.site import current_site
from blog.site.look import (
    AS_IT_COMES,
    LEAST_CONTRAST,
    PAPERS,
    choose_look,
    contrast,
    look_of,
    stylesheet,
)
from blog.transactions import writing
from tests.factories import make_user

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"


def choose(**typed: str) -> str:
    by = make_user()
    with writing():
        return stylesheet(choose_look(AS_IT_COMES | typed, by_id=by.id).look)


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_either_way_and_at_least_one(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one) >= 1


def test_the_look_that_it_comes_with_is_what_the_stylesheet_has_and_is_readable() -> None:
    tokens = TOKENS.read_text("utf-8")
    for paper, accent in (
        (PAPERS["warm"].light, AS_IT_COMES["accent"]),
        (PAPERS["warm"].dark, AS_IT_COMES["dark_accent"]),
    ):
        assert f"--paper: {paper[0]}; --sheet: {paper[1]};" in tokens and f"--accent: {accent};" in tokens
        assert min(contrast(accent, under) for under in paper) >= LEAST_CONTRAST


def test_every_paper_can_be_read_with_the_words_and_states_that_stand_on_it() -> None:
    lit = ("#1d1c1a", "#625e56", "#1f6b47", "#875000")
    dark = ("#ebe7de", "#aca698", "#7acfa4", "#e3b368")
    for paper in PAPERS.values():
        for inks, papers in ((lit, paper.light), (dark, paper.dark)):
            assert min(contrast(ink, under) for ink in inks for under in papers) >= LEAST_CONTRAST, (
                paper.words
            )


def test_a_colour_that_is_hard_to_read_is_refused_with_its_contrast(context: Flask) -> None:
    with pytest.raises(Invalid, match=r"2\.\d to 1.*darker") as refused:
        choose(accent="#f2906d")
    assert refused.value.field == "accent"
    with pytest.raises(Invalid, match="lighter") as refused:
        choose(dark_accent="#802010")
    assert refused.value.field == "dark_accent"


@pytest.mark.parametrize("typed", ["red", "#fff", "#12345g", "#a63a1a; } body { display: none", "url(x)"])
def test_what_is_no_colour_never_reaches_the_stylesheet(context: Flask, typed: str) -> None:
    with pytest.raises(Invalid, match="six hexadecimal digits"):
        choose(accent=typed)
    assert current_site().look == {}


@pytest.mark.parametrize("field", ["paper", "commentary", "official"])
def test_what_is_not_offered_is_refused(context: Flask, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        choose(**{field: "comic"})
    assert refused.value.field == field


def test_the_usual_look_is_kept_as_none(context: Flask) -> None:
    assert "--accent: #1a4fa6" in choose(accent="#1a4fa6")
    assert current_site().look == {"accent": "#1a4fa6"}
    assert choose() == ""
    assert look_of(current_site()) == AS_IT_COMES
