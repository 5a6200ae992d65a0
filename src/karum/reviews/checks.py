"""What the doctor asks of reviews: that the sums are right, and that what was reported is looked at."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from karum.reviews.models import Report
from karum.runtime.doctor import Finding, check

PATIENCE = timedelta(days=3)

_WRONG = """
    SELECT count(*) FROM (
        SELECT product_id AS id, count(*) FILTER (WHERE stars = 1) AS n1, count(*) FILTER (WHERE stars = 2) AS n2,
               count(*) FILTER (WHERE stars = 3) AS n3, count(*) FILTER (WHERE stars = 4) AS n4,
               count(*) FILTER (WHERE stars = 5) AS n5, count(*) FILTER (WHERE photo_count > 0) AS photos
        FROM reviews_review WHERE hidden_at IS NULL AND replaced_at IS NULL GROUP BY product_id
    ) AS found
    FULL JOIN reviews_productrating AS kept ON kept.product_id = found.id
    WHERE (coalesce(found.n1, 0), coalesce(found.n2, 0), coalesce(found.n3, 0), coalesce(found.n4, 0),
           coalesce(found.n5, 0), coalesce(found.photos, 0))
       IS DISTINCT FROM (kept.n1, kept.n2, kept.n3, kept.n4, kept.n5, kept.with_photo)
"""


@check("sums of stars")
def sums() -> Finding:
    """What pages show is what the reviews come to."""
    with connection.cursor() as cursor:
        cursor.execute(_WRONG)
        (wrong,) = cursor.fetchone() or (0,)
    if wrong:
        return Finding.bad(f"The stars of {wrong} products are not those of their reviews.", "Tell the maintainers.")
    return Finding.good("the stars of every product are those of its reviews")


@check("reported reviews")
def reports() -> Finding:
    """Somebody looks at what was reported."""
    late = Report.objects.filter(answered_at=None, at__lt=timezone.now() - PATIENCE).count()
    if late:
        return Finding.warn(f"{late} reports of reviews wait for more than three days.", "See /hub/reviews")
    return Finding.good("no report of a review waits long")
