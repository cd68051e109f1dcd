"""What the operator is told when the site has no owner yet."""

from blog.accounts import owner
from blog.accounts.links import whole_url
from blog.accounts.people import has_owner
from blog.transactions import writing


def lines(base: str = "") -> list[str]:
    """The one-time link that creates the owner's account, in words for the terminal; empty where there is an owner.

    `base` is the address that is served where SITE_URL does not say. Ends every link made before; commits.
    """
    if has_owner():
        return []
    with writing():
        token = owner.make_setup_link()
    return [
        "This site has no owner yet. Open this link once, within 24 hours, to make your account:",
        whole_url("setup.page", base=base, token=token),
    ]
