"""Products that are not ready stay on the desk until they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ProductDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seller_id", models.BigIntegerField()),
                ("key", models.UUIDField()),
                ("person_id", models.BigIntegerField()),
                ("typed", models.JSONField(default=dict)),
                ("pictures", models.JSONField(default=list)),
                ("product_id", models.BigIntegerField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("seller_id", "key"), name="product_draft_once")],
            },
        ),
    ]
