"""Bring products in as CSV, take everything out as a zip."""

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from karum.catalogue.queries import access_import, imports_of_seller
from karum.catalogue.services import (
    NotAccepted,
    begin_import,
    export_seller,
    export_shopify,
    import_products,
    table_as_shopify,
    table_columns,
)
from karum.desk.forms.columns import ColumnsForm
from karum.desk.forms.transfer import TABLE, ImportForm
from karum.desk.views.door import Desk, door, may_publish, show
from karum.parties.domain import Role
from karum.runtime.settings import settings

AGAIN_S = 3
TRIED = 200
"""Products of a file that a trial run looks at: its seller waits for it."""


@require_http_methods(["GET", "POST"])
@door("products", need=Role.MANAGER)
def bring_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A trial run first; nothing is written until the real one is asked for. A large file is done by the worker."""
    form = ImportForm(request.POST or None, request.FILES or None, business=desk.business)
    report = columns = None
    if request.method == "POST" and form.is_valid():
        source, content = form.cleaned_data["source"], form.cleaned_data["file"].read()
        if source == TABLE:
            source = "shopify"
            content, columns = _by_columns(request, form, content)
        if not content:
            pass  # the seller says first which column is which, or what is wrong
        elif "trial" in request.POST or not may_publish(request, desk):
            report = import_products(
                desk.seller_id,
                source,
                content,
                defaults=form.defaults,
                dry_run=True,
                at_most=TRIED,
            )
            if report.refused:
                form.add_error("file", report.refused)
        elif (import_id := _begun(desk, form, source, content)) is not None:
            return redirect("desk:import-done", desk.business.slug, import_id)
    asked = columns is not None and not columns.is_bound
    status = 422 if request.method == "POST" and not asked and (report is None or report.refused) else 200
    context = {
        "form": form,
        "columns": columns,
        "report": report,
        "imports": imports_of_seller(desk.seller_id),
        "feed": _feed(desk),
    }
    return show(request, desk, "import.html", context, status=status)


def _feed(desk: Desk) -> str:
    """Her own feed for her own country, in her language where the hub has it."""
    language = desk.business.language if desk.business.language in dict(django_settings.LANGUAGES) else "en"
    return f"{settings().base_url}/s/{desk.business.slug}/google/{desk.business.country}/{language}.xml"


def _by_columns(request: HttpRequest, form: ImportForm, content: bytes) -> tuple[bytes, ColumnsForm | None]:
    """A table as a file that can be read, empty until its seller has said which column is which; and her choices."""
    columns = None
    try:
        found = table_columns(content)
        columns = ColumnsForm(request.POST if "column-unit" in request.POST else None, columns=found, prefix="column")
        if columns.is_bound and columns.is_valid():
            return table_as_shopify(content, columns.chosen, columns.cleaned_data["unit"]), columns
    except NotAccepted as refused:
        form.add_error("file", " ".join(refused.problems.values()))
    return b"", columns


def _begun(desk: Desk, form: ImportForm, source: str, content: bytes) -> int | None:
    try:
        return begin_import(
            desk.seller_id,
            source,
            content,
            name=form.cleaned_data["file"].name,
            defaults=form.defaults,
            now=timezone.now(),
        )
    except NotAccepted as refused:
        form.add_error("file", " ".join(refused.problems.values()))
        return None


@require_GET
@door("products", need=Role.MANAGER)
def imported(request: HttpRequest, desk: Desk, import_id: int) -> HttpResponse:
    """How far an import is; the page comes again by itself until it is done."""
    found = access_import(desk.seller_id, import_id)
    response = show(request, desk, "imported.html", {"found": found})
    if not found.is_done:
        response.headers["Refresh"] = str(AGAIN_S)
    return response


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
