"""How much is rendered at once: what would take Python-Markdown too long is refused with the limit named.

Some of its patterns are quadratic: 20,000 opening brackets took 85 s, and each nested quotation or list costs
a dozen stack frames. The bounds keep a comment's rendering under a second; a post, which may be long, is
rendered by a child process that is stopped when it takes too long (blog.posts.rendering).
"""

import re

from blog.errors import Invalid

COMMENT_CHARACTERS = 20_000
POST_BYTES = 300 * 1024
# Of each of these, more than a long comment needs and few enough to be fast.
COSTLY = "[<>`"
MOST_COSTLY = 500
# Brackets open at once in one paragraph: for each, the rest of the paragraph is searched for its end.
MOST_OPEN = 100
PAIRS = ("[]", "()")
BLANK_LINE = re.compile(r"\n[ \t]*\n")
# Lines under lines of signs (=, -, #) are taken apart one by one, each time with all that follow.
MOST_LINES = 2_000
# Levels of quotations or lists in one line, by markers or by indentation.
DEEPEST = 20
DEEP = re.compile(rf"^[ \t]*(?:(?:>|[*+-][ \t]|\d{{1,9}}\.[ \t])[ \t]*){{{DEEPEST + 1}}}", re.MULTILINE)
DEEPLY_INDENTED_ITEM = re.compile(rf"^ {{{4 * DEEPEST + 4},}}(?:[*+-]|\d{{1,9}}\.)[ \t]", re.MULTILINE)


def check_comment(source: str) -> None:
    """Raise `Invalid` beside body for a comment over a limit."""
    if len(source) > COMMENT_CHARACTERS:
        raise _too_much(f"has {len(source):,} characters; at most {COMMENT_CHARACTERS:,} are taken")
    for character in COSTLY:
        if source.count(character) > MOST_COSTLY:
            raise _too_much(f"has more than {MOST_COSTLY} of the character {character}")
    for pair in PAIRS:
        if any(_most_open(paragraph, pair) > MOST_OPEN for paragraph in BLANK_LINE.split(source)):
            raise _too_much(f"opens more than {MOST_OPEN} brackets {pair[0]} before closing them")
    if source.count("\n") >= MOST_LINES:
        raise _too_much(f"has more than {MOST_LINES:,} lines")
    _check_depth(source)


def check_post(source: str) -> None:
    """Raise `Invalid` beside body for a post over a limit."""
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > POST_BYTES:
        raise _too_much(f"has {size / 1024:,.0f} KB; at most {POST_BYTES // 1024} KB are taken")
    _check_depth(source)


def _most_open(text: str, pair: str) -> int:
    """How many brackets of a pair are open at once, at most."""
    most = now = 0
    for character in text:
        if character == pair[0]:
            now += 1
            most = max(most, now)
        elif character == pair[1] and now:
            now -= 1
    return most


def _check_depth(source: str) -> None:
    if DEEP.search(source) or DEEPLY_INDENTED_ITEM.search(source.expandtabs(4)):
        raise _too_much(f"nests quotations or lists more than {DEEPEST} levels deep")


def _too_much(what: str) -> Invalid:
    return Invalid(f"This text {what}. It is kept in the form: shorten it, then try again.", field="body")
