from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("disputes", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="chargebackshare",
            name="missing_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="chargebackshare",
            constraint=models.CheckConstraint(
                condition=Q(missing_minor__gte=0) & Q(missing_minor__lte=F("amount_minor")),
                name="chargeback_share_missing_within",
            ),
        ),
        migrations.CreateModel(
            name="HubLoss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("chargeback", models.UUIDField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("reason", models.CharField(max_length=500)),
                ("takes_two", models.BooleanField()),
                ("asked_by_id", models.BigIntegerField()),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("approved_by_id", models.BigIntegerField(null=True)),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                ("approved_at", models.DateTimeField(null=True)),
                ("booked_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["chargeback"], condition=Q(ended_at=None), name="hub_loss_one_of_a_chargeback"
                    ),
                    models.CheckConstraint(condition=Q(amount_minor__gt=0), name="hub_loss_positive"),
                    models.CheckConstraint(condition=~Q(reason=""), name="hub_loss_has_a_reason"),
                    models.CheckConstraint(
                        condition=Q(booked_at=None) | Q(takes_two=False) | Q(approved_by_id__isnull=False),
                        name="hub_loss_approved_above_the_limit",
                    ),
                    models.CheckConstraint(
                        condition=Q(approved_by_id=None) | ~Q(approved_by_id=F("asked_by_id")),
                        name="hub_loss_by_two_people",
                    ),
                ],
            },
        ),
    ]
