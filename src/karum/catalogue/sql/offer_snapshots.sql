-- A title in the reader's language, else in the product's own, else in English, else in any; people's words before a machine's.
SELECT o.id, o.seller_id, o.variant_id, v.product_id, p.slug, o.sku, t.title, t.language, v.name,
       o.currency, o.price_minor, o.breaks::text, o.quantity_min, o.pack_multiple, o.available,
       v.weight_g, p.hs_code, p.origin, o.incoterm, o.handling_days, o.state
  FROM catalogue_offer o
  JOIN catalogue_variant v ON v.id = o.variant_id
  JOIN catalogue_product p ON p.id = v.product_id
 CROSS JOIN LATERAL (
       SELECT x.title, x.language
         FROM catalogue_producttext x
        WHERE x.product_id = p.id
        ORDER BY x.state = 'machine', x.language = %(language)s DESC, x.language = p.language DESC,
                 x.language = 'en' DESC, x.language
        LIMIT 1) AS t
 WHERE o.id = ANY (%(offers)s)
