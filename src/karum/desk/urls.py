"""Addresses of the seller's desk."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from karum.desk.views import (
    cases,
    holiday,
    inbox,
    insight,
    look,
    markets,
    money,
    order_acts,
    order_papers,
    orders,
    product_new,
    product_parts,
    products,
    profile,
    reviews,
    rules,
    shipping,
    start,
    stock,
    transfer,
)

app_name = "desk"

_BUSINESS: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("", orders.queue, "home"),
    ("orders", orders.queue, "orders"),
    ("orders/papers.zip", order_papers.bundle, "bundle"),
    ("orders/labels.pdf", order_papers.labels, "labels"),
    ("orders/shelf", order_papers.shelf, "shelf"),
    ("orders/accept", order_acts.accept_many, "accept-many"),
    ("orders/<uuid:key>", orders.one, "order"),
    ("orders/<uuid:key>/accept", order_acts.accept, "accept"),
    ("orders/<uuid:key>/refuse", order_acts.refuse, "refuse"),
    ("orders/<uuid:key>/pack", order_acts.pack, "pack"),
    ("orders/<uuid:key>/ship", order_acts.ship, "ship"),
    ("orders/<uuid:key>/deliver", order_acts.deliver, "deliver"),
    ("orders/<uuid:key>/ready", order_acts.ready, "ready"),
    ("orders/<uuid:key>/unmet", order_acts.unmet, "unmet"),
    ("orders/<uuid:key>/came-back", order_acts.came_back, "came-back"),
    ("orders/<uuid:key>/refund", order_acts.refund, "refund"),
    ("orders/<uuid:key>/origin", order_acts.origin, "origin"),
    ("orders/<uuid:key>/papers.zip", order_papers.of_order, "order-papers"),
    ("orders/<uuid:key>/<slug:kind>.pdf", order_papers.paper, "paper"),
    ("orders/<uuid:key>/<slug:kind>.<slug:ending>", order_papers.paper, "twin"),
    ("products", products.product_list, "products"),
    ("products/new", product_new.product_new, "product-new"),
    ("products/drafts/<uuid:key>", product_new.product_draft, "product-draft"),
    ("products/import", transfer.bring_in, "import"),
    ("products/import/<int:import_id>", transfer.imported, "import-done"),
    ("products/export", transfer.export, "export"),
    ("products/<int:product_id>", products.product_page, "product"),
    ("products/<int:product_id>/state", products.product_state, "product-state"),
    ("products/<int:product_id>/pictures", product_parts.pictures, "pictures"),
    ("products/<int:product_id>/words", product_parts.words_new, "words-new"),
    ("products/<int:product_id>/words/<slug:language>", product_parts.words_page, "words"),
    ("products/<int:product_id>/markets", markets.markets, "markets"),
    ("products/<int:product_id>/markets.csv", markets.markets_file, "markets-file"),
    ("products/<int:product_id>/offers/new", products.offer_page, "offer-new"),
    ("products/<int:product_id>/offers/<int:offer_id>", products.offer_page, "offer"),
    ("rules", rules.rules, "rules"),
    ("rules/read", rules.rules_read, "rules-read"),
    ("stock", stock.stock, "stock"),
    ("stock.csv", stock.stock_file, "stock-file"),
    ("stock/counted", stock.stock_counted, "stock-counted"),
    ("money", money.overview, "money"),
    ("insight", insight.overview, "insight"),
    ("insight.csv", insight.table, "insight-file"),
    ("money/statement.csv", money.statement, "statement"),
    ("money/statements", money.months, "statements"),
    ("money/statements/<slug:name>.<slug:ending>", money.month, "statement-month"),
    ("money/fees/<slug:number>.pdf", money.invoice, "fee-invoice"),
    ("money/fees/<slug:number>.xml", money.invoice_twin, "fee-invoice-xml"),
    ("shipping", shipping.overview, "shipping"),
    ("shipping/start", shipping.start, "shipping-start"),
    ("shipping/sending", shipping.dispatch, "dispatch"),
    ("shipping/zones/new", shipping.zone, "zone-new"),
    ("shipping/zones/<int:zone_id>", shipping.zone, "zone"),
    ("shipping/zones/<int:zone_id>/remove", shipping.zone_remove, "zone-remove"),
    ("shipping/zones/<int:zone_id>/services/new", shipping.rate, "rate-new"),
    ("shipping/zones/<int:zone_id>/services/<slug:code>", shipping.rate, "rate"),
    ("shipping/zones/<int:zone_id>/services/<slug:code>/remove", shipping.rate_remove, "rate-remove"),
    ("profile", profile.overview, "profile"),
    ("profile/page", profile.page, "page"),
    ("profile/look", look.look, "look"),
    ("profile/words", look.shop_words_new, "shop-words-new"),
    ("profile/words/<slug:language>", look.shop_words, "shop-words"),
    ("profile/address", profile.address, "address"),
    ("profile/holiday", holiday.holiday, "holiday"),
    ("profile/numbers", profile.numbers, "numbers"),
    ("profile/people", profile.people, "people"),
    ("profile/people/<int:person_id>", profile.member, "member"),
    ("profile/invitations/<int:invitation_id>/withdraw", profile.invitation_withdraw, "invitation-withdraw"),
    ("profile/bank", profile.bank, "bank"),
    ("profile/terms", profile.terms, "terms"),
]

_CASES: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("cases", cases.cases, "cases"),
    ("cases/<uuid:key>", cases.case, "case"),
    ("cases/<uuid:key>/<slug:what>", cases.act, "case-act"),
    ("cases/<uuid:key>/files/<uuid:file>", cases.file, "case-file"),
]

_VOICES: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("reviews", reviews.reviews, "reviews"),
    ("reviews/<uuid:key>", reviews.review, "review"),
    ("reviews/<uuid:key>/<slug:what>", reviews.act, "review-act"),
    ("inbox", inbox.inbox, "inbox"),
    ("inbox/replies", inbox.replies, "replies"),
    ("inbox/replies/<int:reply_id>", inbox.reply, "reply"),
    ("inbox/<uuid:key>", inbox.talk, "talk"),
    ("inbox/<uuid:key>/<slug:what>", inbox.act, "talk-act"),
    ("inbox/<uuid:key>/files/<uuid:file>", inbox.picture, "talk-picture"),
    ("orders/<uuid:key>/message", inbox.about_order, "order-message"),
]

urlpatterns: list[URLPattern] = [
    path("desk", start.choose, name="choose"),
    path("desk/new", start.new, name="new"),
    *(
        path(f"desk/<slug:slug>/{rest}" if rest else "desk/<slug:slug>", view, name=name)
        for rest, view, name in [*_BUSINESS, *_CASES, *_VOICES]
    ),
]
