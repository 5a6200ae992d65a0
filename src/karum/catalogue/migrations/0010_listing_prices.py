"""Listings keep their price in the seller's currency: a day's rates change no row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_product_liking"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="listing", name="listing_price"),
        migrations.RemoveField(model_name="listing", name="reference_minor"),
        migrations.AddField(
            model_name="listing",
            name="currency",
            field=models.CharField(max_length=3, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="listing",
            name="unit_minor",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunSQL(
            # Without the index of words, which is made anew at the end: else each row would be written into it again.
            sql="""
            DROP INDEX IF EXISTS listing_words;
            UPDATE catalogue_listing l
               SET currency = o.currency,
                   unit_minor = coalesce((
                       SELECT (entry ->> 1)::bigint
                         FROM jsonb_array_elements(o.breaks) AS entry
                        WHERE (entry ->> 0)::bigint <= ceil(o.quantity_min::numeric / o.pack_multiple) * o.pack_multiple
                        ORDER BY (entry ->> 0)::bigint DESC
                        LIMIT 1), o.price_minor)
              FROM catalogue_offer o
             WHERE o.id = l.offer_id AND o.seller_id = l.seller_id;
            SET LOCAL maintenance_work_mem = '256MB';
            CREATE INDEX listing_words ON catalogue_listing USING gin (words) WITH (fastupdate = off);
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["currency", "unit_minor", "id"], name="listing_price"),
        ),
    ]
