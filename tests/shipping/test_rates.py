"""Which rate applies, and what it costs: pure."""

from hypothesis import given
from hypothesis import strategies as st

from karum.money import Money
from karum.shipping.domain import GoodsBand, RateRule, WeightBand, ZoneRule, decide_options, pick_zone


def rate(
    code: str = "post", bands: tuple[tuple[int, int], ...] = ((500, 400), (2000, 900)), **more: object
) -> RateRule:
    facts: dict[str, object] = {
        "code": code, "name": code.title(), "carrier": "post", "mode": "post", "tracked": True, "insured": False,
        "currency": "GBP", "weight_bands": tuple(WeightBand(*band) for band in bands), "goods_bands": (),
        "days_min": 3, "days_max": 6,
    }  # fmt: skip
    return RateRule(**(facts | more))  # type: ignore[arg-type]


def zone(number: int, *countries: str, rates: tuple[RateRule, ...] = ()) -> ZoneRule:
    return ZoneRule(number, f"zone {number}", frozenset(countries), rates)


GOODS = Money(3000, "GBP")


def test_a_parcel_at_the_bound_is_in_the_band() -> None:
    assert rate().price(500, GOODS) == Money(400, "GBP")
    assert rate().price(501, GOODS) == Money(900, "GBP")


def test_a_parcel_heavier_than_the_last_band_cannot_go() -> None:
    assert rate().price(2001, GOODS) is None
    assert decide_options([zone(1, rates=(rate(),))], "KE", 2001, GOODS) == []


def test_shipping_is_free_from_the_value_on() -> None:
    free = rate(goods_bands=(GoodsBand(3000, 0),))
    assert free.price(100, Money(2999, "GBP")) == Money(400, "GBP")
    assert free.price(100, Money(3000, "GBP")) == Money(0, "GBP")


def test_goods_in_another_currency_reach_no_value() -> None:
    assert rate(goods_bands=(GoodsBand(1, 0),)).price(100, Money(999_999, "VND")) == Money(400, "GBP")


def test_the_zone_that_names_fewer_countries_wins_and_the_world_comes_last() -> None:
    world, europe, france = zone(1), zone(2, "FR", "DE", "IT"), zone(3, "FR")
    assert pick_zone([world, europe, france], "FR") is france
    assert pick_zone([world, europe, france], "DE") is europe
    assert pick_zone([world, europe, france], "KE") is world
    assert pick_zone([europe, france], "KE") is None


def test_a_zone_without_rates_keeps_its_countries_out() -> None:
    assert decide_options([zone(1, rates=(rate(),)), zone(2, "FR")], "FR", 100, GOODS) == []


def test_the_cheapest_option_comes_first() -> None:
    rates = (rate("courier", ((5000, 2500),)), rate("letter", ((2000, 300),)), rate())
    assert [o.code for o in decide_options([zone(1, rates=rates)], "KE", 200, GOODS)] == ["letter", "post", "courier"]


@given(
    bounds=st.lists(st.integers(1, 30_000), min_size=1, max_size=8, unique=True).map(sorted),
    prices=st.lists(st.integers(0, 10_000), min_size=8, max_size=8).map(sorted),
    weights=st.tuples(st.integers(0, 40_000), st.integers(0, 40_000)).map(sorted),
)
def test_a_heavier_parcel_never_costs_less(bounds: list[int], prices: list[int], weights: list[int]) -> None:
    rising = rate(bands=tuple(zip(bounds, prices, strict=False)))
    light, heavy = (rising.price(weight, GOODS) for weight in weights)
    assert heavy is None or (light is not None and light <= heavy)


@given(values=st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(sorted))
def test_more_goods_never_cost_more_to_ship(values: list[int]) -> None:
    rule = rate(goods_bands=(GoodsBand(2000, 200), GoodsBand(5000, 0)))
    less, more = (rule.price(100, Money(value, "GBP")) for value in values)
    assert less is not None
    assert more is not None
    assert more <= less
