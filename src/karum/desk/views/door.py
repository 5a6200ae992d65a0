"""The only way to a page of the desk: it checks who knocks, and for which business."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from karum.compliance.queries import may_trade
from karum.desk.queries.tasks import Task, tasks
from karum.parties.domain import Role
from karum.parties.queries import BusinessCard, Person, access_business, role_in
from karum.shipping.domain.holidays import Holiday
from karum.shipping.domain.promise import holiday_on, seller_day
from karum.shipping.queries import dispatch_of
from karum.talk.queries import unread

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, "Desk", P], HttpResponse]
View = Callable[Concatenate[HttpRequest, str, P], HttpResponse]

SECTIONS = (
    ("orders", _("Orders"), "box", Role.PACKER),
    ("inbox", _("Inbox"), "chat", Role.PACKER),
    ("cases", _("Cases"), "scales", Role.PACKER),
    ("reviews", _("Reviews"), "star", Role.PACKER),
    ("products", _("Products"), "tag", Role.MANAGER),
    ("stock", _("Stock"), "chart", Role.MANAGER),
    ("money", _("Money"), "coins", Role.MANAGER),
    ("insight", _("Insight"), "chart", Role.MANAGER),
    ("shipping", _("Shipping"), "truck", Role.MANAGER),
    ("profile", _("Shop"), "shop", Role.MANAGER),
)


@dataclass(frozen=True)
class Desk:
    """Who sits at the desk of which business."""

    person: Person
    business: BusinessCard
    role: Role
    section: str

    @property
    def seller_id(self) -> int:
        return self.business.id

    @property
    def is_manager(self) -> bool:
        return self.role >= Role.MANAGER

    @property
    def is_owner(self) -> bool:
        return self.role >= Role.OWNER

    @cached_property
    def may_trade(self) -> bool:
        """Whether the business may publish and be paid out: screening holds nothing about it."""
        return may_trade(self.seller_id)

    @cached_property
    def next_step(self) -> Task | None:
        """What comes next in opening the shop, on every page but the first, which has the whole list."""
        if self.section == "orders" or not self.is_manager:
            return None
        left = [task for task in tasks(self.business) if not task.done]
        return next((task for task in left if task.page != "bank" or self.is_owner), None)

    @cached_property
    def holiday(self) -> Holiday | None:
        """The holiday that is on or comes next."""
        dispatch = dispatch_of(self.seller_id)
        today, _late = seller_day(dispatch, timezone.now())
        return dispatch.holiday if dispatch.holiday and not dispatch.holiday.is_over(today) else None

    @property
    def is_away(self) -> bool:
        """Whether that holiday is on today."""
        return holiday_on(dispatch_of(self.seller_id), timezone.now()) is not None

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The sections that this role may open."""
        return [
            {
                "label": label,
                "icon": icon,
                "url": self.url(name),
                "here": name == self.section,
                "count": unread(self.seller_id) if name == "inbox" else 0,
            }
            for name, label, icon, need in SECTIONS
            if self.role >= need
        ]

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"desk:{name}", args=[self.business.slug, *args])


def door(section: str, *, need: Role = Role.PACKER) -> Callable[[Page[P]], View[P]]:
    """Open the page to members of the business with at least the role ``need``.

    A guest is asked to sign in; a stranger gets 404, as if there were no such business; a smaller role gets 403.
    """

    def build(page: Page[P]) -> View[P]:
        @wraps(page)
        def view(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            person = cast("Person", request.user)
            business = access_business(person, slug, need=need)
            role = role_in(person, business.id)
            assert role is not None
            return page(request, Desk(person, business, role, section), *args, **kwargs)

        guarded = login_required(view)
        guarded.need = need  # type: ignore[attr-defined]  # the tests walk every address with too small a role
        return cast("View[P]", guarded)

    return build


def may_publish(request: HttpRequest, desk: Desk) -> bool:
    """Whether something may be put on sale now; says why when it may not."""
    if not desk.may_trade:
        messages.warning(request, gettext("It is not on sale yet: we must check one thing about your firm first."))
    return desk.may_trade


def show(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Write one page of the desk."""
    return render(request, f"desk/{template}", {"desk": desk, **context}, status=status)
