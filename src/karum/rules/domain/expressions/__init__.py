"""Duty expressions in the tariff's own words: ``12%``, ``4.7 % + 35.10 EUR / 100 kg``, ``13% MIN 13 GBP/DTN``.

A duty has a plain group and may have minima and maxima. Whatever is not understood ("5% or 16.5%", "The rate
applicable to ...") is kept as an unknown with its text.
"""

from karum.rules.domain.expressions.reading import parse_duty
from karum.rules.domain.expressions.reckon import compute
from karum.rules.domain.expressions.units import UNITS
from karum.rules.domain.expressions.values import Component, Duty, Shortfall, Step, ad_valorem, settle

__all__ = ["UNITS", "Component", "Duty", "Shortfall", "Step", "ad_valorem", "compute", "parse_duty", "settle"]
