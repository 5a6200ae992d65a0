from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("payments", "0008_refunds_that_failed")]

    operations = [
        migrations.AddField(
            model_name="providersettlement", name="trace", field=models.CharField(blank=True, max_length=100)
        ),
        migrations.AddField(
            model_name="providersettlement", name="failed_at", field=models.DateTimeField(null=True)
        ),
        migrations.CreateModel(
            name="ProviderMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=20)),
                ("reference", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=40)),
                ("amount_minor", models.BigIntegerField()),
                ("fee_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("source", models.CharField(blank=True, max_length=100)),
                ("payment_key", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=30)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["provider", "reference"], name="provider_move_once")
                ],
                "indexes": [
                    models.Index(fields=["provider", "-at"], name="provider_move_newest"),
                    models.Index(fields=["at"], name="provider_move_odd", condition=~Q(why="")),
                ],
            },
        ),
    ]
