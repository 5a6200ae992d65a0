"""What is wrong in the catalogue, for the doctor."""

from pathlib import Path

from django.conf import settings

from karum.catalogue.domain.words import VERSION as WORDS_VERSION
from karum.catalogue.models import Listing, Offer, Picture
from karum.catalogue.queries.pictures import file_name
from karum.parties import queries as parties
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_wrong_offers = statement(_SQL, "wrong_offers")
_wrong_listings = statement(_SQL, "wrong_listings")

_NEWEST_PICTURES = 500


def offer_count() -> int:
    """How many offers there are."""
    return Offer.objects.count()


def wrong_offers() -> list[int]:
    """Return ids of offers that break a rule: normally the database refuses them; a restored one may have slipped."""
    return [row[0] for row in _wrong_offers({})]


def wrong_listings() -> tuple[int, int, int]:
    """Return how many listings are missing, how many are over, and how many differ from their offers in stock."""
    hidden = [card.id for card in parties.all_businesses(active_only=False) if not card.active]
    [(missing, over, different)] = _wrong_listings({"hidden": hidden})
    return missing, over, different


def old_listings() -> int:
    """Return how many listings have words of an older version."""
    return Listing.objects.filter(version__lt=WORDS_VERSION).count()


def missing_picture_files() -> list[str]:
    """Return names of files that pictures need and that are not there; only the newest pictures are looked at."""
    missing = []
    for picture in Picture.objects.order_by("-id")[:_NEWEST_PICTURES]:
        names = [file_name(picture.digest, width, "webp") for width in picture.webp_widths]
        names += [file_name(picture.digest, width, "avif") for width in picture.avif_widths]
        missing += [name for name in names if not (Path(settings.MEDIA_ROOT) / name).exists()]
    return missing
