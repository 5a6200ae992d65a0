"""Turn the tables of a country file into a Market. The form of the files: docs/reference/country-files.md."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from karum.rules.domain.expressions import Duty, parse_duty
from karum.rules.domain.measures import (
    Additional,
    Cite,
    Fee,
    Market,
    Preference,
    Rate,
    RateTable,
    Regime,
    Restriction,
    RestrictionKind,
    RestrictionTable,
    Rounding,
    Source,
    Tax,
    Validity,
)
from karum.rules.domain.texts import ASSUMPTIONS, RESTRICTIONS
from karum.rules.strict import Table

CHANNELS = frozenset({"parcel", "consignment"})
MODES = frozenset({"post", "courier", "air", "sea", "road"})
COLLECTORS = ("hub", "carrier", "customs", "seller")
CONFIDENCES = ("A", "B", "C", "M")
MODES_OF_ROUNDING = ("half_up", "down", "up")
EFFECTS = ("adds", "floor", "replaces")
KINDS = ("import", "export", "transport")  # of a restriction; embargoes have a file of their own

Sources = Mapping[str, Cite]


def read_sources(table: Table, checked: date) -> dict[str, Cite]:
    """Read ``[sources.KEY]``: the law, where to check it, how far it is trusted and from when to when it holds."""
    held = table.table("sources")
    sources: dict[str, Cite] = {}
    for key, raw in held.items() if held else []:
        entry = Table(table.file, f"sources.{key}", raw, table.groups)
        url = entry.text("url")
        if not url.startswith("https://"):
            raise entry.fail("url", "must begin with https://")
        start, end = entry.day_or_none("from"), entry.day_or_none("to")
        if start and end and end < start:
            raise entry.fail("to", "lies before from")
        confidence = entry.choice("confidence", CONFIDENCES)
        sources[key] = Cite(
            Source(entry.text("law"), table.file, f"sources.{key}", url),
            Validity(start, end),
            confidence,
            entry.day_or_none("checked") or (None if confidence == "M" else checked),  # memory is unchecked
        )
        entry.done()
    return sources


def cite_of(table: Table, sources: Sources, key: str = "source") -> Cite:
    name = table.text(key)
    if name not in sources:
        raise table.fail(key, f"{name!r} is not among [sources]")
    cite = sources[name]
    start, end = table.day_or_none("from"), table.day_or_none("to")
    return Cite(
        Source(cite.source.law, cite.source.file, table.place or key, cite.source.url),
        Validity(start or cite.valid.start, end or cite.valid.end),
        cite.confidence,
        cite.checked,
    )


def read_market(table: Table, restrictions: Iterable[Restriction], versions: Mapping[str, str]) -> Market:
    """Return the market of one country file. Raises RuleFileError for anything that is not as documented."""
    code, checked = table.text("code"), table.day("checked")
    if code != table.file.removesuffix(".toml"):
        raise table.fail("code", f"is {code!r}, but the file is named {table.file}")
    sources = read_sources(table, checked)
    rounding = table.table("rounding")
    waived = table.table("tax_waived")
    no_tax = table.text_or_none("no_tax")
    if no_tax is not None and no_tax not in sources:
        raise table.fail("no_tax", f"{no_tax!r} is not among [sources]")
    market = Market(
        code=code,
        currency=table.text("currency"),
        union=frozenset({code}),
        duty_base=table.parts("duty_base"),
        base_cite=cite_of(table, sources, "base_source"),
        tariff=RateTable.of(rate for part in table.tables("tariff") for rate in _tariff(part, sources)),
        preferences=tuple(_preference(part, sources) for part in table.tables("preference")),
        additional=tuple(_additional(part, sources) for part in table.tables("additional")),
        taxes=tuple(_tax(part, sources) for part in table.tables("tax")),
        no_tax=sources[no_tax] if no_tax else None,
        fees=tuple(_fee(part, sources) for part in table.tables("fee")),
        regimes=tuple(_regime(part, sources) for part in table.tables("regime")),
        tax_waived=None,
        rounding_duty=_rounding(rounding, "duty"),
        rounding_tax=_rounding(rounding, "tax"),
        duty_collector=table.choice("duty_collector", COLLECTORS, "carrier"),
        assumptions=_assumptions(table),
        checked=checked,
        versions={code: checked.isoformat(), **versions},
        restrictions=RestrictionTable.of(entry for entry in restrictions if entry.reaches(code)),
    )
    if rounding:
        rounding.done()
    if waived is not None:
        amount = waived.amount_or_none("amount")
        if amount is None:
            raise waived.fail("amount", "is missing")
        object.__setattr__(market, "tax_waived", (amount, cite_of(waived, sources)))
        waived.done()
    table.done()
    return market


def read_restrictions(table: Table) -> tuple[Restriction, ...]:
    """Read restrictions.toml, goods that may not come in or only under a condition, or embargoes.toml."""
    sources = read_sources(table, table.day("checked"))
    entries = [
        *(_restriction(part, sources, part.choice("kind", KINDS, "import")) for part in table.tables("restriction")),
        *(_restriction(part, sources, "embargo") for part in table.tables("embargo")),
    ]
    codes = [entry.code for entry in entries]
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise table.fail("code", f"{twice!r} is used twice")
    table.done()
    return tuple(entries)


def _restriction(table: Table, sources: Sources, kind: RestrictionKind) -> Restriction:
    cite = cite_of(table, sources)
    needs = table.texts("needs")
    for need in needs:
        if need not in RESTRICTIONS:
            raise table.fail("needs", f"{need!r} has no text in texts.py")
    everywhere = table.get("destinations") == ["*"]
    restriction = Restriction(
        code=table.text("code"),
        status=table.choice("status", ("allowed", "restricted", "forbidden")),
        destinations=None if everywhere else table.countries("destinations"),
        origins=table.countries_or_none("origins"),
        hs=(*table.prefixes("hs"), *_chapters(table)),
        law=cite.source.law,
        needs=needs,
        cite=cite,
        kind=kind,
        imposer=table.text("imposer") if kind == "embargo" else "",
        destinations_except=table.countries("destinations_except"),
        origins_except=table.countries("origins_except"),
        sellers=table.countries_or_none("sellers"),
        hs_except=table.prefixes("hs_except"),
        channels=frozenset(table.chosen("channels", CHANNELS)),
        modes=frozenset(table.chosen("modes", MODES)),
        regions=frozenset(table.texts("regions")),
    )
    if not restriction.hs:
        raise table.fail("hs", 'is missing; write [""] for all goods')
    if restriction.destinations is not None and not restriction.destinations:
        raise table.fail("destinations", 'is missing; write ["*"] for every country')
    if kind == "export" and restriction.sellers is None:
        raise table.fail("sellers", "is missing: whose exports are controlled")
    if kind == "transport" and not restriction.modes:
        raise table.fail("modes", "is missing")
    table.done()
    return restriction


def read_excise(table: Table) -> tuple[tuple[Additional, frozenset[str]], ...]:
    """Read excise.toml: excise that nearly every country charges, each with the countries that do not."""
    sources = read_sources(table, table.day("checked"))
    found = []
    for part in table.tables("excise"):
        free = part.countries("destinations_except")
        found.append((replace(_additional(part, sources), kind="excise"), free))
    table.done()
    return tuple(found)


def read_member_fees(table: Table) -> dict[str, tuple[Fee, ...]]:
    """Read eu_fees.toml: what single members of the EU charge for a parcel, by member."""
    sources = read_sources(table, table.day("checked"))
    fees: dict[str, tuple[Fee, ...]] = {}
    for part in table.tables("fee"):
        member = part.text("member")
        fees[member] = (*fees.get(member, ()), _fee(part, sources))
    table.done()
    return fees


def _rates(table: Table, cite: Cite) -> list[Rate]:
    """Read ``[x.rates]`` (HS prefix = duty), or one ``rate`` for ``hs`` prefixes and ``chapters`` such as "25-97"."""
    held = table.table("rates")
    rates = [_rate(held, prefix, text, cite) for prefix, text in held.items()] if held else []
    text = table.text_or_none("rate")
    prefixes = (*table.prefixes("hs"), *_chapters(table))
    if text is not None:
        rates += [Rate(prefix, parse_duty(text), cite) for prefix in prefixes or ("",)]
    elif prefixes:
        raise table.fail("rate", "is missing")
    return rates


def _chapters(table: Table) -> list[str]:
    found: list[str] = []
    for span in table.texts("chapters"):
        first, _, last = span.partition("-")
        if not (first.isdigit() and (last or first).isdigit() and 1 <= int(first) <= int(last or first) <= 97):
            raise table.fail("chapters", f'{span!r} must be a chapter or a span such as "25-97"')
        found += [f"{chapter:02}" for chapter in range(int(first), int(last or first) + 1)]
    return found


def _rate(table: Table, prefix: str, text: object, cite: Cite) -> Rate:
    table.prefix(prefix, prefix)
    if not isinstance(text, str):
        raise table.fail(prefix, f'must be a duty in quotes such as "12%", not {text!r}')
    source = cite.source
    placed = Source(source.law, source.file, f"{table.place}.{prefix}", source.url)
    return Rate(prefix, parse_duty(text), Cite(placed, cite.valid, cite.confidence, cite.checked))


def _tariff(table: Table, sources: Sources) -> list[Rate]:
    rates = _rates(table, cite_of(table, sources))
    if not rates:
        raise table.fail("rates", "is missing or empty")
    table.done()
    return rates


def _preference(table: Table, sources: Sources) -> Preference:
    cite = cite_of(table, sources)
    preference = Preference(
        code=table.text("code"),
        origins=table.countries("origins"),
        proof=table.text("proof"),
        table=RateTable.of(_rates(table, cite)),
        excluded_hs=table.prefixes("hs_except"),
        cite=cite,
    )
    if not preference.origins:
        raise table.fail("origins", "is missing or empty")
    table.done()
    return preference


def _additional(table: Table, sources: Sources) -> Additional:
    cite = cite_of(table, sources)
    rates = _rates(table, cite)
    if not rates:
        raise table.fail("rate", "is missing; give rate or a table of rates")
    additional = Additional(
        code=table.text("code"),
        kind=table.choice("kind", ("duty", "fee", "excise"), "duty"),
        origins=table.countries_or_none("origins"),
        origins_except=table.countries("origins_except"),
        table=RateTable.of(rates),
        base=table.parts("base"),
        hs_except=table.prefixes("hs_except"),
        effect=table.choice("effect", EFFECTS, "adds"),
        cap=_cap(table),
        unless=frozenset(table.texts("unless")),
        unless_proof=frozenset(table.texts("unless_proof")),
        cite=cite,
        always=table.flag("always", default=False),
    )
    table.done()
    return additional


def _cap(table: Table) -> Duty | None:
    text = table.text_or_none("cap")
    if text is None:
        return None
    duty = parse_duty(text)
    if not duty.known:
        raise table.fail("cap", f"{text!r} is not a duty")
    return duty


def _rounding(table: Table | None, what: str) -> Rounding:
    if table is None:
        return Rounding()
    mode = table.choice(what, MODES_OF_ROUNDING, "half_up")
    return Rounding(mode, table.number_or_none(f"{what}_base_to"), table.number_or_none(f"{what}_sum_to"))


def _tax(table: Table, sources: Sources) -> Tax:
    cite = cite_of(table, sources)
    rates = _rates(table, cite)
    share_of = _share_of(table)
    for rate in rates:
        if rate.duty.known and rate.duty.rate is None:
            raise table.fail("rates", f'{rate.prefix!r} must be a plain rate such as "20%"')
    held = table.table("regions")
    regions = {name: table.fraction("regions", value) for name, value in held.items()} if held else None
    tax = Tax(
        code=table.text("code"),
        table=RateTable.of(rates),
        base=table.parts("base"),
        regions=regions,
        region_unknown=table.choice("region_unknown", ("apply", "skip", "unknown"), "apply"),
        gross_up=table.flag("gross_up", default=False),
        reduced_possible=table.prefixes("reduced_possible"),
        collector=table.choice("collector", COLLECTORS, "carrier"),
        cite=cite,
        share_of=share_of,
    )
    table.done()
    return tax


def _share_of(table: Table) -> tuple[str, Decimal, Decimal] | None:
    """Read ``share_of`` (the code of the other tax) and ``share``, a fraction such as "22/78"."""
    other, share = table.text_or_none("share_of"), table.text_or_none("share")
    if other is None and share is None:
        return None
    numerator, _, denominator = (share or "").partition("/")
    if other is None or not (numerator.isdigit() and denominator.isdigit() and int(denominator)):
        raise table.fail("share", 'give share_of = "code of the other tax" and share = "22/78"')
    return other, Decimal(numerator), Decimal(denominator)


def _fee(table: Table, sources: Sources) -> Fee:
    cite = cite_of(table, sources)
    fee = Fee(
        code=table.text("code"),
        channels=frozenset(table.chosen("channels", CHANNELS)) or CHANNELS,
        modes=frozenset(table.chosen("modes", MODES | {"unknown"})),
        above=table.amount_or_none("above"),
        at_most=table.amount_or_none("at_most"),
        flat=table.amount_or_none("flat"),
        rate=table.fraction_or_none("rate"),
        floor=table.amount_or_none("floor"),
        ceiling=table.amount_or_none("ceiling"),
        base=table.parts("base", ("goods",)),
        origins_except=table.countries("origins_except"),
        unless_proof=frozenset(table.texts("unless_proof")),
        known=not table.flag("unknown", default=False),
        collector=table.choice("collector", COLLECTORS, "carrier"),
        cite=cite,
    )
    if fee.known and (fee.flat is None) == (fee.rate is None):
        raise table.fail("flat", "give either flat or rate, or unknown = true")
    table.done()
    return fee


def _regime(table: Table, sources: Sources) -> Regime:
    cite = cite_of(table, sources)
    regime = Regime(
        code=table.text("code"),
        channels=frozenset(table.chosen("channels", CHANNELS)) or frozenset({"parcel"}),
        modes=frozenset(table.chosen("modes", MODES)),
        registration=table.text_or_none("registration"),
        basis=table.parts("basis", ("goods",)),
        per=table.choice("per", ("consignment", "item"), "consignment"),
        above=table.amount_or_none("above"),
        at_most=table.amount_or_none("at_most"),
        inclusive=table.flag("inclusive", default=True),
        shipped_from=table.countries_or_none("shipped_from"),
        origins=table.countries_or_none("origins"),
        hs_except=table.prefixes("hs_except"),
        duty=table.choice("duty", ("normal", "none", "flat", "rate", "table", "unknown")),
        duty_table=RateTable.of(_rates(table, cite)),
        duty_flat=table.amount_or_none("duty_flat"),
        duty_rate=table.fraction_or_none("duty_rate"),
        duty_less=table.amount_or_none("duty_less"),
        duty_base=table.parts("duty_base", ()) or None,
        value_factor=table.number_or_none("value_factor"),
        additional=table.flag("additional", default=False),
        tax=table.choice("tax", ("normal", "none", "composite", "included", "unknown")),
        tax_base=table.parts("tax_base", ()) or None,
        tax_hs=table.text_or_none("tax_hs"),
        tax_factor=table.number_or_none("tax_factor"),
        duty_collector=table.choice("duty_collector", COLLECTORS, "carrier"),
        tax_collector=table.choice("tax_collector", COLLECTORS, "carrier"),
        assumptions=_assumptions(table),
        suspended=table.flag("suspended", default=False),
        cite=cite,
    )
    if regime.duty == "table" and not regime.duty_table.rates:
        raise table.fail("rates", "is missing or empty")
    if regime.duty == "flat" and regime.duty_flat is None:
        raise table.fail("duty_flat", "is missing")
    if regime.duty == "rate" and regime.duty_rate is None:
        raise table.fail("duty_rate", "is missing")
    table.done()
    return regime


def _assumptions(table: Table) -> tuple[str, ...]:
    codes = table.texts("assumptions")
    for code in codes:
        if code not in ASSUMPTIONS:
            raise table.fail("assumptions", f"{code!r} has no text in texts.py")
    return codes
