"""The pages at the door: allauth's views, with what a hub without passwords needs."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.mixins import NextRedirectMixin
from allauth.account.views import EmailView, LogoutView, RequestLoginCodeView
from allauth.core import ratelimit
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, ListWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.generic.base import RedirectView, View

from karum.parties.entrance.forms import LoginCodeForm
from karum.parties.entrance.fresh import FreshRequired, remember


class Enter(RequestLoginCodeView):  # type: ignore[misc]
    """``/account/login/``: one field, for who comes back and who is new."""

    template_name = "account/login.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> HttpResponseRedirect | None:
        """Who comes back to this page wants another address or a new letter, not the old code page."""
        if request.method == "GET" and "again" not in request.GET:
            pending: HttpResponseRedirect | None = super()._redirect_to_pending_stage(request, stage)
            return pending
        clear_login(request)
        return None


class SignUp(RedirectView):
    """``/account/signup/``: the same door."""

    pattern_name = "account_login"
    query_string = True


class SignOut(LogoutView):  # type: ignore[misc]
    """``/account/logout/``: what this browser kept of her pages and drafts goes with her."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SayAgain(LoginRequiredMixin, NextRedirectMixin, View):  # type: ignore[misc]
    """``/account/reauthenticate/``: a code by e-mail before a key to the account is changed."""

    KEY = "say_again"
    VALID_S = 15 * 60
    TRIES_MAX = 5

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(LoginCodeForm() if self._state() else None)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        refused: HttpResponse | None = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        if refused:
            return refused
        state = self._state()
        if request.POST.get("action") == "send" or state is None:
            return self._send()
        form = LoginCodeForm(request.POST, code=state["code"])
        if form.is_valid():
            del request.session[self.KEY]
            remember(request)
            return HttpResponseRedirect(self._next())
        state["tries"] += 1
        if state["tries"] >= self.TRIES_MAX:
            del request.session[self.KEY]
            messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
            return HttpResponseRedirect(request.get_full_path())
        request.session[self.KEY] = state
        return self._page(form)

    def _send(self) -> HttpResponse:
        person = self.request.user
        assert person.is_authenticated
        code = get_adapter().generate_login_code()
        self.request.session[self.KEY] = {"code": code, "at": time.time(), "tries": 0}
        get_adapter().send_mail("account/email/login_code", person.email, {"code": code, "again": True})
        return HttpResponseRedirect(self.request.get_full_path())

    def _state(self) -> dict[str, Any] | None:
        state = self.request.session.get(self.KEY)
        return state if state and time.time() - state["at"] < self.VALID_S else None

    def _next(self) -> str:
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        host = {self.request.get_host()}
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=host, require_https=self.request.is_secure())
        return wanted if safe else reverse("parties:me")

    def _page(self, form: Form | None) -> HttpResponse:
        ways = [way for way in get_adapter().get_reauthentication_methods(self.request.user) if way["id"] != "code"]
        query = urlencode({"next": self._next()})
        return render(
            self.request,
            "account/reauthenticate.html",
            {"form": form, "next": self._next(), "ways": [{**way, "url": f"{way['url']}?{query}"} for way in ways]},
        )


class ChangeEmail(FreshRequired, EmailView):  # type: ignore[misc]
    """``/account/email/``."""


class Passkeys(ListWebAuthnView):  # type: ignore[misc]
    """``/account/passkeys/``."""


class AddPasskey(FreshRequired, AddWebAuthnView):  # type: ignore[misc]
    """``/account/passkeys/add/``."""


class RenamePasskey(FreshRequired, EditWebAuthnView):  # type: ignore[misc]
    """``/account/passkeys/<pk>/edit/``."""


class RemovePasskey(FreshRequired, RemoveWebAuthnView):  # type: ignore[misc]
    """``/account/passkeys/<pk>/remove/``."""


def too_many(request: HttpRequest) -> HttpResponse:
    """What allauth shows when a limit is reached: the hub's own page 429 (an empty answer becomes it)."""
    return HttpResponse(status=429)


def home(request: HttpRequest) -> HttpResponse:
    """``/account/``: her own page."""
    return redirect("parties:me")
