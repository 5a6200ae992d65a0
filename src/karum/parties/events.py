"""What parties tell higher packages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BusinessChanged:
    """What a business shows changed: its name, its town, or whether its shop is on the hub."""

    business_id: int


@dataclass(frozen=True, slots=True)
class PersonClosed:
    """Somebody closed her account: what is hers alone is forgotten, what is in the books stays."""

    person_id: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody signed in, or showed by a code that another address is hers: what she did as a guest there is hers."""

    person_id: int


@dataclass(frozen=True, slots=True)
class IdentityChanged:
    """Who a business is changed: it was founded, its names or its address are new, or other people work in it."""

    business_id: int
