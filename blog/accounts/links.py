"""Whole addresses of this site, for mail and the terminal.

This module may ask which host the request named, though rooms never see a request: without `SITE_URL` nothing else
knows.
"""

from flask import current_app, has_request_context, request

# Where `serve` says that it listens, for its job worker, who is asked nothing; and where it does unless told otherwise.
LOCAL_URL = "LOCAL_URL"
LOCAL = "http://127.0.0.1:8000"


def whole_url(endpoint: str, *, base: str = "", **values: str) -> str:
    """The address of a page with its host: `base`, else SITE_URL, else the host that was asked, else this machine.

    Where mail is real, SITE_URL is required: the host that was asked is the asker's word, and a link with a secret
    must not lead to a host of their choice.
    """
    path: str = current_app.url_map.bind("localhost").build(endpoint, values)
    return (base or site_url()).rstrip("/") + path


def site_url() -> str:
    """The site's own address without a slash at its end: as set, else as it was asked for."""
    root: str = current_app.config["SETTINGS"].site_url
    local: str = current_app.config.get(LOCAL_URL, LOCAL)
    return (root or (request.host_url if has_request_context() else local)).rstrip("/")
