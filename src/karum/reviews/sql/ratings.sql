SELECT product_id, n1, n2, n3, n4, n5, with_photo FROM reviews_productrating WHERE product_id = ANY (%(products)s)
