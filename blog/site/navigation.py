"""What the masthead leads to, in order."""

from collections.abc import Sequence

from blog.errors import Invalid
from blog.site import Site, change
from blog.site.addresses import read_address
from blog.typed import line

MOST = 8
WORDS_LIMIT = 30
AS_IT_COMES = [["Posts", "/"], ["Statements", "/statements/"]]


def navigation_of(site: Site) -> list[list[str]]:
    """Pairs of words and address."""
    return site.navigation if site.navigation is not None else AS_IT_COMES


def choose_navigation(typed: Sequence[tuple[str, str]], *, by_id: int) -> Site:
    """Let the masthead lead to these; pairs that are empty are left out.

    Raises `Invalid` beside `words-N` or `address-N`, where N counts the pairs from 0.
    """
    chosen = []
    for number, (words, address) in enumerate(typed):
        if words.strip() or address.strip():
            chosen.append(
                [
                    _words(words, f"words-{number}"),
                    read_address(address, field=f"address-{number}", what="The address"),
                ]
            )
    if len(chosen) > MOST:
        raise Invalid(f"The masthead has room for {MOST}; these are {len(chosen)}.", field=f"words-{MOST}")
    return change(by_id=by_id, navigation=None if chosen == AS_IT_COMES else chosen)


def _words(typed: str, field: str) -> str:
    words = line(typed, field=field, limit=WORDS_LIMIT, what="A name in the masthead")
    if not words:
        raise Invalid("Write what it is called, or empty the address too.", field=field)
    return words
