"""Phone numbers: what a courier can dial. Source: ITU E.164, by the phonenumbers library (Google's metadata)."""

from dataclasses import dataclass

import phonenumbers

from karum.parties.domain.words import Said, gettext_noop


@dataclass(frozen=True, slots=True)
class CheckedPhone:
    """``normal`` is E.164 (``+250788123456``) when ``ok``, else what was typed; ``message`` says what to do."""

    ok: bool
    normal: str
    message: Said | None = None


def check_phone(typed: str, country: str) -> CheckedPhone:
    """Check a number typed by someone in ``country`` (ISO alpha-2 or empty). An empty number is fine."""
    typed = typed.strip()
    if not typed:
        return CheckedPhone(True, "")
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            return CheckedPhone(
                False,
                typed,
                Said(
                    gettext_noop("Write the number with its country code, for example %(example)s."),
                    example=_example(country),
                ),
            )
        return CheckedPhone(False, typed, _unclear(country))
    if not phonenumbers.is_possible_number(number):
        reason = phonenumbers.is_possible_number_with_reason(number)
        if reason in (phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.INVALID_LENGTH):
            text = gettext_noop("This number is too short. A number there looks like %(example)s.")
        elif reason == phonenumbers.ValidationResult.TOO_LONG:
            text = gettext_noop("This number is too long. A number there looks like %(example)s.")
        else:
            return CheckedPhone(False, typed, _unclear(country))
        return CheckedPhone(False, typed, Said(text, example=_example(_region(number) or country)))
    if not phonenumbers.is_valid_number(number):
        return CheckedPhone(False, typed, _unclear(_region(number) or country))
    return CheckedPhone(True, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def show_phone(normal: str) -> str:
    """Write an E.164 number with its gaps: ``+250 788 123 456``. Anything else comes back as it is."""
    try:
        number = phonenumbers.parse(normal, None)
    except phonenumbers.NumberParseException:
        return normal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _region(number: phonenumbers.PhoneNumber) -> str:
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    return regions[0] if regions else ""


def _unclear(country: str) -> Said:
    return Said(
        gettext_noop("This does not look like a phone number. Write it like %(example)s, or leave it empty."),
        example=_example(country),
    )


def _example(country: str) -> str:
    number = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE) if country else None
    if number is None:
        return "+44 7400 123456"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
