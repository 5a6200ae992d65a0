ANALYZE staged_{name}
