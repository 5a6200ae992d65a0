-- Who sells goods of these chapters, headings or subheadings: each seller, code and origin once.
SELECT DISTINCT o.seller_id, p.hs_code, p.origin
  FROM catalogue_product p
  JOIN catalogue_variant v ON v.product_id = p.id
  JOIN catalogue_offer o ON o.variant_id = v.id
 WHERE p.state = 'published' AND o.state = 'active'
   AND (left(p.hs_code, 2) = ANY (%(chapters)s) OR left(p.hs_code, 4) = ANY (%(headings)s)
        OR left(p.hs_code, 6) = ANY (%(subheadings)s))
 ORDER BY o.seller_id, p.hs_code, p.origin
