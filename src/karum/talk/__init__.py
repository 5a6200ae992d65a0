"""Talk between a buyer and a shop: questions, answers, pictures, saved replies, and answers that everybody may read."""
