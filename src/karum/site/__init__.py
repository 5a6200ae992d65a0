"""site: the composition root: settings, addresses, page shell, command line."""
