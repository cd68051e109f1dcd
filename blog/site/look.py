"""The look that an owner may choose: within limits that keep every word readable, in both themes.

A colour is refused where its contrast with what it stands on falls below 4.5:1 (WCAG 2.2, success criterion 1.4.3).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from blog.errors import Invalid
from blog.site import Site, change

LEAST_CONTRAST = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Paper:
    """What words stand on, light and dark: the page, the sheets on it, the tint of notes (static/css/tokens.css)."""

    words: str
    light: tuple[str, str, str]
    dark: tuple[str, str, str]


PAPERS = {
    "warm": Paper("Warm", ("#fbfaf7", "#ffffff", "#f3efe6"), ("#131210", "#211f1b", "#262420")),
    "cool": Paper("Cool", ("#f7f9fb", "#ffffff", "#e8eef3"), ("#101214", "#1b1e21", "#202427")),
    "white": Paper("White and black", ("#ffffff", "#ffffff", "#f2f2f2"), ("#000000", "#161616", "#1f1f1f")),
}
# As they come, and what else the face of a voice may be: only what is served from here, or is on the reader's machine.
FACES = {
    "serif": (
        "Source Serif",
        '"Source Serif 4", "Iowan Old Style", Charter, "Bitstream Charter", Georgia, serif',
    ),
    "sans": ("Inter", 'Inter, "Helvetica Neue", "Segoe UI", Roboto, "Liberation Sans", sans-serif'),
    "system-serif": ("The reader’s own serif", 'ui-serif, "Iowan Old Style", Charter, Georgia, serif'),
    "system-sans": ("The reader’s own sans", "system-ui, sans-serif"),
}
AS_IT_COMES = {
    "accent": "#a63a1a",
    "dark_accent": "#f2906d",
    "paper": "warm",
    "commentary": "serif",
    "official": "sans",
}


def look_of(site: Site) -> dict[str, str]:
    """Every choice, whether the owner made it or not."""
    return AS_IT_COMES | (site.look or {})


def choose_look(typed: Mapping[str, str], *, by_id: int) -> Site:
    """Let the site look so. Raises `Invalid` beside the field that is wrong, with the contrast that is too low."""
    chosen = {name: typed.get(name, "").strip().lower() or usual for name, usual in AS_IT_COMES.items()}
    for name, allowed in (("paper", PAPERS), ("commentary", FACES), ("official", FACES)):
        if chosen[name] not in allowed:
            raise Invalid("Choose one of those offered.", field=name)
    paper = PAPERS[chosen["paper"]]
    _require_readable(chosen["accent"], paper.light, field="accent", theme="light")
    _require_readable(chosen["dark_accent"], paper.dark, field="dark_accent", theme="dark")
    return change(
        by_id=by_id, look={name: value for name, value in chosen.items() if value != AS_IT_COMES[name]}
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours such as `#1d1c1a`, from 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def stylesheet(look: Mapping[str, str]) -> str:
    """What the look changes of static/css/tokens.css; empty where nothing."""
    if not look:
        return ""
    whole = AS_IT_COMES | dict(look)
    paper = PAPERS[whole["paper"]]
    faces = f"--serif: {FACES[whole['commentary']][1]}; --sans: {FACES[whole['official']][1]};"
    light, dark = _colours(paper.light, whole["accent"]), _colours(paper.dark, whole["dark_accent"])
    return f":root {{ {light} {faces} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


def digest_of(look: Mapping[str, str]) -> str:
    """What the stylesheet's address ends in, so that browsers may keep it for good."""
    return hashlib.sha256(stylesheet(look).encode()).hexdigest()[:12]


def _colours(paper: tuple[str, str, str], accent: str) -> str:
    names = zip(("paper", "sheet", "tint"), paper, strict=True)
    return " ".join(f"--{name}: {value};" for name, value in (*names, ("accent", accent)))


def _require_readable(colour: str, paper: tuple[str, str, str], *, field: str, theme: str) -> None:
    if not HEX.fullmatch(colour):
        raise Invalid("Write a colour as six hexadecimal digits, such as #a63a1a.", field=field)
    lowest = min(contrast(colour, under) for under in paper)
    if lowest < LEAST_CONTRAST:
        raise Invalid(
            f"Its contrast with the {theme} paper is {lowest:.1f} to 1, and words need {LEAST_CONTRAST} to 1 to be "
            f"read by everyone. Take a {'darker' if theme == 'light' else 'lighter'} one.",
            field=field,
        )


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, “relative luminance”)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
