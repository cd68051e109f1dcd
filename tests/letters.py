"""A real post to try things with where one lies beside the project, else one of the same form."""

import re
from dataclasses import dataclass
from pathlib import Path

from blog.sources.dates import find_date

INPUTS = Path(__file__).parents[1].parent / "shared" / "inputs"
# A byline is a line of its own: names and a date.
BYLINE_LENGTH = 60

HARBOURLINE_URL = "https://press.harbourline.example/letters/what-we-do-with-your-recordings"
HARBOURLINE_TITLE = "Harbourline Answers a Storm, Late"
HARBOURLINE_COMMENTARY = """\
Harbourline took nine days to say one plain thing: “Harbourline has never trained a model on a member’s \
recording.” By then half of my feed had closed its account.
I read the letter twice, with the old terms open beside it. The old wording was bad, and it was bad for \
a year — nobody, me included, had looked.
Does that make the company a saint? Hardly; its payouts are still a riddle: \
https://harbourline.example/payouts
Original link: https://press.harbourline.example/letters/what-we-do-with-your-recordings
Replies are closed over there, so use the space below."""
HARBOURLINE_LETTER = """\
What We Do With Your Recordings: a Letter to Members
Ines Okafor; March 3 2025
To Everyone Who Records With Us,
Since the weekend a paragraph of our terms has been passed around, and many of you read in it a \
permission that we never meant to ask you for.
You pay for the archive and you fill it, so you should hear from me what the archive does and what it \
will never do.
Let me begin plainly.
Harbourline has never trained a model on a member’s recording. Neither have our partners — the contracts \
say so, and since January an outside auditor has looked. The tide tables we publish come from buoys, not \
from your tapes.
Every upload carries a “keep out” flag, set from the first second. It tells crawlers to stay away; those \
that come anyway are turned off at the door.
How did we get here?
Last autumn we rewrote the terms so that we could sort recordings by place and weather. One sentence was \
meant for that, and was drawn so wide that a ship could sail through it.
The sorting itself is modest: a program listens for rain, gulls and engines, writes three words beside \
the file and forgets what it heard. Nobody’s voice is kept, and nothing that it learns from one harbour \
is carried to the next, which is why it still takes a ferry horn for a cow on most foggy mornings.
We also use such programs to catch stolen uploads and to answer the simplest letters after midnight.
None of this makes sound, and none of it is for sale.
Still, the sentence said more than we do, and we left it there for months. The fault is ours, and it \
ends today.
What changes this week:
The new terms name every use, one by one, and whatever is not named there is not allowed (the wording is \
below).
Should we ever wish to build something that makes sound from sound, we’ll ask each of you first. Silence \
will count as no. We can't promise that the law won't move, but we can promise to write before it does.
A board of seven members, elected by you, will see each new use before it begins.
Tools should serve the people on the quay, not stand in for them. The board may stop us, and its minutes \
will be open to all of you.
More change is coming, some of it good. We intend to meet it with the door open and the logbook on the \
table.
Thank you for the four thousand letters, the kind ones and the others. Keep writing to us, and keep \
recording.
Ines Okafor
Chief Executive, Harbourline
Harbourline Terms, Section Nine as of March 3, 2025:
When you place a Recording in the Archive you allow Harbourline to store it, to copy it for safekeeping, \
to convert it between formats and to play it to those whom you have chosen, in each case without payment \
and for as long as the Recording stays in the Archive ("Keeping"). Keeping includes the automatic noting \
of place, weather and kind of sound. It does not include the training, tuning or testing of any program \
that produces sound, speech or music, for which Harbourline shall in every single case obtain your prior \
consent in writing, and you may withdraw that consent at any time with effect for the future. Recordings \
that reach the Archive under a separate agreement are governed by that agreement alone. Nothing in this \
Section gives another member any right to a name, a mark or a picture that you add to a Recording, \
beyond the right to see it where you have shown it."""


@dataclass(frozen=True, slots=True)
class RealPost:
    """A post as its author wrote it; the commentary holds the line that names the original."""

    title: str
    commentary: str
    url: str
    letter: str
    is_real: bool

    @property
    def quotation(self) -> str:
        """The commentary's first quotation that stands in the letter, word for word."""
        quoted = (found[1] for found in re.finditer("“([^”]+)”", self.commentary))
        return next(words for words in quoted if words in self.letter)


def invented_post() -> RealPost:
    """The post about Harbourline."""
    return RealPost(
        HARBOURLINE_TITLE, HARBOURLINE_COMMENTARY, HARBOURLINE_URL, HARBOURLINE_LETTER, is_real=False
    )


def real_post() -> RealPost:
    """The post that lies beside the project, or the invented one where none does."""
    path = next(iter(sorted(INPUTS.glob("*.txt"))), None) if INPUTS.is_dir() else None
    return _parsed(path.read_text(encoding="utf-8")) if path else invented_post()


def _parsed(text: str) -> RealPost:
    """The letter begins at its headline, the line above the one with its author's name and date."""
    lines = text.strip().split("\n")
    byline = next(at for at, line in enumerate(lines) if len(line) <= BYLINE_LENGTH and find_date(line))
    link = next(line for line in lines if line.lower().startswith("original link:"))
    return RealPost(
        title=lines[0],
        commentary="\n".join(lines[1 : byline - 1]),
        url=link.partition(":")[2].strip(),
        letter="\n".join(lines[byline - 1 :]),
        is_real=True,
    )
