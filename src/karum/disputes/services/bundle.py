"""What a bank is sent in reply to a chargeback: the facts of its orders, their invoices, tracking and messages."""

import io
import zipfile
from datetime import datetime

from karum.disputes.domain.files import plain_name
from karum.disputes.queries.cases import CaseView, cases_of_order
from karum.disputes.queries.chargebacks import ChargebackView, ShareView
from karum.disputes.queries.files import path_of
from karum.orders.queries import OrderView
from karum.orders.queries.papers import invoice_kind, paper_of
from karum.shipping import services as shipping


def bundle(chargeback: ChargebackView) -> bytes:
    """A zip: for each order ``order.txt``, ``tracking.txt``, ``messages.txt``, its invoice, and files of its cases.

    In English, the language of the card schemes. The same facts give the same bytes but for the time of the invoices.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for share in chargeback.shares:
            order, folder = share.order, share.order.number
            cases = cases_of_order(order.seller_id, order.key)
            archive.writestr(f"{folder}/order.txt", _order_text(share))
            archive.writestr(f"{folder}/tracking.txt", _tracking_text(order))
            archive.writestr(
                f"{folder}/messages.txt", "\n".join(_case_text(case) for case in cases) or "No messages.\n"
            )
            kind = invoice_kind(order)
            if kind is not None:
                archive.writestr(f"{folder}/{kind}.pdf", shipping.render(kind, paper_of(order, kind), "en"))
            for case in cases:
                for number, file in enumerate(case.files, 1):
                    path = path_of(file.key, file.kind)
                    if path.is_file():
                        name = plain_name(file.name).rsplit(".", 1)[0]
                        archive.write(path, f"{folder}/{case.number}-{number}-{file.side}-{name}{path.suffix}")
    return out.getvalue()


def _order_text(share: ShareView) -> str:
    order = share.order
    rows = [
        ("Order", order.number),
        ("Placed", _moment(order.placed_at)),
        ("Buyer", f"{order.buyer_name} <{order.email}>"),
        ("Delivered to", ", ".join(order.ship_to_lines)),
        ("Seller", f"{order.seller.legal_name}, {order.seller.country}"),
        ("Charged", str(order.total)),
        ("Given back", str(order.refunded)),
        ("This chargeback", f"{share.amount}: {share.row.reason}"),
    ]
    goods = [f"  {line.quantity} x {line.title} ({line.sku})" for line in order.lines]
    trail = [f"  {_moment(event.at)}  {event.role}: {event.action} {event.note}".rstrip() for event in order.events]
    return "\n".join([*(f"{name}: {said}" for name, said in rows), "", "Goods:", *goods, "", "Trail:", *trail, ""])


def _tracking_text(order: OrderView) -> str:
    rows = []
    for parcel in order.parcels:
        rows.append(f"Parcel {parcel.number}: {parcel.carrier_name} {parcel.tracking_number} {parcel.tracking_url}")
        rows += [f"  {_moment(event.at)}  {event.step} {event.place} {event.note}".rstrip() for event in parcel.events]
    return "\n".join([*(rows or ["No parcel is known."]), ""])


def _case_text(case: CaseView) -> str:
    rows = [f"{case.number}: {case.kind}, opened {_moment(case.opened_at)}, {case.outcome or case.stage}"]
    for event in case.events:
        amount = f" {event.amount}" if event.amount else ""
        rows.append(f"  {_moment(event.at)}  {event.side}: {event.action}{amount}")
        rows += [f"    > {line}" for line in event.words.splitlines()]
    return "\n".join([*rows, ""])


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
