"""The one way out: every address that somebody typed, or that a page names, is opened by `fetch`.

No cookies, no credentials, no proxy from the environment. Certificates are verified. Each redirect is looked at as
if it had been typed, and has a connection of its own.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blog.sources.fetching import connecting, guard
from blog.sources.fetching.decoding import ACCEPTED
from blog.sources.fetching.exchange import Answer, Headers, ask, header
from blog.sources.fetching.failures import Cause
from blog.sources.fetching.limits import LIMITS, Account, Limits
from blog.sources.fetching.targets import redirected, target_of

NOT_MODIFIED = 304
_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is known of the copy at hand: the page is wanted only if it is another (RFC 9110 §13.1)."""

    etag: str = ""
    last_modified: str = ""

    @property
    def headers(self) -> Headers:
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return tuple((name, value) for name, value in pairs if value)


UNCONDITIONAL = Conditions()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent, and how it came.

    `url` is what was asked for, `final_url` what answered after redirects. `headers` are in the order they came,
    names as written; `body` is unpacked: the bytes of the document itself. `exchanges` are the hops as JSON:
    {"url", "method", "request_headers": [[name, value]…], "protocol", "status", "reason", "headers": [[name,
    value]…], "at"}. A status of 400 or more is an answer like any other: the caller decides.
    """

    url: str
    final_url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    received_at: datetime
    exchanges: tuple[dict[str, Any], ...]

    @property
    def media_type(self) -> str:
        """As Content-Type says, lower-case and without parameters; "" where it is not said."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def not_modified(self) -> bool:
        """Whether the server holds the copy at hand to be current; there is no body then."""
        return self.status == NOT_MODIFIED

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case; "" where there is none."""
        return header(self.headers, name)


# An address → what stands there: `fetch` with its keywords bound, for those who only need that.
Fetch = Callable[[str], Fetched]


def fetch(
    url: str,
    *,
    agent: str,
    allow: Collection[str] = (),
    conditions: Conditions = UNCONDITIONAL,
    limits: Limits = LIMITS,
    resolve: guard.Resolve = guard.system_resolve,
    dial: connecting.Dial = connecting.dial,
) -> Fetched:
    """What stands at `url`, redirects followed. Raises FetchFailed where nothing came that can be kept.

    `agent` is the User-Agent. `allow` holds the "host:port" pairs that may be opened though they are not public
    (FETCH_ALLOW). `resolve` and `dial` are the network: tests bring their own.
    """
    asked = (("User-Agent", agent), ("Accept", _ACCEPT), ("Accept-Encoding", ACCEPTED), *conditions.headers)
    target = target_of(url)
    account = Account(limits, f"“{target.host}”")
    answers: list[Answer] = []
    while True:
        addresses = guard.addresses(target, allow=allow, resolve=resolve, account=account)
        answers.append(ask(target, asked, addresses=addresses, account=account, dial=dial))
        if not answers[-1].location:
            return _fetched(url, answers)
        target = redirected(target, answers[-1].location)
        if any(target == answer.target for answer in answers):
            raise account.failure(Cause.REDIRECT_LOOP)
        if len(answers) > limits.redirects:
            raise account.failure(Cause.REDIRECT)
        account.where = f"the page that “{answers[0].target.host}” redirects to"


def _fetched(url: str, answers: list[Answer]) -> Fetched:
    last = answers[-1]
    return Fetched(
        url,
        last.target.url,
        last.status,
        last.reason,
        last.headers,
        last.body,
        last.at,
        tuple(answer.as_json() for answer in answers),
    )
