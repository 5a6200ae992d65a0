-- The files of the sitemap: so many ids of products in each, and when one of them was last changed.
SELECT id / %(size)s, max(updated_at)
  FROM catalogue_product
 WHERE state = 'published'
 GROUP BY 1
 ORDER BY 1
