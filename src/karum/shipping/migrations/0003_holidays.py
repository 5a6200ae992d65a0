"""Sellers go on holiday: from a day to a day, with or without orders meanwhile."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("shipping", "0002_origin_claim")]

    operations = [
        migrations.AddField("sellerdispatch", "away_from", models.DateField(blank=True, null=True)),
        migrations.AddField("sellerdispatch", "away_until", models.DateField(blank=True, null=True)),
        migrations.AddField("sellerdispatch", "away_sells", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "sellerdispatch",
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None) | Q(away_from__lte=F("away_until")),
                name="dispatch_away_in_order",
            ),
        ),
    ]
