"""Pages of reviews: everybody's, the buyer's and the hub's. The seller's are at her desk."""
