"""The firm's page, its address and numbers, its people, its bank account."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karum.desk.forms.bank import BankForm
from karum.desk.forms.terms import TermsForm
from karum.desk.views.door import Desk, door, show
from karum.orders import queries as orders
from karum.orders import services as orders_writes
from karum.orders.terms import terms as hub_terms
from karum.parties import queries as parties
from karum.parties import services as parties_writes
from karum.parties.domain import SCHEMES, Role, address_lines
from karum.parties.forms import BusinessForm, IdentifierForm, InvitationForm, address_form_for
from karum.parties.services import Refused
from karum.parties.speech import translated
from karum.payments import queries as payments
from karum.payments import services as payments_writes
from karum.runtime.wording import moment_text, percent_text

MANAGER, OWNER = Role.MANAGER, Role.OWNER


@require_GET
@door("profile", need=MANAGER)
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    allowed = orders.payment_terms([desk.seller_id])[desk.seller_id]
    context = {
        "address": parties_lines(desk),
        "numbers": [(translated(SCHEMES[n.scheme]), n) for n in desk.business.identifiers if n.scheme in SCHEMES],
        "verifications": [v for v in parties.verifications(desk.seller_id) if v.current],
        "members": [(m, translated(m.role.label)) for m in parties.members(desk.seller_id)],
        "accounts": payments.bank_accounts(desk.seller_id),
        "pay_terms": allowed,
        "deposit_percent": percent_text(Decimal(allowed.deposit_bp) / 10_000),
    }
    return show(request, desk, "profile.html", context)


def parties_lines(desk: Desk) -> list[str]:
    """The firm's address as it stands on papers; empty while it has none."""
    return address_lines(desk.business.address) if desk.business.address.street else []


@require_http_methods(["GET", "POST"])
@door("profile", need=MANAGER)
def page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the shop's page says."""
    form = BusinessForm(request.POST or None, card=desk.business)
    if request.method == "POST" and form.is_valid():
        parties_writes.edit_business(desk.seller_id, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(desk.url("profile"))
    status = 422 if request.method == "POST" else 200
    return show(request, desk, "profile_form.html", {"form": form, "title": _("Your page")}, status=status)


@require_http_methods(["GET", "POST"])
@door("profile", need=MANAGER)
def address(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Where the firm is. Its country stays."""
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        data["country"] = desk.business.country
    form = address_form_for(desk.business.country, data=data, initial=desk.business.address)
    if request.method == "POST" and form.is_valid():
        parties_writes.edit_business(desk.seller_id, address=form.address)
        messages.success(request, _("Saved."))
        return redirect(desk.url("profile"))
    status = 422 if request.method == "POST" else 200
    return show(request, desk, "profile_form.html", {"form": form, "title": _("Address")}, status=status)


@require_http_methods(["GET", "POST"])
@door("profile", need=MANAGER)
def numbers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Tax, customs and register numbers."""
    if request.method == "POST" and "remove" in request.POST:
        scheme, _colon, value = request.POST["remove"].replace("\0", "").partition(":")
        parties_writes.remove_identifier(desk.seller_id, scheme, value)
        messages.success(request, _("The number is gone."))
        return redirect(desk.url("numbers"))
    form = IdentifierForm(request.POST or None, country=desk.business.country)
    if request.method == "POST" and form.is_valid():
        made = parties_writes.add_identifier(desk.seller_id, form.cleaned_data["scheme"], form.cleaned_data["value"])
        if not isinstance(made, Refused):
            messages.success(request, _("Saved."))
            return redirect(desk.url("numbers"))
        form.add_error("value", translated(made.message))
    rows = [(translated(SCHEMES[n.scheme]), n) for n in desk.business.identifiers if n.scheme in SCHEMES]
    status = 422 if request.method == "POST" else 200
    return show(request, desk, "profile_numbers.html", {"form": form, "rows": rows}, status=status)


@require_http_methods(["GET", "POST"])
@door("profile", need=OWNER)
def people(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who works here; invitations go by e-mail."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = parties_writes.invite(
            desk.seller_id, form.cleaned_data["email"], form.cleaned_data["role"], by=desk.person
        )
        if not isinstance(made, Refused):
            messages.success(request, _("The invitation is on its way. It is good for 14 days."))
            return redirect(desk.url("people"))
        for field, message in made.messages.items():
            form.add_error(field or None, translated(message))
    context = {
        "form": form,
        "members": [(m, translated(m.role.label)) for m in parties.members(desk.seller_id)],
        "roles": [(role, translated(role.label), translated(role.about)) for role in Role],
        "invitations": [(row, translated(Role(row.role).label)) for row in parties.open_invitations(desk.seller_id)],
    }
    return show(request, desk, "profile_people.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@door("profile", need=OWNER)
def member(request: HttpRequest, desk: Desk, person_id: int) -> HttpResponse:
    """Give a member another role, or end her work here."""
    if not any(m.person_id == person_id for m in parties.members(desk.seller_id)):
        raise Http404
    if "remove" in request.POST:
        refused = parties_writes.remove_member(desk.seller_id, person_id)
    else:
        try:
            role = Role.named(request.POST.get("role", ""))
        except ValueError:
            raise Http404 from None
        refused = parties_writes.change_role(desk.seller_id, person_id, role)
    if refused:
        messages.error(request, translated(refused.message))
    else:
        messages.success(request, _("Saved."))
    still_here = parties.role_in(desk.person, desk.seller_id)
    return redirect(desk.url("people") if still_here == OWNER else "/desk")


@require_POST
@door("profile", need=OWNER)
def invitation_withdraw(request: HttpRequest, desk: Desk, invitation_id: int) -> HttpResponse:
    parties_writes.withdraw_invitation(desk.seller_id, invitation_id)
    messages.success(request, _("The invitation does not work any more."))
    return redirect(desk.url("people"))


@require_http_methods(["GET", "POST"])
@door("profile", need=OWNER)
def bank(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The account that payouts go to, in the firm's currency."""
    currency = desk.business.currency
    known = payments.bank_account(desk.seller_id, currency)
    initial = {"holder": known.holder if known else desk.business.legal_name}
    if known:
        initial |= {"country": known.country, "bank_code": known.bank_code}
    form = BankForm(request.POST or None, currency=currency, home=desk.business.country, initial=initial)
    if request.method == "POST" and form.is_valid():
        errors = payments_writes.save_bank_account(desk.seller_id, form.details(), now=timezone.now())
        if not errors:
            saved, now = payments.bank_account(desk.seller_id, currency), timezone.now()
            if saved and saved.usable_from and saved.usable_from > now:
                said = _("Saved. Payouts go to this account from %(moment)s on. The owners were told of the change.")
                messages.success(request, said % {"moment": moment_text(saved.usable_from)})
            else:
                messages.success(request, _("Saved. The next payout goes to this account."))
            return redirect(desk.url("profile"))
        form.refuse(errors)
    status = 422 if request.method == "POST" else 200
    return show(request, desk, "profile_bank.html", {"form": form, "known": known, "currency": currency}, status=status)


@require_http_methods(["GET", "POST"])
@door("profile", need=OWNER)
def terms(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What buyers may do instead of paying all at once."""
    allowed = orders.payment_terms([desk.seller_id])[desk.seller_id]
    form = TermsForm(request.POST or None, allowed=allowed, currency=desk.business.currency)
    if request.method == "POST" and form.is_valid():
        orders_writes.set_payment_terms(desk.seller_id, form.chosen(), now=timezone.now())
        messages.success(request, _("Saved. It counts for orders from now on."))
        return redirect(desk.url("profile"))
    status = 422 if request.method == "POST" else 200
    hub = hub_terms()
    context = {
        "form": form,
        "unpaid_share": percent_text(Decimal(hub.unpaid_keep_bp) / 10_000),
        "cancel_share": percent_text(Decimal(hub.cancel_keep_bp) / 10_000),
    }
    return show(request, desk, "profile_terms.html", context, status=status)
