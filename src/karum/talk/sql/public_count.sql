-- How many answers about a product everybody may read.
SELECT count(*)
  FROM talk_publicanswer
 WHERE product_id = %(product_id)s AND withdrawn_at IS NULL
