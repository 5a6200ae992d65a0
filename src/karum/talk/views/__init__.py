"""Pages of talk: the asker's, everybody's and the hub's. The seller's inbox is at her desk."""
