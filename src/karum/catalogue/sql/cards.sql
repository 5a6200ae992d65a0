SELECT l.id, o.id, p.id, p.slug, t.title, t.language, l.seller_id, o.currency, o.price_minor, l.price_from,
       o.quantity_min, o.pack_multiple, o.breaks::text, o.available, l.in_stock, p.hs_code, p.origin, v.weight_g,
       o.incoterm, o.handling_days, c.slug, t.summary,
       i.digest, i.alt, i.width, i.height, i.colour, i.webp_widths::text, i.avif_widths::text
  FROM catalogue_listing l
  JOIN catalogue_offer o ON o.id = l.offer_id AND o.seller_id = l.seller_id
  JOIN catalogue_variant v ON v.id = o.variant_id
  JOIN catalogue_product p ON p.id = l.product_id
  JOIN catalogue_category c ON c.id = p.category_id
 CROSS JOIN LATERAL (
       SELECT x.title, x.summary, x.language
         FROM catalogue_producttext x
        WHERE x.product_id = p.id
        ORDER BY x.state = 'machine', x.language = %(language)s DESC, x.language = p.language DESC,
                 x.language = 'en' DESC, x.language
        LIMIT 1) AS t
  LEFT JOIN LATERAL (
       SELECT * FROM catalogue_picture x WHERE x.product_id = p.id ORDER BY x.position LIMIT 1) AS i ON true
 WHERE l.id = ANY (%(listings)s)
