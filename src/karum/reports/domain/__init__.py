"""Statements, fee invoices and tax returns as values. Pure."""
