"""Names that look alike: a staff member's name is nobody else's, whatever letters it is written with.

After the skeletons of UTS #39 §4, with a short table: the letters of two alphabets, the digits and the signs that Latin
names are imitated with.
"""

import unicodedata

import sqlalchemy as sa

from blog.accounts.models import Grant, User
from blog.accounts.roles import Act, Role, acts_of
from blog.errors import Invalid
from blog.extensions import db

STAFF = frozenset(role for role in Role if Act.ENTER_DESK in acts_of({role}))
# Pairs of what is written and what it is read as. Capitals apart: Greek Η looks like H, its small η like n.
CAPITALS = "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ЅS ІI ЈJ ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX"
SMALL = (
    "аa вb еe кk мm нh оo рp сc тt уy хx ѕs іi јj ԁd һh ԛq ԝw үy αa βb γy εe ηn ιi κk νv οo ρp τt υu χx ωw "
    "ıi 0o 5s $s @a"
)
# Read as one another: “I”, “l”, “1” and “|”, once case is folded.
STROKES = "il 1l |l !l"


def _table(*pairs: str) -> dict[int, str]:
    return {ord(pair[0]): pair[1] for line in pairs for pair in line.split()}


AS_CAPITALS, AS_SMALL, AS_STROKE = _table(CAPITALS), _table(SMALL), _table(STROKES)


def skeleton(name: str) -> str:
    """What is left of a name when case, accents, spaces and look-alikes are left out of account."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    folded = (
        bare.translate(AS_CAPITALS).casefold().translate(AS_SMALL).translate(AS_STROKE).replace("rn", "m")
    )
    return "".join(character for character in folded if character.isalnum())


def refuse_staff_name(name: str, *, person: User | None = None) -> None:
    """Raise `Invalid` beside name where it reads like that of someone else who works at the desk.

    Their names stand beside what they write, so the refusal tells nothing that the site does not.
    """
    wanted = skeleton(name)
    query = sa.select(User).where(User.grants.any(Grant.role.in_(STAFF)))
    for other in db.session.scalars(query):
        if wanted and skeleton(other.name) == wanted and (person is None or other.id != person.id):
            raise Invalid(
                "Someone who works for this site has this name, or one that reads like it. Choose another; if it is "
                "you, sign in.",
                field="name",
            )
