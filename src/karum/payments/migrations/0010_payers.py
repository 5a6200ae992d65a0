from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("payments", "0009_provider_moves")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="payer",
            field=models.CharField(blank=True, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="payment",
            name="account",
            field=models.CharField(blank=True, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["payer", "created_at"], name="payment_by_payer", condition=~Q(payer="")),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["account", "created_at"], name="payment_by_account", condition=~Q(account="")),
        ),
    ]
