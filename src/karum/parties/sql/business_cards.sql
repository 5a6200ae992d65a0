-- What any page may show of these businesses, with their numbers, in one round trip.
SELECT b.id, b.slug, b.name, b.legal_name, b.country, b.currency, b.language, b.kind, b.story, b.founded, b.active,
       b.address::text,
       EXISTS (SELECT FROM parties_verification v
                WHERE v.business_id = b.id AND v.scope = ANY(%(badge_scopes)s) AND v.checked_on <= %(today)s
                  AND (v.valid_until IS NULL OR v.valid_until >= %(today)s)
                  AND (v.withdrawn_on IS NULL OR v.withdrawn_on > %(today)s)),
       (SELECT json_agg(json_build_array(i.scheme, i.value) ORDER BY i.scheme, i.id)
          FROM parties_identifier i WHERE i.business_id = b.id)::text
  FROM parties_business b
 WHERE b.id = ANY(%(ids)s)
