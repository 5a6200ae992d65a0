"""Orders without a database: what is decided, what may happen next, how money is split. Pure."""
