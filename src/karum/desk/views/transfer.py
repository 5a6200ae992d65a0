"""Bring products in as CSV, take everything out as a zip."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from karum.catalogue.services import ImportDefaults, export_seller, export_shopify, import_shopify
from karum.desk.forms.transfer import ImportForm
from karum.desk.views.door import Desk, door, may_publish, show
from karum.parties.domain import Role


@require_http_methods(["GET", "POST"])
@door("products", need=Role.MANAGER)
def bring_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A trial run first; nothing is written until the real one is asked for."""
    form = ImportForm(request.POST or None, request.FILES or None, business=desk.business)
    report = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        report = import_shopify(
            desk.seller_id,
            data["file"].read(),
            defaults=ImportDefaults(
                category=data["category"], hs_code=data["hs_code"], origin=data["origin"], language=data["language"]
            ),
            dry_run="trial" in request.POST or not may_publish(request, desk),
        )
        if report.refused:
            form.add_error("file", report.refused)
    status = 422 if request.method == "POST" and (report is None or report.refused) else 200
    return show(request, desk, "import.html", {"form": form, "report": report}, status=status)


@require_GET
@door("products", need=Role.MANAGER)
def export(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Everything of the seller's catalogue; ``?form=shopify`` only the products as Shopify's CSV."""
    day = timezone.localdate().isoformat()
    if request.GET.get("form") == "shopify":
        response = HttpResponse(export_shopify(desk.seller_id), content_type="text/csv; charset=utf-8")
        name = f"{desk.business.slug}-products-{day}.csv"
    else:
        response = HttpResponse(export_seller(desk.seller_id), content_type="application/zip")
        name = f"{desk.business.slug}-{day}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
