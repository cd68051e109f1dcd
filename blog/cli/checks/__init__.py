"""What `flask doctor` looks at: each check tells what it found, and changes nothing."""

from collections.abc import Callable, Iterator

import sqlalchemy as sa

from blog.cli.checks.findings import Finding, State
from blog.cli.checks.ground import database, owner, settings
from blog.cli.checks.guards import guards
from blog.cli.checks.kept import copies, counts, decisions, files, statements, storage
from blog.cli.checks.services import jobs, limits, mail_server
from blog.errors import Unavailable
from blog.extensions import db

# Where this one is broken, those after it could only say so again.
DATABASE = "Database"
Check = Callable[[], Iterator[Finding]]


def checks(*, read: bool) -> dict[str, Check]:
    """Each check by its name, those last that need the database; with `read`, those too that read everything."""
    return {
        "Settings": settings,
        "Storage": storage,
        "Mail": mail_server,
        "Limits": limits,
        DATABASE: database,
        "Guards": guards,
        "Owner": owner,
        "Jobs": jobs,
        "Kept copies": lambda: copies(read=read),
        "Files": files,
        "Statements": statements,
        "Log of decisions": decisions,
    } | ({"Threads": counts} if read else {})


def found_by(name: str, check: Check) -> list[Finding]:
    """What a check finds; one that cannot be made is a finding, too. Good news is told where there is no bad."""
    try:
        found = list(check())
    except Unavailable as error:
        found = [Finding(State.BROKEN, name, error.message)]
    except sa.exc.SQLAlchemyError as error:
        db.session.rollback()
        found = [Finding(State.BROKEN, name, f"The database does not answer this: {_first_line(error)}")]
    return [finding for finding in found if finding.state is not State.OK] or found


def _first_line(error: sa.exc.SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
