"""Tags and filters write figures, names and forms as the page's language does."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from karum.catalogue.queries import PictureSet
from karum.money import Money
from karum.orders.reasons import param_text
from karum.parties.locale import Locale
from karum.runtime import wording
from karum.site.templatetags.drawn import icons

THIS_YEAR = wording.timezone.localdate().year


def write(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "KES\xa08,412.00"),
        ("fr", "8\u202f412,00\xa0KES"),
        ("zh-hans", "KES\xa08,412.00"),
        ("sw", "Ksh\xa08,412.00"),
    ],
)
def test_money_is_written_as_in_the_language(language: str, shown: str) -> None:
    with override(language):
        assert write("{{ a|money }}", a=Money(841_200, "KES")) == shown


def test_money_holds_together_in_a_right_to_left_sentence() -> None:
    with override("ar"):
        shown = write("{{ a|money }}", a=Money(841_200, "KES"))
    assert shown.startswith("\N{FIRST STRONG ISOLATE}")
    assert shown.endswith("\N{POP DIRECTIONAL ISOLATE}")


def test_an_unknown_amount_is_unknown() -> None:
    assert write("{{ a|money }}", a=None) == "unknown"


def test_days_are_written_as_people_do() -> None:
    first, last = date(THIS_YEAR, 12, 4), date(THIS_YEAR, 12, 9)
    assert write("{% days a b %}", a=first, b=last) in ("4–9 Dec", "4\u2009–\u20099 Dec")
    assert "Dec" in write("{% days a a %}", a=first)
    assert write("{% days a b %}", a=None, b=None) == ""
    assert str(THIS_YEAR + 1) in write("{{ a|day }}", a=date(THIS_YEAR + 1, 1, 2))
    assert write("{{ a|long_day }}", a=date(2026, 12, 4)) == "4 December 2026"
    assert write("{{ a|moment }}", a=datetime(2026, 12, 4, 14, 5, tzinfo=UTC)) == "4 Dec 2026, 14:05 UTC"


def test_names_of_places_and_languages() -> None:
    with override("fr"):
        assert write("{{ 'KE'|country }}, {{ 'sw'|language_name }}") == "Kenya, swahili"
        assert write("{{ 'en'|language_name }}") == "anglais"
    assert write("{{ 'ZQ'|country }}{{ ''|country }}") == "ZQ"
    assert write("{{ 'sw'|own_language }}") == "Kiswahili"
    assert write("{{ 'zz'|language_name }}") == "zz"
    assert write("{{ 'KES'|currency_name }}") == "Kenyan Shilling"


@pytest.mark.parametrize(
    ("country", "grams", "shown"), [("KE", 285, "285g"), ("KE", 1_250, "1.25kg"), ("US", 285, "10.1oz"), ("", 5, "5g")]
)
def test_weights_are_in_the_buyers_units(country: str, grams: int, shown: str) -> None:
    text = write("{% weight g %}", g=grams, deliver_to=Locale(country, "en", "USD"))
    assert text.replace(" ", "").replace("\xa0", "") == shown


def test_figures() -> None:
    assert write("{{ 1234567|number }}") == "1,234,567"
    assert write("{{ a|percent }}", a=Decimal("0.125")) == "12.5%"


def test_what_people_wrote_is_escaped_and_keeps_its_language() -> None:
    assert write("{{ t|said:'sw' }}", t="<b>Kahawa") == '<bdi lang="sw">&lt;b&gt;Kahawa</bdi>'
    assert write("{{ t|said:'en' }}", t="Tea") == "<bdi>Tea</bdi>"
    assert write("{% said t 'zh-hans' %}", t="茶") == '<bdi lang="zh-Hans">茶</bdi>'
    page = write("{% passage t 'ar' %}", t="<script>x</script>\n\nb")
    assert "In Arabic" in page
    assert 'lang="ar" dir="rtl"' in page
    assert "<script>" not in page


def test_an_icon_that_is_not_drawn_is_a_bug() -> None:
    assert "aria-hidden" in write("{% icon 'cart' %}")
    with pytest.raises(KeyError):
        write("{% icon 'nonsense' %}")
    assert len(icons()) > 40


def test_a_picture_keeps_its_place_and_offers_both_formats() -> None:
    shown = PictureSet(
        alt='A "bag"', width=1200, height=900, avif="/m/a-320.avif 320w", webp="/m/a-320.webp 320w, /m/a-640.webp 640w",
        url="/m/a-640.webp", colour="#aabbcc", **extra(),
    )  # fmt: skip
    page = write("{% picture p sizes='50vw' fetchpriority='high' loading='eager' %}", p=shown)
    for part in (
        'width="1200" height="900"',
        "image/avif",
        "A &quot;bag&quot;",
        'fetchpriority="high"',
        'sizes="50vw"',
    ):
        assert part in page
    assert 'alt=""' in write("{% picture p %}", p=None)


def extra() -> dict[str, object]:
    """Fields of a PictureSet that this test does not care about."""
    given = {"alt", "width", "height", "avif", "webp", "url", "colour"}
    empty: dict[str, object] = {"id": 1, "digest": "0" * 32, "webp_widths": (320, 640), "avif_widths": (320,)}
    return {name: empty.get(name, 0) for name in PictureSet.__dataclass_fields__ if name not in given}


class Sample(forms.Form):
    name = forms.CharField(label="Full name", help_text="As on a parcel")
    email = forms.EmailField(required=False)
    agree = forms.BooleanField(required=False)
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_help_and_error_together() -> None:
    page = write("{% field f.name autocomplete='name' %}", f=Sample({"name": ""}))
    for part in (
        '<label for="id_name">Full name</label>', 'aria-describedby="id_name_help id_name_error"',
        'aria-invalid="true"',
        'id="id_name_error"', 'autocomplete="name"', 'dir="auto"', "field--bad",
    ):  # fmt: skip
        assert part in page


def test_fields_of_each_kind() -> None:
    form = Sample({"email": "<x", "way": "c"})
    email = write("{% field f.email %}", f=form)
    assert 'dir="ltr"' in email
    assert "(optional)" in email
    assert "(optional)" not in write("{% field f.email quiet=True %}", f=form)
    assert 'value="&lt;x"' in email
    assert "field--row" in write("{% field f.agree %}", f=form)
    radio = write("{% field f.way %}", f=form)
    assert "<fieldset" in radio
    assert "<legend>" in radio
    assert "Select a valid choice" in radio
    assert write("{% field f.secret %}", f=form).startswith('<input type="hidden"')


@dataclass
class Shell:
    request: object


def test_links_to_pages_keep_the_other_words() -> None:
    request = RequestFactory().get("/search", {"q": "tea & milk", "page": "3"})
    text = write("{% query_with origin='KE' %}", request=request)
    assert text == "q=tea+%26+milk&amp;origin=KE"


def test_a_reason_names_the_ways_to_send_in_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.orders.reasons.gettext", str.upper)
    assert param_text("post") == "POST"
    assert param_text("air, courier") == "AIR, COURIER"
    assert "POST" not in param_text("post office")


def test_what_a_receipt_froze_in_english_is_written_as_the_page_writes_it() -> None:
    assert param_text("12.5 %") == "12.5%"
    assert param_text("GBP 135.00") == "£135.00"
    assert param_text("HS 090121") == "HS 090121"
    assert param_text("ABC 135.00") == "ABC 135.00"
    with override("fr"):
        assert param_text("12.5 %") == "12,5%"


def test_a_small_exchange_rate_keeps_the_figures_that_count() -> None:
    assert write("{{ a|rate }}", a=Decimal("0.0005164493")) == "0.000516449"
    assert write("{{ a|rate }}", a=Decimal("1936.2718")) == "1,936.27"
    assert write("{{ a|rate }}", a=None) == ""


def test_a_country_is_named_in_another_language_when_asked() -> None:
    with override("ar"):
        assert wording.country_text("KE", "en") == "Kenya"
        assert wording.country_text("KE") == "كينيا"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["", "a", "a and b", "a, b and c", "a, b, c and d"]),
        ("es", ["", "a", "a y b", "a, b y c", "a, b, c y d"]),
        ("zh-hans", ["", "a", "a和b", "a、b和c", "a、b、c和d"]),
        ("ar", ["", "a", "a وb", "a وb وc", "a وb وc وd"]),
    ],
)
def test_a_list_is_written_as_the_language_does(language: str, said: list[str]) -> None:
    with override(language):
        assert [wording.list_text("abcd"[:count]) for count in range(5)] == said
