"""Numbers of authorities and banks."""

import pytest

from karum.parties.domain import SCHEMES, check_identifier

RIGHT = [
    ("vat", "DE", "DE 136,695 976", "DE136695976"),
    ("vat", "DE", "136695976", "DE136695976"),
    ("vat", "GR", "094259216", "EL094259216"),
    ("vat", "FR", "FR 40 303 265 045", "FR40303265045"),
    ("vat", "IE", "IE 6433435F", "IE6433435F"),
    ("vat", "GB", "GB 980 7806 84", "GB980780684"),
    ("vat", "NO", "NO 995 525 828 MVA", "995525828MVA"),
    ("vat", "CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
    ("abn", "AU", "83 914 571 673", "83914571673"),
    ("vat", "AU", "83 914 571 673", "83914571673"),
    ("gstin", "IN", "27AAPFU0939F1ZV", "27AAPFU0939F1ZV"),
    ("cnpj", "BR", "16.727.230/0001-97", "16727230000197"),
    ("tin", "US", "123-45-6789", "123456789"),
    ("tin", "KE", "P051365947M", "P051365947M"),
    ("vat", "CN", "91110000600037341L", "91110000600037341L"),
    ("eori", "FR", "fr 12345678900012", "FR12345678900012"),
    ("eori", "GB", "GB 123456789000", "GB123456789000"),
    ("eori", "GB", "XI123456789000", "XI123456789000"),
    ("iban", "DE", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("iban", "NO", "NO93 8601 1117 947", "NO9386011117947"),
    ("lei", "GB", "213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"),
]


@pytest.mark.parametrize(("scheme", "country", "typed", "kept"), RIGHT)
def test_a_right_number_is_kept_in_one_form(scheme: str, country: str, typed: str, kept: str) -> None:
    checked = check_identifier(scheme, typed, country)
    assert (checked.ok, checked.normal, checked.message, checked.certain) == (True, kept, None, True)


@pytest.mark.parametrize(("scheme", "country", "typed", "kept"), RIGHT)
def test_a_number_in_its_kept_form_is_right(scheme: str, country: str, typed: str, kept: str) -> None:
    assert check_identifier(scheme, kept, country).normal == kept


@pytest.mark.parametrize(
    ("scheme", "country", "typed", "says"),
    [
        ("vat", "DE", "DE136695978", "check digit"),
        ("vat", "DE", "DE13669597", "too many or too few"),
        ("vat", "DE", "DE13669597X", "does not look like"),
        ("vat", "GB", "980780685", "check digit"),
        ("abn", "AU", "83914571674", "check digit"),
        ("gstin", "IN", "27AAPFU0939F1ZO", "check digit"),
        ("cnpj", "BR", "16727230000198", "check digit"),
        ("eori", "NO", "NO123456789", "member|country"),
        ("eori", "FR", "12", "two letters"),
        ("eori", "GB", "GB123", "12 digits"),
        ("iban", "DE", "DE89370400440532013001", "check digits"),
        ("iban", "DE", "DE8937040044053201300", "too many or too few"),
        ("iban", "XX", "XX89370400440532013000", "country"),
        ("iban", "DE", "hello", "IBAN|country"),
        ("lei", "GB", "213800KUD8LAJWSQ9D16", "check digit"),
        ("registration", "RW", "<script>", "letters, digits"),
        ("nonsense", "RW", "1", "from the list"),
        ("vat", "RW", " ", "Write the number"),
    ],
)
def test_a_wrong_number_is_refused_with_what_is_wrong(scheme: str, country: str, typed: str, says: str) -> None:
    checked = check_identifier(scheme, typed, country)
    assert not checked.ok
    assert checked.normal == typed.strip()
    assert checked.message is not None
    assert any(word in checked.message for word in says.split("|"))


@pytest.mark.parametrize(("scheme", "country"), [("tin", "RW"), ("vat", "AE"), ("registration", "KE"), ("bin", "BD")])
def test_a_number_whose_rules_are_not_known_is_kept_and_not_called_certain(scheme: str, country: str) -> None:
    checked = check_identifier(scheme, " 101 234 567 ", country)
    assert (checked.ok, checked.normal, checked.certain) == (True, "101 234 567", False)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("country", ["RW", "DE", "US", "JP", "XX", ""])
def test_no_scheme_falls_over_on_nonsense(scheme: str, country: str) -> None:
    for typed in ("", "0", "???", "١٢٣٤٥٦٧٨٩", "A" * 60, "DE", "\x00"):
        check_identifier(scheme, typed, country)
