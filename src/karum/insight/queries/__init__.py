"""What was counted, as a seller or the operator sees it. Small numbers that could point at somebody are not shown."""

from karum.insight.queries.overview import Funnel, Insight, Row, as_csv, insight

__all__ = ["Funnel", "Insight", "Row", "as_csv", "insight"]
