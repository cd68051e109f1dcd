"""Mail addresses: one spelling for each, so that nobody has two accounts by accident."""

from email_validator import EmailNotValidError, validate_email

from blog.accounts.models import EMAIL_LIMIT
from blog.errors import Invalid
from blog.typed import line, required


def normal_address(typed: str) -> str:
    """The address in the one spelling that is stored: Unicode composed, lower case. The network is not asked.

    RFC 5321 lets a server tell `Mara@` from `mara@`; none that people use does, and people mix them up.
    """
    address = line(typed, field="email", limit=EMAIL_LIMIT, what="The address")
    required(address, field="email", what="The address")
    try:
        return validate_email(address, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise Invalid(f"This is not an address that mail can be sent to. {error}", field="email") from error
