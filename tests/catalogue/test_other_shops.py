"""Files of WooCommerce and Etsy, as these programs write them."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karum.catalogue.domain import etsy, woocommerce
from karum.catalogue.domain.product_files import Broken, BrokenFile
from karum.catalogue.models import Offer, Product
from karum.catalogue.services import ImportDefaults, Outcome, import_products

DEFAULTS = ImportDefaults(currency="USD", language="en", category="coffee", hs_code="090121", origin="RW")

# The header is that of WooCommerce's own sample (sample-data/sample_products.csv), with kilograms.
WOO_HEADER = (
    'ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description,'
    '"Date sale price starts","Date sale price ends","Tax status","Tax class","In stock?",Stock,"Backorders allowed?",'
    '"Sold individually?","Weight (kg)","Length (cm)","Width (cm)","Height (cm)","Allow customer reviews?",'
    '"Purchase note","Sale price","Regular price",Categories,Tags,"Shipping class",Images,"Download limit",'
    '"Download expiry days",Parent,"Grouped products",Upsells,Cross-sells,"External URL","Button text",Position,'
    '"Attribute 1 name","Attribute 1 value(s)","Attribute 1 visible","Attribute 1 global","Meta: _wpcom_is_markdown"\n'
)
WOO = WOO_HEADER + (
    '44,variable,woo-tee,"V-Neck T-Shirt",1,1,visible,"<p>A <b>tee</b>.</p>","Long\\nlines",,,taxable,,1,,0,0,'
    '.25,24,1,2,1,,,,"Food > Coffee, Sale",,,"https://x.example/a.jpg, https://x.example/b c.jpg",,,,,,,,,0,'
    'Color,"Blue, Red",1,1,1\n'
    "45,simple,woo-cap,Cap,-1,0,visible,,,,,taxable,,1,7,0,0,0.6,8,6.5,4,1,,16,18,Coffee,,,,,,,,,,,,0,,,,,1\n"
    '76,variation,woo-tee-red,"V-Neck - Red",1,0,visible,,,,,taxable,,1,5,0,0,,,,,0,,,20,,,,'
    "https://x.example/r.jpg,,,woo-tee,,,,,,0,Color,Red,,1,\n"
    '77,variation,woo-tee-blue,"V-Neck - Blue",1,0,visible,,,,,taxable,,0,,0,0,0.3,,,,0,,,"19,50",,,,,,,'
    "id:44,,,,,,0,Color,Blue,,1,\n"
    '73,"simple, downloadable, virtual",woo-album,Album,1,0,visible,,,,,taxable,,1,,0,0,,,,,1,,,15,Music,,,,1,1,,,,,,,'
    "0,,,,,1\n"
    "78,variation,lost,Lost,1,0,visible,,,,,taxable,,1,5,0,0,,,,,0,,,20,,,,,,,nobody,,,,,,0,Color,Red,,1,\n"
)
ETSY_HEADER = (
    "TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,IMAGE2,VARIATION 1 TYPE,VARIATION 1 NAME,"
    "VARIATION 1 VALUES,VARIATION 2 TYPE,VARIATION 2 NAME,VARIATION 2 VALUES,SKU\n"
)
ETSY = ETSY_HEADER + (
    '"Dice &quot;Magic&quot;, 8 pieces","Line one.\n\nSays ""hi""",55.00,USD,7,"dice,dnd","olive_wood,resin",'
    "https://i.example/1.jpg,https://i.example/2.jpg,,,,,,,RPG-1\n"
    'Yahtzee set,A box.,45,USD,6,,,,,Custom,Wood,"Walnut,Maple",Custom,Size,"S,L","Y-1,Y-2,Y-3,Y-4"\n'
    ",no title,45,USD,6,,,,,,,,,,,\n"
)


def test_a_variable_product_of_woocommerce_and_its_variations_become_one(coffee_shelf: int) -> None:
    report = import_products(1, "woocommerce", WOO.encode(), defaults=DEFAULTS)
    assert not report.refused
    tee = Product.objects.get(handle="woo-44")
    assert tee.slug == "v-neck-t-shirt"
    text = tee.texts.get()
    assert (text.title, text.summary, text.description) == ("V-Neck T-Shirt", "A tee.", "Long\nlines")
    offers = Offer.objects.filter(variant__product=tee).order_by("sku")
    found = offers.values_list("sku", "price_minor", "available", "variant__weight_g", "variant__options")
    assert list(found) == [
        ("woo-tee-blue", 1950, 0, 300, [["Color", "Blue"]]),
        ("woo-tee-red", 2000, 5, 250, [["Color", "Red"]]),
    ]
    cap = Product.objects.get(handle="woo-45")
    assert cap.state == "draft", "WooCommerce's own draft"
    assert Offer.objects.get(sku="woo-cap").variant.width_mm == 65


def test_what_cannot_be_brought_from_woocommerce_is_told_by_row(coffee_shelf: int) -> None:
    report = import_products(1, "woocommerce", WOO.encode(), defaults=DEFAULTS)
    skipped = {row.row: row.message for row in report.rows if row.outcome is Outcome.SKIPPED}
    assert set(skipped) == {6, 7}
    assert "goods that are sent" in skipped[6]
    assert "not in the file" in skipped[7]
    assert not any(row.outcome is Outcome.NOTED and "not used" in row.message for row in report.rows)


def test_pictures_of_woocommerce_stand_in_their_order_once() -> None:
    tee = woocommerce.read(WOO.encode()).products[0]
    assert tee.images == ["https://x.example/a.jpg", "https://x.example/b%20c.jpg", "https://x.example/r.jpg"]


@pytest.mark.parametrize(("unit", "grams"), [("lbs", 227), ("oz", 14), ("g", 1), ("kg", 500)])
def test_weights_are_in_the_unit_of_their_column(unit: str, grams: int) -> None:
    content = f"ID,Type,SKU,Name,Weight ({unit}),Regular price\n1,simple,a,A,0.5,3\n".encode()
    [product] = woocommerce.read(content).products
    assert product.rows[0].get("grams") == str(grams)


def test_a_listing_of_etsy_becomes_a_product(coffee_shelf: int) -> None:
    report = import_products(1, "etsy", ETSY.encode(), defaults=ImportDefaults(**{**_plain(), "weight_g": 250}))
    assert not report.refused
    dice = Product.objects.get(texts__title='Dice "Magic", 8 pieces')
    assert dice.materials == ["olive wood", "resin"]
    assert 'Says "hi"' in dice.texts.get().description
    offer = Offer.objects.get(sku="RPG-1")
    assert (offer.price_minor, offer.currency, offer.available, offer.variant.weight_g) == (5500, "USD", 7, 250)


def test_one_quantity_for_all_variations_is_given_to_none_and_said(coffee_shelf: int) -> None:
    report = import_products(1, "etsy", ETSY.encode(), defaults=ImportDefaults(**{**_plain(), "weight_g": 250}))
    offers = Offer.objects.filter(sku__startswith="Y-").order_by("sku")
    assert [offer.available for offer in offers] == [0, 0, 0, 0]
    assert [offer.variant.options for offer in offers][1] == [["Wood", "Walnut"], ["Size", "L"]]
    assert any("one quantity for all variations (6)" in row.message for row in report.rows)


def test_without_a_weight_nothing_of_etsy_is_written(coffee_shelf: int) -> None:
    report = import_products(1, "etsy", ETSY.encode(), defaults=DEFAULTS)
    assert not Product.objects.exists()
    assert report.created == 0
    assert any("There is no weight" in row.message for row in report.rows)


@pytest.mark.parametrize(("source", "content"), [("woocommerce", WOO), ("etsy", ETSY)])
def test_a_second_import_changes_nothing(coffee_shelf: int, source: str, content: str) -> None:
    defaults = ImportDefaults(**{**_plain(), "weight_g": 250})
    import_products(1, source, content.encode(), defaults=defaults)
    before = _everything()
    again = import_products(1, source, content.encode(), defaults=defaults)
    assert again.created == 0
    assert _everything() == before


def test_stock_that_was_entered_since_stays(coffee_shelf: int) -> None:
    defaults = ImportDefaults(**{**_plain(), "weight_g": 250})
    import_products(1, "etsy", ETSY.encode(), defaults=defaults)
    Offer.objects.filter(sku="Y-1").update(available=4)
    import_products(1, "etsy", ETSY.encode(), defaults=defaults)
    assert Offer.objects.get(sku="Y-1").available == 4


@pytest.mark.parametrize(("reader", "why"), [(woocommerce.read, Broken.NOT_WOOCOMMERCE), (etsy.read, Broken.NOT_ETSY)])
def test_a_file_of_another_program_is_refused(reader: object, why: Broken) -> None:
    with pytest.raises(BrokenFile) as found:
        reader(b"Handle,Title\na,b\n")  # type: ignore[operator]
    assert found.value.why is why


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=12), max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_content_surprises_the_readers(rows: list[list[str]]) -> None:
    body = "\n".join(",".join(cell.replace('"', "") for cell in row) for row in rows)
    for reader, header in ((woocommerce.read, "ID,Type,SKU,Name,Weight (kg),Regular price,Parent,Images\n"),
                           (etsy.read, ETSY_HEADER)):  # fmt: skip
        with contextlib.suppress(BrokenFile):
            reader((header + body).encode("utf-8", "replace"))


def _plain() -> dict[str, str]:
    return {"currency": "USD", "language": "en", "category": "coffee", "hs_code": "090121", "origin": "RW"}


def _everything() -> list[object]:
    return [
        *Product.objects.order_by("id").values("id", "slug", "handle", "state", "materials", "hs_code", "origin"),
        *Offer.objects.order_by("id").values("id", "sku", "price_minor", "available", "state", "breaks"),
        *Product.objects.order_by("id").values("texts__title", "texts__summary", "texts__description"),
    ]


# As the exporter writes them: its order, the shop's language, its units.
WOO_GERMAN = (
    "ID,Typ,Artikelnummer,GTIN,Name,Veröffentlicht,Empfohlen?,Sichtbarkeit,Kurzbeschreibung,Beschreibung,Beginn,Ende,"
    "Steuerstatus,Steuerklasse,Vorrätig?,Lager,Geringer Bestand,Rückstand?,Einzeln?,Gewicht (lbs),Länge (in),"
    "Breite (in),Höhe (in),Bewertungen?,Hinweis,Angebotspreis,Regulärer Preis,Kategorien,Schlagwörter,Versandklasse,"
    "Bilder,Downloads,Tage,Übergeordnet,Gruppe,Mehr,Quer,URL,Knopf,Position,"
    "Attribut 1 Name,Attribut 1 Wert(e),Attribut 1 sichtbar,Attribut 1 global,Meta: farbe_1\n"
    '9,variable,woo-hut,,Hut,1,0,visible,Kurz,Lang,,,taxable,,1,,,0,0,2,10,4,1,1,,,,Coffee,,,,,,,,,,,,0,Farbe,"Rot",1,1,x\n'
    '10,variation,hut-rot,4006381333931,Hut Rot,1,0,visible,,,,,taxable,,1,3,,0,0,,,,,0,,,"12,50",,,,,,,woo-hut,,,,,,0,'
    "Farbe,Rot,,1,\n"
)
WOO_CHINESE = (
    "ID,类型,SKU,名称,已发布,推荐,可见性,简短描述,描述,开始,结束,税状态,税类,有货,库存,缺货,单独,重量（oz）,长度（cm）,宽度（cm）,高度（cm）,"
    "评价,备注,促销价,常规价格,分类,标签,运费类,图片,下载,天,父级,组,追加,交叉,网址,按钮,位置\n"
    "7,simple,cha,茶,1,0,visible,,,,,taxable,,1,4,0,0,8,20,10,5,1,,,30,Coffee,,,,,,,,,,,,0\n"
)


@pytest.mark.parametrize(
    ("text", "sku", "row"),
    [
        (WOO_GERMAN, "hut-rot", (1250, 3, 907, 254, 102, 25, [["Farbe", "Rot"]], "Hut")),
        (WOO_CHINESE, "cha", (3000, 4, 227, 200, 100, 50, [], "茶")),
    ],
)
def test_a_file_in_the_shops_own_language_and_units_is_read_by_the_places_of_its_columns(
    coffee_shelf: int, text: str, sku: str, row: tuple[object, ...]
) -> None:
    report = import_products(1, "woocommerce", text.encode(), defaults=DEFAULTS)
    assert (report.refused, report.skipped) == ("", 0)
    offer = Offer.objects.select_related("variant__product").get(sku=sku)
    variant = offer.variant
    size = (variant.length_mm, variant.width_mm, variant.height_mm)
    title = variant.product.texts.get().title
    assert (offer.price_minor, offer.available, variant.weight_g, *size, variant.options, title) == row


@pytest.mark.parametrize(("cut", "other"), [("Gewicht (lbs)", "Gewicht"), ("Lager,", ""), ("visible", "sichtbar")])
def test_columns_that_are_not_where_they_belong_are_not_guessed(cut: str, other: str) -> None:
    with pytest.raises(BrokenFile) as broken:
        woocommerce.read(WOO_GERMAN.replace(cut, other).encode())
    assert broken.value.why is Broken.NOT_WOOCOMMERCE
