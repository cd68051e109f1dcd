"""What is said of a WARC file that cannot be taken. Nothing of it was kept, and there are other ways."""

from blog.errors import Invalid

# A recording of one page with its pictures has a few MB; one of a whole site is not what is asked for.
MOST_UNPACKED = 64_000_000


def refused(what: str) -> Invalid:
    """The refusal, with what to do instead."""
    return Invalid(f"{what} Save the page as HTML or PDF and upload that, or paste its text.", field="file")


def cut_short() -> Invalid:
    return refused("This WARC file is cut short, so nothing was kept. Upload it again if you have it whole.")


def damaged() -> Invalid:
    return refused("This WARC file is damaged, so nothing was kept.")


def too_big() -> Invalid:
    return refused(
        f"This WARC file is more than {MOST_UNPACKED // 1_000_000} MB when unpacked, the most that this site takes, "
        "so nothing was kept. Record the one page alone."
    )
