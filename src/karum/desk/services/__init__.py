"""What the desk writes, through the services of the packages below."""
