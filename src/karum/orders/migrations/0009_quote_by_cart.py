from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0008_conversions_of_nothing'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['cart_id'], name='quote_by_cart'),
        ),
    ]
