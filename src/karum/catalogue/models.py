"""Catalogue: what is sold, by whom, at what price, and how many are left.

product (what it is) -> variant (one size or colour) -> offer (one seller's price and stock). A *listing* is what
search and browsing show: one product as one seller sells it.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

_COUNTRY = r"^[A-Z]{2}$"
_CURRENCY = r"^[A-Z]{3}$"
# A break from one unit on, or a free one, is a mistake. That breaks rise in quantity is checked by domain.offers.
_SOUND_BREAKS = "jsonb_typeof(breaks) = 'array' AND NOT jsonb_path_exists(breaks, '$[*] ? (@[0] <= 1 || @[1] <= 0)')"
_LANGUAGE = r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$"


class ProductState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class OfferState(models.TextChoices):
    ACTIVE = "active", _("On sale")
    PAUSED = "paused", _("Paused")


class Incoterm(models.TextChoices):
    """Who pays what on the way. Source: ICC Incoterms 2020."""

    EXW = "EXW", _("EXW: the buyer collects")
    FCA = "FCA", _("FCA: handed to the carrier")
    DAP = "DAP", _("DAP: to the door, duty paid by the buyer")
    DDP = "DDP", _("DDP: to the door, duty paid")


class TextState(models.TextChoices):
    """Where a text came from. Only people's words are shown without a mark."""

    ORIGINAL = "original", _("Written by the seller")
    HUMAN = "human", _("Translated by a person")
    MACHINE = "machine", _("Machine translation")


class Category(models.Model):
    """One shelf of the hub. Names are rows, so a hub adds a language without a change of code."""

    slug = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.slug


class CategoryName(models.Model):
    """A category's name in one language."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="names")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "language"], name="category_name_one_per_language"),
            models.CheckConstraint(condition=Q(language__regex=_LANGUAGE), name="category_name_language_form"),
        ]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What is sold, whoever sells it: its kind, its origin, and how customs call it."""

    slug = models.SlugField(max_length=90, unique=True)
    handle = models.CharField(max_length=255, blank=True)  # the seller's own name for it, in files that she imports
    category = models.ForeignKey(Category, models.PROTECT, related_name="products")
    language = models.CharField(max_length=12)  # of its first text
    hs_code = models.CharField(max_length=10)
    origin = models.CharField(max_length=2)
    materials = models.JSONField(default=list, blank=True)  # list of texts in the product's language
    created_by = models.BigIntegerField()  # the seller who wrote it and may change it
    state = models.CharField(max_length=10, choices=ProductState, default=ProductState.PUBLISHED)
    liking = models.SmallIntegerField(default=0, db_default=0)  # points of merit by what buyers say: domain.standing
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_by", "id"], name="product_by_seller")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["created_by", "handle"], condition=~Q(handle=""), name="product_handle_once_per_seller"
            ),
            models.CheckConstraint(condition=Q(hs_code__regex=r"^[0-9]{6,10}$"), name="product_hs_code_digits"),
            models.CheckConstraint(condition=Q(origin__regex=_COUNTRY), name="product_origin_country"),
            models.CheckConstraint(condition=Q(language__regex=_LANGUAGE), name="product_language_form"),
            models.CheckConstraint(condition=Q(state__in=ProductState.values), name="product_state_known"),
        ]

    def __str__(self) -> str:
        return self.slug


class ProductText(models.Model):
    """A product's words in one language, with who wrote them."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(max_length=10_000, blank=True)
    author = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=TextState, default=TextState.ORIGINAL)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "language"], name="product_text_one_per_language"),
            models.CheckConstraint(condition=Q(language__regex=_LANGUAGE), name="product_text_language_form"),
            models.CheckConstraint(condition=~Q(title=""), name="product_text_has_title"),
            models.CheckConstraint(condition=Q(state__in=TextState.values), name="product_text_state_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Classification(models.Model):
    """How a product came to its HS code with our help: what was shown, what was answered, who confirmed it and when.

    Rows are added and never changed (sql/classification_guard.sql). ``version`` names that day's words and questions.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="classifications")
    text = models.CharField(max_length=300)  # the words that were asked with
    language = models.CharField(max_length=12)  # in which they were read
    candidates = models.JSONField()  # as rules.classify.to_json gives them: codes with reasons, the best first
    answers = models.JSONField(default=dict)  # facet -> answer
    chosen = models.CharField(max_length=10)
    chosen_by = models.BigIntegerField()  # the person
    chosen_at = models.DateTimeField()
    version = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["product", "-chosen_at"], name="classification_by_product")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(chosen__regex=r"^[0-9]{6,10}$"), name="classification_chosen_digits"),
            models.CheckConstraint(condition=~Q(text=""), name="classification_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.chosen} for {self.product_id}"


class Variant(models.Model):
    """One kind of a product that can be picked from a shelf: a size, a colour, a bag of 250 g."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)
    # [["Size", "250 g"]]: pairs, as PostgreSQL does not keep the order of an object's names.
    options = models.JSONField(default=list, blank=True)
    weight_g = models.PositiveIntegerField()  # packed for the post
    length_mm = models.PositiveIntegerField(null=True, blank=True)
    width_mm = models.PositiveIntegerField(null=True, blank=True)
    height_mm = models.PositiveIntegerField(null=True, blank=True)
    gtin = models.CharField(max_length=14, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "position"], name="variant_one_per_position"),
            models.CheckConstraint(condition=Q(weight_g__gt=0), name="variant_weight_positive"),
            models.CheckConstraint(
                condition=Q(length_mm__gt=0, width_mm__gt=0, height_mm__gt=0)
                | Q(length_mm=None, width_mm=None, height_mm=None),
                name="variant_size_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(gtin="") | Q(gtin__regex=r"^([0-9]{8}|[0-9]{12,14})$"), name="variant_gtin_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """What one seller asks for one variant: a price with its breaks, an Incoterm, stock to sell.

    Retail and wholesale are one structure: retail is ``quantity_min`` 1. ``available`` can be ordered now; ``reserved``
    belongs to orders that are not shipped, cancelled, refused or expired. The row changes with every order, so neither
    column has an index (updates stay within the page: HOT) and the table keeps free space (migration 0001).
    """

    seller_id = models.BigIntegerField()
    # Offers are distributed by seller_id and variants are shared by all sellers: a database constraint would cross
    # shards. Variants that were ever offered are archived, not deleted, and `karum doctor` looks for orphans.
    variant = models.ForeignKey(Variant, models.PROTECT, db_constraint=False, related_name="offers")
    sku = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    price_minor = models.BigIntegerField()
    # [[10, 950], [50, 900]]: from 10 units 950 each. On the offer itself, so that placing an order reads one row.
    breaks = models.JSONField(default=list, blank=True)
    incoterm = models.CharField(max_length=3, choices=Incoterm, default=Incoterm.DAP)
    quantity_min = models.PositiveIntegerField(default=1)
    pack_multiple = models.PositiveIntegerField(default=1)
    available = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    handling_days = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller_id", "sku"], name="offer_one_per_seller_sku"),
            models.CheckConstraint(condition=~Q(sku=""), name="offer_has_sku"),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="offer_price_positive"),
            models.CheckConstraint(condition=Q(currency__regex=_CURRENCY), name="offer_currency_form"),
            models.CheckConstraint(
                condition=RawSQL(_SOUND_BREAKS, (), output_field=models.BooleanField()),  # noqa: S611
                name="offer_breaks_sound",
            ),
            models.CheckConstraint(condition=Q(available__gte=0), name="offer_available_not_negative"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="offer_reserved_not_negative"),
            models.CheckConstraint(condition=Q(quantity_min__gte=1), name="offer_quantity_min_positive"),
            models.CheckConstraint(condition=Q(pack_multiple__gte=1), name="offer_pack_multiple_positive"),
            models.CheckConstraint(condition=Q(handling_days__lte=90), name="offer_handling_days_sane"),
            models.CheckConstraint(condition=Q(incoterm__in=Incoterm.values), name="offer_incoterm_known"),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="offer_state_known"),
        ]

    def __str__(self) -> str:
        return self.sku


class Picture(models.Model):
    """A picture of a product, kept as files named by the digest of what was uploaded: they never change."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures")
    position = models.PositiveIntegerField(default=0)
    alt = models.CharField(max_length=250, blank=True)  # in the product's language
    digest = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    colour = models.CharField(max_length=7)  # the most common one, shown until the picture is there
    webp_widths = models.JSONField()  # list of the widths in pixels that exist as files
    avif_widths = models.JSONField()
    source = models.CharField(max_length=64, blank=True)  # digest of the address that it was fetched from

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "position"], name="picture_one_per_position"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{32}$"), name="picture_digest_form"),
            models.CheckConstraint(condition=Q(colour__regex=r"^#[0-9a-f]{6}$"), name="picture_colour_form"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_size_positive"),
        ]

    def __str__(self) -> str:
        return self.alt or self.digest


class Listing(models.Model):
    """One product as one seller sells it, with all that search, filters and sorting need in one row.

    Derived from the rest by services.listings, in the same transaction; `karum doctor` compares. ``words`` holds one
    lexeme per word, stem and filter (see domain.words); ``heading`` only the words that decide the rank.
    """

    seller_id = models.BigIntegerField()
    product = models.ForeignKey(Product, models.CASCADE, db_constraint=False, related_name="listings")
    offer_id = models.BigIntegerField()  # the cheapest of the seller's active offers
    price_from = models.BooleanField()  # other variants or quantities have other prices
    # Of one unit in the smallest order, in the seller's currency: the day's rates change no listing (queries.worths).
    currency = models.CharField(max_length=3)
    unit_minor = models.BigIntegerField()
    origin = models.CharField(max_length=2)
    category_id = models.BigIntegerField()
    retail = models.BooleanField()
    wholesale = models.BooleanField()
    in_stock = models.BooleanField()
    listed_at = models.DateTimeField()
    verified = models.BooleanField(default=False)  # the hub has checked the seller's papers
    materials = ArrayField(models.CharField(max_length=60), default=list)  # folded words with hyphens: olive-wood
    merit = models.PositiveSmallIntegerField(default=0)  # 0 to 13, as domain.standing says
    version = models.PositiveSmallIntegerField(default=0)  # of the words: an older one is written anew at night
    words = SearchVectorField()
    heading = SearchVectorField()

    class Meta:
        indexes: ClassVar = [
            # Without a pending list: a search never pays for what sellers wrote a moment ago.
            GinIndex(fields=["words"], name="listing_words", fastupdate=False),
            models.Index(fields=["-listed_at", "-id"], name="listing_newest"),
            models.Index(fields=["currency", "unit_minor", "id"], name="listing_price"),
            models.Index(fields=["version", "id"], name="listing_version"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "seller_id"], name="listing_one_per_product_seller"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} by {self.seller_id}"


class Door(models.Model):
    """What the smallest order of a listing costs at the door of one country, and when it is there at the latest.

    Reckoned by orders (services.doors) for the countries that buyers come from; a listing without a row is not known
    yet. For filters, sorting and facets only: what a buyer is shown and charged is reckoned anew.
    """

    pk = models.CompositePrimaryKey("country", "listing_id")
    country = models.CharField(max_length=2)
    listing = models.ForeignKey(Listing, models.CASCADE, db_constraint=False, db_index=False, related_name="doors")
    minor = models.BigIntegerField(null=True)  # hub's currency; null: not shipped there, forbidden, or not known
    days = models.PositiveSmallIntegerField(null=True)  # from the day of reckoning

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["country", "minor", "listing"], name="door_price", condition=Q(minor__isnull=False)),
            models.Index(fields=["country", "days", "listing"], name="door_days", condition=Q(days__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(country__regex=_COUNTRY), name="door_country_form"),
            models.CheckConstraint(condition=Q(minor=None) | Q(minor__gt=0), name="door_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} to {self.country}"


class Destination(models.Model):
    """A country that buyers lately came from: door prices of all listings are kept for the most asked ones."""

    country = models.CharField(max_length=2, primary_key=True)
    days_asked = models.PositiveIntegerField(default=0)  # on how many days somebody came from there
    asked_on = models.DateField()
    filled_at = models.DateTimeField(null=True)  # all listings have their door prices since then

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(country__regex=_COUNTRY), name="destination_country_form"),
        ]

    def __str__(self) -> str:
        return self.country


class ReferenceRate(models.Model):
    """What one major unit of a currency is worth in the hub's currency: for sorting and filtering by price only."""

    currency = models.CharField(max_length=3, primary_key=True)
    rate = models.DecimalField(max_digits=20, decimal_places=10)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(rate__gt=0), name="reference_rate_positive")]

    def __str__(self) -> str:
        return self.currency


class Word(models.Model):
    """A word that occurs in listings, for spelling help and for suggestions while typing."""

    text = models.CharField(max_length=40, primary_key=True, db_collation="C")
    uses = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Misspelling(models.Model):
    """A word with one letter left out, pointing to the word: two words that meet here are one slip apart."""

    form = models.CharField(max_length=40, db_collation="C")
    word = models.ForeignKey(Word, models.CASCADE)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "word"], name="misspelling_once")]

    def __str__(self) -> str:
        return self.form


class ImportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Working")
    PICTURES = "pictures", _("Fetching pictures")
    DONE = "done", _("Done")


class ProductImport(models.Model):
    """A file of products that a seller brought in: how far it is, and what became of its rows."""

    seller_id = models.BigIntegerField()
    source = models.CharField(max_length=12)  # of services.importing.READERS
    name = models.CharField(max_length=120)  # of the file
    content = models.BinaryField()  # emptied when it is done
    defaults = models.JSONField()
    language = models.CharField(max_length=12)  # of the report
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.WAITING)
    products = models.PositiveIntegerField()
    products_done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["seller_id", "-id"], name="import_by_seller")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """What became of one row of a file."""

    of = models.ForeignKey(ProductImport, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    handle = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(max_length=8)
    message = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["of", "outcome", "row"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.row}: {self.outcome}"


class ImportPicture(models.Model):
    """A picture that a file names by its address. ``problem``: why it was not fetched."""

    of = models.ForeignKey(ProductImport, models.CASCADE, related_name="pictures")
    product = models.ForeignKey(Product, models.CASCADE)
    address = models.CharField(max_length=2000)
    alt = models.CharField(max_length=250, blank=True)
    done = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["of", "id"], condition=Q(done=False), name="import_picture_waiting")]

    def __str__(self) -> str:
        return self.address


class ShopPlace(models.TextChoices):
    """Where a picture of a shop stands."""

    BANNER = "banner", _("Banner across the page")
    PORTRAIT = "portrait", _("The firm's own picture")


class ShopPicture(models.Model):
    """A picture of a shop's own page: files as those of products."""

    seller_id = models.BigIntegerField()
    place = models.CharField(max_length=10, choices=ShopPlace)
    alt = models.CharField(max_length=250, blank=True)  # in the firm's language
    digest = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    colour = models.CharField(max_length=7)
    webp_widths = models.JSONField()
    avif_widths = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller_id", "place"], name="shop_picture_one_per_place"),
            models.CheckConstraint(condition=Q(place__in=ShopPlace.values), name="shop_picture_place_known"),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.place}"


class ShopPolicy(models.Model):
    """What a shop promises beyond the hub's own rules, in one language, with who wrote it."""

    seller_id = models.BigIntegerField()
    language = models.CharField(max_length=12)
    text = models.TextField(max_length=4000)
    author = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=TextState, default=TextState.ORIGINAL)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller_id", "language"], name="shop_policy_one_per_language"),
            models.CheckConstraint(condition=~Q(text=""), name="shop_policy_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.language}"
