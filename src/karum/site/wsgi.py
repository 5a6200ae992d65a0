"""Django as a WSGI application."""

import os
from typing import Any
from wsgiref.util import setup_testing_defaults

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_resolver


class Handler(WSGIHandler):
    """Django's handler that leaves the name of the matched route for the figures, and kept pages for the counter."""

    def __init__(self) -> None:
        super().__init__()
        from karum.shop.counter import counter  # after Django has been set up

        self.note = counter.note

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        response = super().get_response(request)
        match = request.resolver_match
        request.META["karum.route"] = match.view_name if match else "none"
        if isinstance(response, HttpResponse):
            self.note(request, response)
        return response


def make() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
    django.setup(set_prefix=False)
    assert get_resolver().url_patterns  # every view is loaded now: what is broken stops the start, not a visitor
    return Handler()


def warm() -> None:
    """Answer the home page once to nobody: templates, rules and translations are read before the first visitor."""
    environ: dict[str, Any] = {"HTTP_HOST": "localhost", "PATH_INFO": "/"}
    setup_testing_defaults(environ)
    response = application(environ, lambda status, headers: None)
    response.close()


application = make()
