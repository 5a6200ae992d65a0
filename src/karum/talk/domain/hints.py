"""Signs that somebody wants to be paid, or to go on talking, outside of the hub. Pure.

Outside, nothing is held until the goods arrive. So the reader is warned; a link to pay and a card's number are not
taken at all. Words are compared without capitals, in any language that uses the names of these services.
"""

import re
from enum import StrEnum


class Hint(StrEnum):
    """What was seen in a message. The first two are refused, the others are shown with a warning."""

    PAY_LINK = "pay_link"
    CARD = "card"
    BANK = "bank"
    SERVICE = "service"
    LINK = "link"
    ADDRESS = "address"  # of e-mail, or a telephone number


REFUSED = frozenset({Hint.PAY_LINK, Hint.CARD})
LENGTH_MAX = 20_000

# Hosts on which a link leads straight to a payment. A subdomain counts too.
_PAY_HOSTS = (
    "paypal.me", "paypal.com", "buy.stripe.com", "checkout.stripe.com", "revolut.me", "wise.com", "cash.app",
    "venmo.com", "ko-fi.com", "buymeacoffee.com", "payoneer.com", "skrill.com", "flutterwave.com", "paystack.com",
    "razorpay.me", "mercadopago.com", "mpago.la", "paylib.fr", "lydia-app.com", "qr.alipay.com", "wxp.wechat.com",
    "coinbase.com", "binance.com",
)  # fmt: skip
_SERVICES = re.compile(
    r"\b(what[s]\s?app|telegram|viber|we\s?chat|western\s+union|money\s?gram|pay\s?pal|venmo|zelle|cash\s?app|bitcoin|btc"
    r"|usdt|tether|crypto\w*|gift\s?cards?)\b|微信|支付宝|واتس(?:اب|آب)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HOST = re.compile(
    r"\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|net|org|me|app|io|la|fr|de|uk|cn)\b\S*", re.IGNORECASE
)
_EMAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>.]{1,63}(?:\.[^\s@<>.]{1,63}){0,4}\.[a-z]{2,63}", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{1,4}){3,8}\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)")
_PHONE = re.compile(r"(?<!\w)\+\d(?:[ ().-]?\d){7,14}(?!\d)")


def hints(words: str) -> frozenset[Hint]:
    """What of all that is in these words."""
    found = set()
    rest = _URL.sub(" ", words[:LENGTH_MAX])
    unmailed = _EMAIL.sub(" ", rest)
    plain = _HOST.sub(" ", unmailed)
    links = [link.lower() for link in (*_URL.findall(words[:LENGTH_MAX]), *_HOST.findall(unmailed))]
    if any(_pays(link) for link in links):
        found.add(Hint.PAY_LINK)
    elif links:
        found.add(Hint.LINK)
    if any(_luhn(re.sub(r"\D", "", number)) for number in _CARD.findall(plain)):
        found.add(Hint.CARD)
    if any(_iban(number) for number in _IBAN.findall(plain)):
        found.add(Hint.BANK)
    if _SERVICES.search(plain):
        found.add(Hint.SERVICE)
    if unmailed != rest or _PHONE.search(plain):
        found.add(Hint.ADDRESS)
    return frozenset(found)


def _pays(link: str) -> bool:
    place = re.split(r"[/?#]", re.sub(r"^https?://", "", link))[0]
    host = place.rpartition("@")[2].partition(":")[0].rstrip(".,;)")
    return any(host == known or host.endswith(f".{known}") for known in _PAY_HOSTS)


def _luhn(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812-1, annex B). A row of one digit is no card."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return len(set(digits)) > 1 and digits[0] in "3456" and sum(d - 9 * (d > 9) for d in doubled) % 10 == 0


def _iban(text: str) -> bool:
    """The check digits of an IBAN (ISO 13616: the rest of a division by 97 is 1)."""
    plain = text.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1
