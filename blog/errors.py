"""What rules raise, and the status each one gets.

A rule that refuses says so with one of these; `blog.public.refusals` turns them into a page or, where JSON was
asked for, into `application/problem+json` (RFC 9457). The message is shown to the person as it stands, so it
says what happened, what was kept and what to do next.
"""


class DomainError(Exception):
    """A rule refused. `message` is for the person, `field` names the form field it stands beside, if any."""

    status = 400
    title = "That could not be done"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(DomainError):
    """What was typed cannot be taken as it is."""

    status = 422
    title = "Something needs mending"


class NotFound(DomainError):
    """There is nothing there, or nothing that the asker may see: the two are never told apart."""

    status = 404
    title = "There is nothing here"


class Forbidden(DomainError):
    """The asker is known, and may not do this."""

    status = 403
    title = "That is not yours to do"


class Closed(DomainError):
    """The thread or statement takes nothing new."""

    status = 403
    title = "This is closed"


class Conflict(DomainError):
    """Someone else was faster: what the asker saw is no longer so."""

    status = 409
    title = "Someone was here before you"


class TooLarge(DomainError):
    """More than the limit that the message names."""

    status = 413
    title = "That is too much at once"


class Unavailable(DomainError):
    """What this site stands on, such as the storage of its kept copies, does not answer or takes nothing."""

    status = 503
    title = "A part of this site is not there"
