"""How a shop looks: a wide picture, one of the people or the workshop, and what it promises, in several languages."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_imports")]

    operations = [
        migrations.CreateModel(
            name="ShopPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seller_id", models.BigIntegerField()),
                (
                    "place",
                    models.CharField(
                        choices=[("banner", "Banner across the page"), ("portrait", "The firm's own picture")],
                        max_length=10,
                    ),
                ),
                ("alt", models.CharField(blank=True, max_length=250)),
                ("digest", models.CharField(max_length=32)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("colour", models.CharField(max_length=7)),
                ("webp_widths", models.JSONField()),
                ("avif_widths", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("seller_id", "place"), name="shop_picture_one_per_place"),
                    models.CheckConstraint(
                        condition=Q(place__in=["banner", "portrait"]), name="shop_picture_place_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShopPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seller_id", models.BigIntegerField()),
                ("language", models.CharField(max_length=12)),
                ("text", models.TextField(max_length=4000)),
                ("author", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("original", "Written by the seller"),
                            ("human", "Translated by a person"),
                            ("machine", "Machine translation"),
                        ],
                        default="original",
                        max_length=10,
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("seller_id", "language"), name="shop_policy_one_per_language"),
                    models.CheckConstraint(condition=~Q(text=""), name="shop_policy_has_text"),
                ],
            },
        ),
    ]
