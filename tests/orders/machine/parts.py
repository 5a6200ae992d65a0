"""Orders that are shipped in parts: each part has its own parcels, its own clock and its own share of the money."""

from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from karum.orders.domain.instalments import Way
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, Role, State
from karum.orders.models import OrderLine, Shipment
from karum.orders.services import CannotAct, Done, NotDone, confirm_part, deliver_part
from karum.shipping.domain.parcels import Refused
from karum.shipping.services import add_parcel
from tests.orders.machine.sales import Sales
from tests.orders.machine.world import ANY, ROLES


class InParts(Sales):
    """See the module."""

    def ships_a_part(self, request: OrderRequest) -> None:
        if self.row(request).state == State.ACCEPTED:
            if request.way is Way.DEPOSIT:
                self._next(request)  # ready
                self._next(request)  # and the balance
            self._pack(request, units=1, ships=True)

    @precondition(lambda self: self.placed)
    @rule(which=ANY, units=st.integers(1, 5), ships=st.sampled_from([True, True, False]))
    def pack_a_part(self, which: int, units: int, ships: bool) -> None:
        """Some units go into a parcel; with ``ships`` it is handed over at once."""
        if request := self.pick_in(which, State.ACCEPTED):
            self._pack(request, units, ships)

    def _pack(self, request: OrderRequest, units: int, ships: bool) -> None:
        if request.way is Way.CASH:  # shipped whole
            return
        parcel = add_parcel(
            seller_id=request.seller_id,
            order_key=request.key,
            carrier="Van",
            tracking_number="",
            now=self.now,
            key=uuid4(),
            contents=[(1, units)],
            handed_over=False,
        )
        assert not isinstance(parcel, Refused)
        if ships:
            line = OrderLine.objects.get(order_key=request.key)
            before = line.shipped
            self.act(request, Action.SHIP, Role.SELLER)
            line.refresh_from_db()
            assert before <= line.shipped <= line.quantity

    @precondition(lambda self: self.placed)
    @rule(which=ANY, happens=st.lists(st.sampled_from(["deliver", "confirm"]), min_size=1, max_size=4))
    def a_part_arrives(self, which: int, happens: list[str]) -> None:
        """The carrier or the buyer says so, of parts whose money waits, one after the other."""
        for word in happens:
            parts = list(Shipment.objects.filter(closed_at=None).order_by("order_key", "number"))
            if not parts:
                return
            part = parts[which % len(parts)]
            stopped = next(request for request in self.placed if request.key == part.order_key)
            stops = self.row(stopped).stops
            if word == "deliver":
                answer = deliver_part(part.seller_id, part.order_key, part.number, ROLES[Role.HUB], now=self.now)
            else:
                answer = confirm_part(part.seller_id, part.order_key, part.number, ROLES[Role.BUYER], now=self.now)
                assert not (stops and isinstance(answer, Done)), "money was released although the clock stands"
                assert stops or answer != NotDone(CannotAct.STOPPED)
            self.steps += isinstance(answer, Done)
            self.catch_up()
