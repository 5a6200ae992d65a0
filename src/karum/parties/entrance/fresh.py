"""Before a key to the account is changed, the person says again who she is."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

FRESH_S = 15 * 60


def is_fresh(request: HttpRequest) -> bool:
    """Whether she has shown a code or passkey in this session within the last 15 minutes."""
    shown = get_authentication_records(request, request.user)
    return bool(shown) and time.time() - shown[-1]["at"] < FRESH_S


def remember(request: HttpRequest) -> None:
    """She has just shown a code."""
    record_authentication(request, request.user, method="code", reauthenticated=True)


class FreshRequired(LoginRequiredMixin):
    """A view that only a freshly recognised person reaches."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_fresh(request):
            back = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{back}")
        return super().dispatch(request, *args, **kwargs)
