"""Other people's words in a mail: plain text in which no mail program finds a link.

A mail bears this site's name, so what a stranger wrote must not look like a link that the site sends (GHSA-74pc-3r2m-
ppx3 was one). The words stay readable; who wants the link opens the comment.
"""

import re

from blog.markup.excerpts import excerpt
from blog.typed import one_line

# Enough to know whether to answer.
WORDS_SHOWN = 120
# One word of more is no word.
WORD_CHARACTERS = 60
# What makes a link of a word: “://” anywhere in it, or a beginning that mail programs know.
BEGINS_LINK = re.compile(
    r"(?:\bwww\d{0,3}\.|\b(?:https?|ftp|mailto|javascript|data|tel|sms|geo|magnet|callto|xmpp):)", re.I
)
# Dots of every kind that resolvers take for one (UTS #46 §2.3), before what may be a domain's last part; the @ signs.
DOT = re.compile(r"(?<=\w)[.\u3002\uff0e\uff61](?=[^\W\d_]{2}|xn--)")
AT = re.compile(r"(?<=\S)[@\uff20](?=\S)")
LINK = "[link]"


def defused(words: str) -> str:
    """One line of `words` without anything that becomes a link: links as “[link]”, dots and @ between words apart."""
    return " ".join(_defused(word) for word in one_line(words).split())


def _defused(word: str) -> str:
    if "://" in word or BEGINS_LINK.search(word):
        return LINK
    return AT.sub("[at]", DOT.sub("[.]", word))


def comment_words(html: str) -> str:
    """The first words of a comment, given as our own clean HTML, for a mail."""
    words = defused(excerpt(html, WORDS_SHOWN)).split()
    return " ".join(w if len(w) <= WORD_CHARACTERS else w[: WORD_CHARACTERS - 1] + "…" for w in words)
