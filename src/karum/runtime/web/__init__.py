"""The web server's parts below Django: threads for pages, files, health and metrics. Nothing here knows a package."""
