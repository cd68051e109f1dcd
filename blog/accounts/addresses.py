"""Mail addresses: one spelling for each, so that nobody has two accounts by accident."""

from email_validator import EmailNotValidError, validate_email

from blog.accounts.models import EMAIL_LIMIT
from blog.errors import Invalid
from blog.typed import line, required


def normal_address(typed: str) -> str:
    """The address in the one spelling that is stored: Unicode composed, lower case. The network is not asked.

    RFC 5321 lets a server tell `Mara@` from `mara@`; none that people use does, and people mix them up. Letters other
    than ASCII before the `@` need a server that speaks SMTPUTF8 (RFC 6531) all along the way: those are refused
    here, where the person can still choose another address, and not when the mail is sent.
    """
    address = line(typed, field="email", limit=EMAIL_LIMIT, what="The address")
    required(address, field="email", what="The address")
    if not address.rpartition("@")[0].isascii():
        raise Invalid(
            "Many mail servers refuse letters such as “é” or “ü” before the @, so our mail would not reach this "
            "address. Use one that has only the letters a to z, digits and signs there.",
            field="email",
        )
    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized.lower()
    except EmailNotValidError as error:
        raise Invalid(f"This is not an address that mail can be sent to. {error}", field="email") from error


def sendable(address: str) -> str:
    """A stored address as mail carries it: the domain in ASCII (IDNA), whatever letters it has."""
    return validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email or address
