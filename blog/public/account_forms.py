"""The forms of accounts. What makes a field right is a rule of `blog.accounts`; a form only asks it."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, ValidationError

from blog.accounts.addresses import normal_address
from blog.accounts.passwords import SHORTEST, checked
from blog.accounts.people import display_name
from blog.errors import Invalid
from blog.site import LANGUAGES

EMAIL = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false", "required": True}
OFFERED = [SelectChoice(tag, name) for tag, name in LANGUAGES.items()]
PASSWORD_HINT = f"At least {SHORTEST} characters. A few words do well."


def by_rule(rule: Callable[[str], object]) -> Callable[[Form, Field], None]:
    """A validator that shows what `rule` says beside the field."""

    def validate(_: Form, field: Field) -> None:
        try:
            rule(field.data or "")
        except Invalid as error:
            raise ValidationError(error.message) from error

    return validate


def _email() -> EmailField:
    return EmailField("Email", validators=[by_rule(normal_address)], render_kw=EMAIL)


def _name() -> StringField:
    kw = {"autocomplete": "nickname", "required": True}
    return StringField("Display name", validators=[by_rule(display_name)], render_kw=kw)


def _password(label: str = "Password", *, new: bool = True) -> PasswordField:
    kw = {"autocomplete": "new-password" if new else "current-password", "required": True}
    rules = [by_rule(checked)] if new else [DataRequired("Type your password.")]
    return PasswordField(label, description=PASSWORD_HINT if new else "", validators=rules, render_kw=kw)


class AccountForm(FlaskForm):
    """A form whose fields can be told what a rule said of them after they were sent."""

    def show(self, error: Invalid) -> None:
        """Put the message beside its field, or above the form where it is about none."""
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


class SignInForm(AccountForm):
    email = EmailField("Email", validators=[DataRequired("Type your address.")], render_kw=EMAIL)
    password = _password(new=False)
    remember = BooleanField("Stay signed in on this device")
    next = HiddenField()


class RegisterForm(AccountForm):
    name = _name()
    email = _email()
    password = _password()
    next = HiddenField()


class AskForMailForm(AccountForm):
    email = _email()


class NewPasswordForm(AccountForm):
    password = _password("New password")


class ChangePasswordForm(AccountForm):
    old_password = _password("Password now", new=False)
    password = _password("New password")


class NameForm(AccountForm):
    name = _name()


class InvitedForm(AccountForm):
    name = _name()
    password = _password()


class SetUpForm(AccountForm):
    token = HiddenField()
    name = _name()
    email = _email()
    password = _password()
    site_name = StringField("The site’s name", render_kw={"required": True})
    language = SelectField("Language", choices=OFFERED, validate_choice=False, default="en")
    time_zone = StringField(
        "Time zone",
        description="Such as Europe/Berlin. It decides the dates in the addresses of posts.",
        render_kw={"list": "time-zones", "autocomplete": "off", "required": True},
    )
