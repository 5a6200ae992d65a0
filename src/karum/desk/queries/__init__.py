"""What the desk's pages read from several packages."""
