"""runtime: what every package stands on: typed settings, embedded PostgreSQL, events, doctor, supervision."""
