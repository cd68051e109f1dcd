"""The one lock of the desk, and the narrower doors behind it."""

from collections.abc import Callable

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.roles import Act


def room(name: str, act: Act = Act.ENTER_DESK) -> Blueprint:
    """A blueprint of the desk whose every page needs `act`."""
    blueprint = Blueprint(name, __name__)
    blueprint.before_request(needing(act))
    return blueprint


def needing(act: Act) -> Callable[[], ResponseReturnValue | None]:
    """A check before each request: sign in first, then 403 for who may not."""

    def check() -> ResponseReturnValue | None:
        if not current_user.is_authenticated:
            answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            return answer
        current_user.require(act)
        return None

    return check
