"""The English sentences of the rules, by code. They are msgids: change one only together with its translations."""

from collections.abc import Mapping


def gettext_noop(text: str) -> str:
    """Mark ``text`` for extraction; return it unchanged."""
    return text


WHY_APPLIED: Mapping[str, str] = {
    "duty_mfn": gettext_noop("The ordinary (MFN) duty for HS %(prefix)s is %(rate)s."),
    "duty_mfn_free": gettext_noop("Goods of HS %(prefix)s are free of duty."),
    "duty_specific": gettext_noop("The ordinary (MFN) duty for HS %(prefix)s is %(text)s."),
    "duty_preference": gettext_noop("Goods of %(origin)s pay %(text)s under %(scheme)s, with a proof of origin."),
    "duty_override": gettext_noop("The duty of %(text)s was given with the request, not taken from the tariff."),
    "duty_within_union": gettext_noop("No duty: the goods do not cross a customs border."),
    "duty_low_value": gettext_noop("No duty: goods up to %(limit)s are relieved of it."),
    "duty_regime_none": gettext_noop("No duty is charged under the regime %(regime)s."),
    "duty_flat": gettext_noop("A flat duty of %(flat)s for each tariff item in a parcel worth up to %(limit)s."),
    "duty_flat_shared": gettext_noop("Goods of the same tariff item share one flat duty."),
    "duty_simplified": gettext_noop("A single rate of %(rate)s is charged on parcels under the regime %(regime)s."),
    "duty_unknown": gettext_noop("The duty for HS %(hs_code)s is not on file."),
    "duty_ambiguous": gettext_noop("HS %(hs_code)s covers tariff lines with different duties: %(text)s."),
    "duty_not_computable": gettext_noop("The duty is %(text)s, and a fact needed to compute it is missing."),
    "duty_regime_unknown": gettext_noop("Which regime applies is not known, so the duty is not known."),
    "additional_duty": gettext_noop("An additional charge of %(text)s applies to goods of %(origin)s."),
    "additional_net": gettext_noop(
        "An additional duty brings the duty on goods of %(origin)s up to %(text)s; the ordinary duty counts towards it."
    ),
    "additional_replaces": gettext_noop(
        "A duty of %(text)s takes the place of the ordinary duty for goods of %(origin)s."
    ),
    "additional_levy": gettext_noop("A levy of %(text)s is charged on imports."),
    "additional_unknown": gettext_noop("An additional charge applies to goods of %(origin)s; its rate is not on file."),
    "tax_rate": gettext_noop("Import tax of %(rate)s on the value shown."),
    "tax_at_checkout": gettext_noop("Tax of %(rate)s is collected at checkout: the parcel is worth up to %(limit)s."),
    "tax_within_union": gettext_noop("Tax of %(rate)s of the destination is collected at checkout."),
    "tax_region": gettext_noop("Tax of %(rate)s in %(region)s."),
    "tax_share": gettext_noop("%(share)s of the sum of %(other)s."),
    "tax_gross_up": gettext_noop("Tax of %(rate)s, counted as a share of the price that includes it."),
    "tax_composite": gettext_noop("The composite tax on cross-border retail is %(rate)s of the value."),
    "tax_waived": gettext_noop("Tax up to %(limit)s is not levied."),
    "tax_low_value": gettext_noop("No tax: goods up to %(limit)s are relieved of it."),
    "tax_included": gettext_noop("Tax is included in the single rate."),
    "tax_regime_none": gettext_noop("No tax is charged under the regime %(regime)s."),
    "tax_none": gettext_noop("This destination levies no tax on imports at the border."),
    "tax_unknown": gettext_noop("The import tax of this destination is not on file."),
    "tax_base_unknown": gettext_noop("The tax is %(rate)s of a value that includes the duty, which is not known."),
    "tax_region_unknown": gettext_noop("A tax of the state or province is added; it depends on the region."),
    "tax_regime_unknown": gettext_noop("Which regime applies is not known, so the tax is not known."),
    "fee_flat": gettext_noop("A charge of %(flat)s for each consignment."),
    "fee_rate": gettext_noop("%(rate)s of the customs value."),
    "fee_floor": gettext_noop("%(rate)s of the customs value, at least %(limit)s."),
    "fee_ceiling": gettext_noop("%(rate)s of the customs value, at most %(limit)s."),
    "fee_unknown": gettext_noop("This charge exists; its amount is not on file."),
    "fee_base_unknown": gettext_noop("%(rate)s of a value that is not known."),
}

WHY_NOT: Mapping[str, str] = {
    "not_preference_no_proof": gettext_noop("%(scheme)s would lower the duty; no proof of origin was given."),
    "not_regime_value": gettext_noop(
        "%(regime)s does not apply: the value of %(value)s is outside its limit of %(limit)s."
    ),
    "not_regime_suspended": gettext_noop("%(regime)s does not apply: it is suspended."),
    "not_regime_registration": gettext_noop(
        "%(regime)s does not apply: there is no registration for %(registration)s."
    ),
    "not_regime_mode": gettext_noop("%(regime)s does not apply: it is not known that the goods travel by %(mode)s."),
    "not_regime_goods": gettext_noop("%(regime)s does not apply to goods of HS %(hs_code)s."),
    "not_additional_goods": gettext_noop("Not charged: goods of HS %(hs_code)s are exempted."),
    "not_additional_excluded": gettext_noop("Not charged: %(other)s applies instead."),
    "not_additional_proof": gettext_noop("Not charged: the goods qualify under %(other)s."),
    "not_replaced": gettext_noop("Not charged: %(other)s takes its place."),
    "not_fee_proof": gettext_noop("Not charged: the goods qualify under %(other)s."),
    "not_mfn": gettext_noop(
        "The ordinary duty of %(text)s is not charged: a proof of origin for %(scheme)s was given."
    ),
}

MISSING: Mapping[str, str] = {
    "missing_hs_code": gettext_noop("The HS code of the goods."),
    "missing_hs_digits": gettext_noop("More digits of the HS code: the duty differs within %(hs_code)s."),
    "missing_origin": gettext_noop("The country of origin of the goods."),
    "missing_duty_rate": gettext_noop("The duty rate for HS %(hs_code)s in %(market)s."),
    "missing_additional_rate": gettext_noop("The rate of %(code)s for goods of %(origin)s."),
    "missing_tax_rate": gettext_noop("The import tax rate in %(market)s."),
    "missing_fee": gettext_noop("The amount of %(code)s."),
    "missing_fees": gettext_noop("The fees at the border."),
    "missing_regime": gettext_noop("How %(market)s treats a parcel of this value."),
    "missing_market": gettext_noop("The import rules of %(market)s."),
    "missing_fx": gettext_noop("An exchange rate between %(a)s and %(b)s."),
    "missing_region": gettext_noop("The state or province of the buyer."),
    "missing_measure": gettext_noop("The quantity of the goods in the unit %(unit)s."),
    "missing_weight": gettext_noop("The weight of the goods."),
    "missing_part": gettext_noop("The value of a part of the goods: %(part)s."),
}

ASSUMPTIONS: Mapping[str, str] = {
    "assume_registered": gettext_noop("The hub is registered for %(registration)s and collects the tax at checkout."),
    "assume_standard_rate": gettext_noop("The standard tax rate is used; a reduced rate may apply to these goods."),
    "assume_freight_by_value": gettext_noop("Freight and insurance are shared between the items by their value."),
    "assume_carrier_fee": gettext_noop("The carrier may add its own fee for clearing the goods; it is not counted."),
    "assume_post": gettext_noop("The parcel is taken to travel by post; a courier may have other limits."),
    "assume_not_sea": gettext_noop("The goods are taken not to travel by sea; a harbour fee is added if they do."),
    "assume_domestic": gettext_noop("A sale within one country: the price already holds whatever tax the seller owes."),
    "assume_union": gettext_noop("The goods are in free circulation in the customs union of seller and buyer."),
    "assume_union_tax": gettext_noop(
        "The tax of the destination is charged; a very small seller may charge that of its own country instead."
    ),
    "assume_below_mail_order": gettext_noop(
        "The seller is not registered for mail order; from CHF 100,000 of small parcels a year it must charge the tax."
    ),
    "assume_state_sales_tax": gettext_noop("State and local sales taxes are not part of customs and are not counted."),
    "assume_freight_in_limit": gettext_noop(
        "Sources differ on whether freight counts towards the limit; it is not counted."
    ),
    "assume_personal_use": gettext_noop("The parcel is for the buyer's own use."),
    "assume_positive_list": gettext_noop(
        "The goods are on the positive list of cross-border retail and within the buyer's limits."
    ),
    "assume_default_region": gettext_noop("The tax rate of most states is used; some charge more."),
    "assume_tariff_item_hs6": gettext_noop(
        "A tariff item is a six-digit HS code; a full declaration may count more items."
    ),
    "assume_seller_threshold": gettext_noop("The seller or hub is large enough to have to register for this tax."),
    "assume_hub_rates": gettext_noop("Exchange rates of %(day)s: %(source)s."),
    "assume_hub_rates_unverified": gettext_noop("Exchange rates of %(day)s, not all of them verified: %(source)s."),
    "assume_price_without_tax": gettext_noop("Prices are stated without tax of the seller's own country."),
}

RESTRICTIONS: Mapping[str, str] = {
    "restriction_applies": gettext_noop("%(law)s concerns these goods."),
    "restriction_forbids": gettext_noop("%(law)s forbids these goods."),
    "restriction_digits": gettext_noop(
        "%(law)s may concern these goods; that depends on further digits of the HS code (it names %(hs)s)."
    ),
    "restriction_origin": gettext_noop("%(law)s may concern these goods; that depends on their country of origin."),
    "restriction_region": gettext_noop(
        "%(law)s forbids sales to a part of %(country)s; the state or province of the buyer is needed."
    ),
    "transport_forbids": gettext_noop("%(law)s does not let these goods travel by %(mode)s."),
    "transport_limits": gettext_noop("%(law)s sets conditions for sending these goods by %(mode)s."),
    "export_forbids": gettext_noop("%(law)s does not let these goods leave %(country)s."),
    "export_limits": gettext_noop("%(law)s controls what leaves %(country)s and concerns these goods."),
    "embargo_forbids": gettext_noop("An embargo of %(imposer)s against %(country)s forbids the sale: %(law)s."),
    "embargo_limits": gettext_noop(
        "Sanctions of %(imposer)s against %(country)s limit what may be sold there: %(law)s."
    ),
    "need_prior_notice": gettext_noop("Prior notice to the food authority before arrival"),
    "need_health_certificate": gettext_noop("Health certificate of the country of origin"),
    "need_import_permit": gettext_noop("Import permit of the destination"),
    "need_responsible_person": gettext_noop("A responsible person established at the destination"),
    "need_safety_file": gettext_noop("Product safety file and conformity mark"),
    "need_age_check": gettext_noop("Age check at sale and delivery"),
    "need_supply_chain": gettext_noop("Evidence that no part was made with forced labour"),
    "need_due_diligence": gettext_noop("Due diligence statement that the goods are free of deforestation"),
    "need_food_register": gettext_noop("Registration of the foreign food maker with the destination"),
    "need_alcohol_licence": gettext_noop("Licence of the importer for alcoholic drinks or controlled food"),
    "need_border_check": gettext_noop("Entry through a border control post, announced beforehand"),
    "need_brand_rights": gettext_noop("Proof that every trade mark on the goods is used with its owner's leave"),
    "need_carbon_declarant": gettext_noop("An importer authorised as CBAM declarant, above 50 tonnes a year"),
    "need_catch_certificate": gettext_noop("Catch certificate of the fish"),
    "need_chemical_register": gettext_noop("Registration of the importer of chemicals and cosmetics"),
    "need_cites_permit": gettext_noop("CITES permit, where the goods are or hold a listed species"),
    "need_conformity_certificate": gettext_noop("Certificate of conformity of a recognised body, before shipment"),
    "need_conformity_mark": gettext_noop("Conformity assessment and mark (CE, UKCA, RCM, KC or the destination's own)"),
    "need_consent": gettext_noop("Prior informed consent of the destination"),
    "need_cosmetic_register": gettext_noop("Registration or notification of the cosmetic product"),
    "need_cultural_licence": gettext_noop("Licence or statement for cultural goods, where they are old enough"),
    "need_dangerous_goods_papers": gettext_noop(
        "Shipper's declaration for dangerous goods, and a carrier that takes them"
    ),
    "need_device_listing": gettext_noop("Registration of the maker and listing of the medical device"),
    "need_excise": gettext_noop("Excise registration or payment at the destination"),
    "need_explosives_licence": gettext_noop("Licence for explosives, pyrotechnics or their precursors"),
    "need_export_classification": gettext_noop("Check of the goods against the export control lists"),
    "need_export_permit": gettext_noop("Export licence, where the goods are listed"),
    "need_fgas_quota": gettext_noop("Quota and registration for fluorinated gases, where the goods hold any"),
    "need_fibre_label": gettext_noop("Label with the fibres in the language of the destination"),
    "need_fire_test": gettext_noop("Fire test and label of upholstered furniture"),
    "need_food_contact": gettext_noop("Declaration of compliance for materials that touch food"),
    "need_food_import_licence": gettext_noop("Licence or registration of the food or product importer"),
    "need_halal": gettext_noop("Halal certificate of a recognised body"),
    "need_kimberley": gettext_noop("Kimberley Process certificate"),
    "need_lithium_limits": gettext_noop(
        "Lithium cells only inside the equipment: at most 4 cells or 2 batteries, 20 Wh a cell, 100 Wh a battery"
    ),
    "need_lithium_test": gettext_noop("UN 38.3 test summary of the lithium batteries"),
    "need_material_label": gettext_noop("Label that names the materials"),
    "need_medicine_licence": gettext_noop("Marketing authorisation and import licence for medicines"),
    "need_mercury_free": gettext_noop("Evidence that the goods hold no mercury"),
    "need_metal_limits": gettext_noop("Test for nickel, lead and cadmium"),
    "need_narcotics_permit": gettext_noop(
        "Import and export permits for narcotics and psychotropics, where the substance is listed"
    ),
    "need_no_cat_dog_fur": gettext_noop("Evidence that the fur is not of cats or dogs"),
    "need_no_oral_tobacco": gettext_noop("Evidence that it is no tobacco for oral use"),
    "need_no_seal": gettext_noop("Evidence that it is not of seals"),
    "need_no_single_use_vape": gettext_noop("Evidence that the device is not for single use"),
    "need_no_switchblade": gettext_noop("Evidence that the knife does not open by a spring"),
    "need_not_on_list": gettext_noop("Evidence that the goods are not those that the list names within the heading"),
    "need_origin_mark": gettext_noop("Mark with the country of origin"),
    "need_ozone_licence": gettext_noop("Licence for substances under the Montreal Protocol"),
    "need_pesticide_registration": gettext_noop("Registration of the pesticide at the destination"),
    "need_phytosanitary": gettext_noop("Phytosanitary certificate of the country of origin"),
    "need_post_acceptance": gettext_noop(
        "Acceptance by the posts of both countries; many refuse perfume, aerosols and nail polish"
    ),
    "need_producer_register": gettext_noop("Registration as producer for waste (electrical goods, batteries)"),
    "need_radio_approval": gettext_noop("Type approval of the radio equipment"),
    "need_sanctions_check": gettext_noop("Check of the buyer and the use against the sanctions in force"),
    "need_species_declaration": gettext_noop("Declaration of the plant species and where it was harvested"),
    "need_tobacco_licence": gettext_noop("Licence for tobacco or nicotine products"),
    "need_value_limit": gettext_noop("No more than the value limit for luxury goods, apiece"),
    "need_weapons_licence": gettext_noop("Import licence for weapons"),
}

DOCUMENTS: Mapping[str, str] = {
    "document_invoice": gettext_noop("Commercial invoice"),
    "document_packing_list": gettext_noop("Packing list"),
    "document_cn23": gettext_noop("Customs declaration CN22 or CN23 for post"),
    "document_origin": gettext_noop("Proof of origin for %(scheme)s: %(proof)s"),
}

TEXTS: Mapping[str, str] = {**WHY_APPLIED, **WHY_NOT, **MISSING, **ASSUMPTIONS, **RESTRICTIONS, **DOCUMENTS}
