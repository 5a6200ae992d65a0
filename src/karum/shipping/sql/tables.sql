-- How these sellers ship: dispatch habits, zones, and their rates in the order in which they were made.
SELECT s.seller_id, d.country, d.cut_off, d.time_zone, d.closed_on, d.away_from, d.away_until, d.away_sells,
       (SELECT json_agg(json_build_array(z.id, z.name, z.countries,
                 (SELECT json_agg(json_build_array(r.code, r.name, r.carrier, r.mode, r.tracked, r.insured, r.currency,
                                                   r.weight_bands, r.goods_bands, r.days_min, r.days_max) ORDER BY r.id)
                    FROM shipping_rate r WHERE r.zone_id = z.id)) ORDER BY z.id)
          FROM shipping_zone z WHERE z.seller_id = s.seller_id)::text
  FROM unnest(%(sellers)s::bigint[]) AS s (seller_id)
  LEFT JOIN shipping_sellerdispatch d ON d.seller_id = s.seller_id
