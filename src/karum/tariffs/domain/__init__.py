"""What tariffs say, without database or clock."""
