"""What allauth asks the hub, and how it speaks: in plain language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from karum.parties.events import SignedIn
from karum.parties.locale import SESSION_LANGUAGE, SESSION_PLACE
from karum.parties.models import Person
from karum.parties.services import note_zone
from karum.parties.zone import SESSION_ZONE, device_zone
from karum.runtime import events
from karum.runtime.settings import settings

_SENT = ("account/messages/login_code_sent.txt", "account/messages/email_confirmation_sent.txt")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts: e-mail address and code."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This is the address you sign in with. Choose another one first."),
        "duplicate_email": _("This is your address already."),
        "email_taken": _("This address belongs to another account."),
        "incorrect_code": _("This is not the code in our letter. Look again, or ask for a new one."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then ask for a new code."),
        "same_as_current": _("This is your address already."),
        "rate_limited": _("Too many letters in a short time. Wait a moment, then ask again."),
        "unverified_primary_email": _("Confirm your e-mail address first."),
    }

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in; speak her language and show her prices where no cookie of the browser says otherwise."""
        super().login(request, user)
        if isinstance(user, Person):
            request.session[SESSION_LANGUAGE] = user.language
            request.session[SESSION_PLACE] = f"{user.country}.{user.currency}"
            request.session[SESSION_ZONE] = user.zone
            note_zone(user, device_zone(request))
            events.publish(SignedIn(user.pk))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Another address is hers: she gave the code that was sent there."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            events.publish(SignedIn(email_address.user_id))
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the reader's language: the page's, where she is asking."""
        super().send_mail(template_prefix, email, {"hub_name": settings().hub_name, **context})

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it, except what the next page says itself: that the first letter is on its way."""
        first_letter = message_template in _SENT and request.POST.get("action") != "resend"
        if not first_letter:
            super().add_message(request, level, message_template, message_context, extra_tags, message)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits are counted by; behind a Unix socket all visitors share one."""
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Ways to say again who you are: a code by e-mail, always; a passkey for who has one."""
        if not user.is_authenticated:
            return []
        ways = [{"id": "code", "description": _("Use a code by e-mail"), "url": reverse("account_reauthenticate")}]
        if Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).exists():
            url = reverse("mfa_reauthenticate_webauthn")
            ways.append({"id": "webauthn", "description": _("Use a passkey"), "url": url})
        return ways


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys: a way to sign in instead of the code, never a second lock after it.

    Who loses her telephone can still sign in with a code, so nobody is locked out of her shop.
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The passkey was not accepted. Try again, or sign in with a code by e-mail."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def is_mfa_enabled(self, user: AbstractBaseUser, types: list[str] | None = None) -> bool:
        """No second step after the code."""
        return False

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002
        """A first name for a passkey: "My telephone or computer", then with a number."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        name = gettext("My telephone or computer")
        return f"{name} {count + 1}" if count else name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for the passkey: this host, by the hub's name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings().hub_name}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Whose passkey it is: the name and address that the telephone shows."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        if isinstance(user, Person):
            entity |= {"display_name": str(user), "name": user.email}
        return entity
