"""What a person wrote about what she bought."""

from typing import Any

from karum.parties.queries import Person
from karum.parties.services.known import known
from karum.reviews.models import Review


@known("reviews")
def reviews(person: Person) -> list[dict[str, Any]]:
    """Her reviews, the oldest first."""
    return [
        {
            "product": row.product_id,
            "stars": row.stars,
            "words": row.words,
            "language": row.language,
            "signed": row.signed,
            "country": row.country,
            "written_at": row.written_at.isoformat(),
            "reply": row.reply,
        }
        for row in Review.objects.filter(person_id=person.pk).order_by("written_at", "id")
    ]
