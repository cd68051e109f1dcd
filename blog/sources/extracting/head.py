"""What a page says of itself where no reader sees it: <meta>, <link>, <base>, JSON-LD, and the first <time>."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The longest JSON-LD that is kept: the words of the page itself are often in it once more.
_MOST_JSON_LD = 1_000_000


@dataclass(slots=True)
class Head:
    """Filled as a page is read; of what is said more than once, the first word is believed.

    `metas` and `links` are by lower-case name, property or relation; `json_ld` are the scripts as written;
    `is_json_ld` says whether the script that was opened last is one of them.
    """

    title: str = ""
    base: str = ""
    language: str = ""
    time: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    is_json_ld: bool = False

    def meta(self, *names: str) -> str:
        """What the first of these that the page has says."""
        return next((self.metas[name] for name in names if name in self.metas), "")

    def note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an element's start."""
        if tag == "meta":
            self._note_meta(attributes)
        elif tag in ("link", "a"):
            self._note_link(tag, attributes)
        elif tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif tag == "html":
            self.language = self.language or attributes.get("lang", "") or attributes.get("xml:lang", "")
        elif tag == "time":
            self.time = self.time or attributes.get("datetime", "")
        elif tag == "script":
            self.is_json_ld = attributes.get("type", "").lower().startswith("application/ld+json")
            if self.is_json_ld:
                self.json_ld.append("")

    def script(self, words: str) -> None:
        """Take what stands in the JSON-LD script that `note` saw last."""
        if sum(map(len, self.json_ld)) + len(words) <= _MOST_JSON_LD:
            self.json_ld[-1] += words

    def _note_meta(self, attributes: Mapping[str, str]) -> None:
        content = attributes.get("content", "")
        names = (attributes.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        for name in {name.strip().lower() for name in names if name}:
            if content.strip():
                self.metas.setdefault(name, content)

    def _note_link(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A <link>'s relations; of the body's links only those that name the page's licence."""
        href = attributes.get("href", "").strip()
        relations = attributes.get("rel", "").lower().split() if href else []
        for relation in relations if tag == "link" else {"license"}.intersection(relations):
            self.links.setdefault(relation, href)
