from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0011_own_transfers")]

    operations = [
        migrations.AddField(model_name="bankaccount", name="usable_from", field=models.DateTimeField(null=True)),
    ]
