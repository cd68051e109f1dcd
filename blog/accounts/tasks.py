"""The jobs of this room."""

from blog.accounts import keeping, mail
from blog.jobs import task
from blog.transactions import writing


@task(mail.TASK)
def send_mail(*, to: str, subject: str, text: str, html: str, headers: dict[str, str] | None = None) -> None:
    """Send one mail. A worker that dies between sending and noting it sends it twice; none is lost."""
    mail.deliver(mail.compose(to=to, subject=subject, text=text, html=html, headers=headers))


@task(keeping.PURGE)
def purge_kept_text() -> None:
    """Delete the text of people who did not come back for it within its day."""
    with writing():
        keeping.purge()
