"""The storefront, pure: what it says to machines. No database, no clock."""
