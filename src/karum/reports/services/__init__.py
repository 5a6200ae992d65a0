"""What reports write: fee invoices, tax returns, and taxes that were handed over; and the printing of papers."""
