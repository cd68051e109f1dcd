"""Places of blocks: XPaths of elements in a page, or "line 12", "page 3", which lie in nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile

_NUMBER = re.compile(r"\[\d+\]")


def lies_in(place: str, element: str) -> bool:
    """Whether a place is the element's or one of an element in it."""
    return place == element or place.startswith(f"{element}/")


def paths_to(place: str) -> list[str]:
    """The elements that a place lies in and its own, outermost first; of what is no path, itself."""
    if not place.startswith("/"):
        return [place]
    steps = place.split("/")
    return ["/".join(steps[:count]) for count in range(2, len(steps) + 1)]


def shape(place: str) -> str:
    """A place without its numbers: which elements in which, or which kind of place."""
    return _NUMBER.sub("", place) if place.startswith("/") else place.partition(" ")[0]


def shared_path(places: Sequence[str]) -> list[str]:
    """The steps that all of these places begin with."""
    steps = zip(*(place.split("/") for place in places), strict=False)
    return [step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps)]


def main_element(weighed: Iterable[tuple[str, int]], share: float) -> str:
    """The innermost element that holds at least this share of the weight of places; "" where there is none."""
    held: Counter[str] = Counter()
    total = 0
    for place, weight in weighed:
        total += weight
        for path in paths_to(place) if place.startswith("/") else ():
            held[path] += weight
    return max((path for path, weight in held.items() if weight >= share * total), key=len, default="")
