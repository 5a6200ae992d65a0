SELECT count(DISTINCT n) FROM same_{name}
