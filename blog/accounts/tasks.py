"""The jobs of this room."""

from blog.accounts import mail
from blog.jobs import task


@task(mail.TASK)
def send_mail(*, to: str, subject: str, text: str, html: str) -> None:
    """Send one mail. A worker that dies between sending and noting it sends it twice; none is lost."""
    mail.deliver(mail.compose(to=to, subject=subject, text=text, html=html))
