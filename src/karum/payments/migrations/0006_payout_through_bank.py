from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0005_longer_addresses'),
    ]

    operations = [
        migrations.AddField(
            model_name='payout',
            name='through_bank',
            field=models.BooleanField(default=False),
        ),
    ]
