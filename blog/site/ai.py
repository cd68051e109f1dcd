"""What programs that train language models, or answer with them, may take from here: for the site, and for a post.

Nothing here keeps anyone from anything: it says, in every form that such programs read, what is not allowed. TDM
reservation is what Article 4(3) of Directive (EU) 2019/790 asks for; its form is the W3C TDM Reservation Protocol's.
Content-Signal is that of contentsignals.org.
"""

from enum import StrEnum
from importlib.resources import files

from blog.errors import Invalid
from blog.site import Site, change

POLICY_PATH = "/ai/"
# What search engines are told of an answer that must not be used so; DeviantArt's words, which several programs read.
NOAI = "noai, noimageai"


class AiPolicy(StrEnum):
    """Whether models may be trained on it or fed with it. `SITE`: as the site has it."""

    SITE = "site"
    ALLOW = "allow"
    DENY = "deny"


def crawlers() -> list[str]:
    """The names that known crawlers for models ask robots.txt by (RFC 9309), from a list with its source and date."""
    lines = files("blog.site").joinpath("ai_crawlers.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def is_denied(site: Site, own: AiPolicy = AiPolicy.SITE) -> bool:
    """Whether something with this policy of its own is kept from models."""
    return (site.ai_policy if own is AiPolicy.SITE else own) != AiPolicy.ALLOW


def headers(*, denied: bool, base: str) -> dict[str, str]:
    """The HTTP headers that say so: `base` is the site's address without a slash at its end."""
    if not denied:
        return {"TDM-Reservation": "0"}
    return {"X-Robots-Tag": NOAI, "TDM-Reservation": "1", "TDM-Policy": f"{base}{POLICY_PATH}"}


def read_policy(typed: str, *, may_be_sites: bool) -> AiPolicy:
    """The choice that was sent. Raises `Invalid` beside ai_policy."""
    if typed not in set(AiPolicy) or (typed == AiPolicy.SITE and not may_be_sites):
        raise Invalid("Choose whether models may use it or not.", field="ai_policy")
    return AiPolicy(typed)


def choose_ai_policy(typed: str, *, by_id: int) -> Site:
    """Say what holds for the whole site. Raises `Invalid` beside ai_policy."""
    return change(by_id=by_id, ai_policy=read_policy(typed, may_be_sites=False).value)
