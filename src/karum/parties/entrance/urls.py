"""Addresses under ``/account/``, by the names that allauth knows them. Nothing here is about passwords."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path

from karum.parties.entrance import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="account_home"),
    path("login/", views.Enter.as_view(), name="account_login"),
    path("login/", views.Enter.as_view(), name="account_request_login_code"),
    path("login/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("login/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("signup/", views.SignUp.as_view(), name="account_signup"),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.SayAgain.as_view(), name="account_reauthenticate"),
    path("reauthenticate/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("email/", views.ChangeEmail.as_view(), name="account_email"),
    path("email/confirm/", account.email_verification_sent, name="account_email_verification_sent"),
    path("passkeys/", views.Passkeys.as_view(), name="mfa_list_webauthn"),
    path("passkeys/", views.Passkeys.as_view(), name="mfa_index"),
    path("passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/edit/", views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("second-step/", mfa.authenticate, name="mfa_authenticate"),
]
