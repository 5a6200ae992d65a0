"""Parties: people, businesses and what ties them together."""

import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from karum.parties.domain import Role
from karum.parties.domain.emails import plain_email


class PersonManager(BaseUserManager["Person"]):
    """People are found by their e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=plain_email(username or ""))


class Person(AbstractBaseUser):
    """Someone who signs in. One full name, as she writes it. Nobody has a password: codes by e-mail and passkeys."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    country = models.CharField(max_length=2, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    """In which she reads prices; "" while she has not said."""
    phone = models.CharField(max_length=20, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    """The time zone in which she wants moments told; "" for that of her device."""
    zone_seen = models.CharField(max_length=64, blank=True)
    """Of her device when she signed in last: for letters."""
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    """Made by the seeds: anyone may sign in as her while the hub is in demo mode."""
    demo_about = models.CharField(max_length=200, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """When she closed her account; who she was is forgotten then."""

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_unique")]

    def __str__(self) -> str:
        return self.full_name or self.email


class Business(models.Model):
    """A firm that sells or buys. ``currency`` is the one in which it is paid, ``language`` the one it writes in."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    legal_name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=10, default="en")
    kind = models.CharField(max_length=40, blank=True)
    story = models.TextField(blank=True)
    founded = models.PositiveSmallIntegerField(null=True, blank=True)
    """Year in which the firm began."""
    address = models.JSONField(default=dict, blank=True)
    """Fields of PostalAddress."""
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(country__regex=r"^[A-Z]{2}$"), name="business_country_iso"),
            models.CheckConstraint(condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="business_currency_iso"),
        ]

    def __str__(self) -> str:
        return self.name


class StoryState(models.TextChoices):
    """Who translated a firm's story."""

    HUMAN = "human", _("Translated by a person")
    MACHINE = "machine", _("Machine translation")


class BusinessStory(models.Model):
    """A firm's story in another language than its own, with who translated it."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="stories")
    language = models.CharField(max_length=12)
    text = models.TextField(max_length=2_000)
    author = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=StoryState, default=StoryState.HUMAN)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "language"], name="business_story_one_per_language"),
            models.CheckConstraint(condition=~models.Q(text=""), name="business_story_has_text"),
            models.CheckConstraint(condition=models.Q(state__in=StoryState.values), name="business_story_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.business_id} {self.language}"


class Membership(models.Model):
    """A person works in a business, with one role."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=[(role.value, role.name.lower()) for role in Role])
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "business"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.business}"


def invitation_token() -> str:
    """A secret of 256 bits for the link in the letter."""
    return secrets.token_urlsafe(32)


class Invitation(models.Model):
    """An owner asks someone by e-mail to join her business. Open until accepted, withdrawn or expired."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.PositiveSmallIntegerField(choices=[(role.value, role.name.lower()) for role in Role])
    token = models.CharField(max_length=64, unique=True, default=invitation_token)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "business",
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="invitation_role"),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.business}"


class Address(models.Model):
    """An address that a person keeps for the next order: the fields of PostalAddress."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="addresses")
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=200)
    company = models.CharField(max_length=200, blank=True)
    street = models.TextField(blank=True)
    district = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_default=True), name="address_one_default_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}, {self.country}"


class Identifier(models.Model):
    """A number by which an authority knows a business. ``checked_at``: when its digits were checked, None if never."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=60)
    country = models.CharField(max_length=2, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "scheme", "value"], name="identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Verification(models.Model):
    """A dated statement: what was checked about a business, by whom, how, and until when it speaks."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="verifications")
    scope = models.CharField(max_length=20)
    statement = models.TextField()
    method = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    checked_by = models.CharField(max_length=200)
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("checked_on")),
                name="verification_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} of {self.business} on {self.checked_on}"


class Letter(models.Model):
    """A letter of the demo hub, kept instead of sent, for the page /demo/mailbox."""

    recipient = models.CharField(max_length=254, db_index=True)
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    """What a mail program reads beside the text, such as List-Unsubscribe."""
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject
