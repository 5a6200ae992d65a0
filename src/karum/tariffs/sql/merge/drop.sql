DROP TABLE IF EXISTS pg_temp.staged_{name}, pg_temp.same_{name}, pg_temp.closing_{name}
