"""compliance: who may not be traded with. Sanctions lists, screening, the review queue, the audit."""
