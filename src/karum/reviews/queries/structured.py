"""Reviews for machines: schema.org's AggregateRating and Review, to put into a product's own description.

Source: schema.org/AggregateRating; Google's rules for review snippets: only what people can read on the same page,
no average where the page shows none.
"""

from typing import Any

from karum.reviews.domain.rating import Rating
from karum.reviews.queries.ratings import ratings
from karum.reviews.queries.reviews import newest


def aggregate(rating: Rating) -> dict[str, Any]:
    """``aggregateRating`` alone: for pages that count their bytes. Empty where no average is shown to people."""
    if rating.mean is None:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": str(rating.mean),
            "reviewCount": rating.count,
            "bestRating": 5,
            "worstRating": 1,
        }
    }


def structured(product_id: int, language: str, *, rating: Rating | None = None) -> dict[str, Any]:
    """``aggregateRating`` and ``review`` for a product's JSON-LD; empty where no average is shown to people."""
    told = aggregate(rating or ratings([product_id]).get(product_id) or Rating())
    if not told:
        return {}
    return {
        **told,
        "review": [
            {
                "@type": "Review",
                "reviewRating": {"@type": "Rating", "ratingValue": one.row.stars, "bestRating": 5, "worstRating": 1},
                "author": {"@type": "Person", "name": one.row.signed or one.row.country},
                "datePublished": one.row.written_at.date().isoformat(),
                "inLanguage": one.row.language,
                "reviewBody": one.row.words,
            }
            for one in newest(product_id, language)
        ],
    }
