-- Everything that a product's page shows, in one round trip.
SELECT p.id, p.slug, p.language, p.state, p.created_by, p.hs_code, p.origin, p.materials::text, p.category_id,
       (SELECT jsonb_agg(jsonb_build_array(t.language, t.title, t.summary, t.description, t.author, t.state)
                         ORDER BY t.language)
          FROM catalogue_producttext t WHERE t.product_id = p.id)::text,
       (SELECT jsonb_agg(jsonb_build_array(i.digest, i.alt, i.width, i.height, i.colour, i.webp_widths, i.avif_widths)
                         ORDER BY i.position)
          FROM catalogue_picture i WHERE i.product_id = p.id)::text,
       (SELECT json_agg(json_build_array(v.id, v.name, v.options, v.weight_g, v.length_mm, v.width_mm, v.height_mm,
                                         v.gtin) ORDER BY v.position)
          FROM catalogue_variant v WHERE v.product_id = p.id)::text,
       (SELECT jsonb_agg(jsonb_build_array(o.id, o.seller_id, o.variant_id, o.sku, v.name, o.currency, o.price_minor,
                                           o.breaks, o.quantity_min, o.pack_multiple, o.available, v.weight_g,
                                           o.incoterm, o.handling_days, o.state))
          FROM catalogue_variant v JOIN catalogue_offer o ON o.variant_id = v.id
         WHERE v.product_id = p.id AND o.state = 'active')::text
  FROM catalogue_product p
 WHERE p.slug = %(slug)s
