from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_fetched_runs")]

    operations = [
        migrations.AddField(model_name="refund", name="tries", field=models.SmallIntegerField(default=0)),
        migrations.AddField(model_name="refund", name="tried", field=models.JSONField(default=list)),
        migrations.AddField(model_name="refund", name="in_suspense", field=models.BooleanField(default=False)),
    ]
