"""A person with a browser: follows links, fills in the forms that a page really has, and sends them."""

from typing import Any

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse


class Reader:
    """One browser with its own cookies. `page` is the parsed answer to the last request."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.answer: TestResponse
        self.url = "/"

    @property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.answer.get_data(as_text=True))

    @property
    def text(self) -> str:
        """The words of the page, white space collapsed."""
        return " ".join(self.page.text_content().split())

    @property
    def status(self) -> int:
        return self.answer.status_code

    def get(self, url: str, **kwargs: Any) -> "Reader":
        self.answer = self.client.get(url, follow_redirects=True, **kwargs)
        self.url = self.answer.request.path
        return self

    def post(self, url: str, **kwargs: Any) -> "Reader":
        self.answer = self.client.post(url, follow_redirects=True, **kwargs)
        self.url = self.answer.request.path
        return self

    def form(self, button: str) -> html.FormElement:
        """The form on the page that has a button with these words."""
        for form in self.page.forms:
            if any(" ".join(b.text_content().split()) == button for b in form.iter("button")):
                return form
        raise AssertionError(f"No form with a button “{button}” on {self.url}")

    def submit(self, button: str, **fields: str) -> "Reader":
        """Fill in `fields` by name, leave the others as the page has them, and press `button`."""
        return self.send(self.filled(button, **fields))

    def filled(self, button: str, **fields: str) -> tuple[str, dict[str, Any]]:
        """What pressing `button` would send: the address and the data."""
        form = self.form(button)
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        unknown = set(fields) - set(form.fields.keys())
        if unknown:
            raise AssertionError(f"The form has no field {sorted(unknown)}, but {sorted(form.fields.keys())}")
        data.update(fields)
        pressed = next(b for b in form.iter("button") if " ".join(b.text_content().split()) == button)
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        return pressed.get("formaction") or form.get("action") or self.url, data

    def send(self, filled: tuple[str, dict[str, Any]]) -> "Reader":
        return self.post(filled[0], data=filled[1])

    def publish(self, **fields: str) -> "Reader":
        """From the editor: save, go on to the dialogue, pass over whatever was found, and publish."""
        self.submit("Publish…", **fields)
        address, data = self.filled("Publish now")
        return self.send((address, data | {"passed": self.page.xpath("//input[@name='passed']/@value")}))

    def sign_in(self, email: str, password: str = "correct horse battery") -> "Reader":
        self.get("/login").submit("Sign in", email=email, password=password)
        return self

    def error_beside(self, field: str) -> str:
        """The message that stands beside the field called `field`, found as assistive technology finds it."""
        named = self.page.xpath("//*[@name=$name]", name=field)
        control = next((element for element in named if element.get("aria-invalid")), named[0])
        ids = (control.get("aria-describedby") or "").split()
        found = [e for i in ids for e in self.page.xpath("//*[@id=$i and contains(@class, 'error')]", i=i)]
        return " ".join(" ".join(e.text_content().split()) for e in found)
