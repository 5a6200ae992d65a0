"""Addresses of the operator's console."""

from django.urls import URLPattern, path

from karum.hub.views import (
    books,
    fees,
    firms,
    health,
    orders,
    payouts,
    queue,
    screening,
    statements,
    taxes,
    watch,
)

app_name = "hub"
urlpatterns: list[URLPattern] = [
    path("hub", queue.queue, name="queue"),
    path("hub/orders", orders.orders, name="orders"),
    path("hub/orders/<int:seller_id>/<uuid:key>", orders.order, name="order"),
    path("hub/orders/<int:seller_id>/<uuid:key>/act", orders.act_on, name="act"),
    path("hub/payouts", payouts.payouts, name="payouts"),
    path("hub/payouts/run", payouts.run, name="payout_run"),
    path("hub/payouts/<int:run_id>.csv", payouts.download, name="payout_file"),
    path("hub/payouts/<int:run_id>-<slug:slug>.xml", payouts.orders, name="payout_orders"),
    path("hub/payouts/<int:run_id>/move", payouts.move, name="payout_move"),
    path("hub/payouts/<int:run_id>/returned", payouts.returned, name="payout_returned"),
    path("hub/statements", statements.statements, name="statements"),
    path("hub/statements/reconcile", statements.reconcile, name="reconcile"),
    path("hub/statements/<int:entry_id>", statements.entry, name="bank_entry"),
    path("hub/books", books.books, name="books"),
    path("hub/books.journal", books.journal, name="journal"),
    path("hub/taxes", taxes.taxes, name="taxes"),
    path("hub/taxes/<slug:period>.csv", taxes.report, name="taxes_file"),
    path("hub/taxes/<slug:scheme>/<slug:period>.csv", taxes.tax_return, name="tax_return"),
    path("hub/taxes/<slug:scheme>/<slug:period>/declare", taxes.declare, name="tax_declare"),
    path("hub/taxes/<slug:scheme>/<slug:period>/paid", taxes.hand_over, name="tax_paid"),
    path("hub/fees", fees.fees, name="fees"),
    path("hub/fees/issue", fees.issue, name="fees_issue"),
    path("hub/fees/<int:seller_id>/<slug:number>.pdf", fees.invoice, name="fee_invoice"),
    path("hub/watch", watch.watch, name="watch"),
    path("hub/firms", firms.firms, name="firms"),
    path("hub/firms/<slug:slug>", firms.firm, name="firm"),
    path("hub/firms/<slug:slug>/withdraw", firms.withdraw, name="withdraw"),
    path("hub/screening", screening.cases, name="screening"),
    path("hub/screening/<int:case_id>", screening.case, name="screening_case"),
    path("hub/screening/decisions", screening.audit, name="screening_audit"),
    path("hub/screening/decisions.csv", screening.export, name="screening_export"),
    path("hub/screening/lists", screening.lists, name="screening_lists"),
    path("hub/health", health.health, name="health"),
]
