-- Door prices of listings that are over, and of countries that nobody comes from any more.
DELETE FROM catalogue_door d
 WHERE d.country <> ALL (%(countries)s) OR NOT EXISTS (SELECT 1 FROM catalogue_listing l WHERE l.id = d.listing_id)
