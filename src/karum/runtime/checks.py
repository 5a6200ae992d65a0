"""The doctor's checks of what the hub runs on: database, tables, worker, disk, clock."""

import os
import shutil
import tempfile
import time
from pathlib import Path

from django.db import connection

from karum.runtime.doctor import Finding, check
from karum.runtime.migrations import missing
from karum.runtime.settings import settings
from karum.runtime.worker import SILENT_S

POSTGRES_OLDEST = 150_000
DISK_MB_BAD, DISK_MB_LOW = 500, 2_000
CLOCK_S_MAX = 2.0
FILES_S_MAX = 60.0


@check("database")
def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, pg_database_size(current_database())")
        version, size = cursor.fetchone()
    name = f"PostgreSQL {version // 10_000}.{version % 10_000}"
    if version < POSTGRES_OLDEST:
        return Finding.bad(f"{name} is too old.", "Move to PostgreSQL 15 or newer, or leave DATABASE_URL empty.")
    return Finding.good(f"{name} answers; the hub's data takes {size / 1e6:,.0f} MB.")


@check("migrations")
def migrations() -> Finding:
    lacking = missing()
    if lacking:
        return Finding.bad(f"The database lacks {len(lacking)} steps: {', '.join(lacking[:3])}.", "Run: karum migrate")
    return Finding.good("Every table is up to date.")


@check("worker")
def worker() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(extract(epoch FROM now() - last_heartbeat)) FROM procrastinate_workers "
            "WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [SILENT_S],
        )
        count, heard_s = cursor.fetchone()
    if count:
        return Finding.good(f"{count} at work, last heard of {heard_s:.0f} s ago.")
    return Finding.bad("No worker is at work, so mail, payouts and clocks stand still.", "Start the hub: make run")


@check("jobs")
def jobs() -> Finding:
    """Failed jobs stay in the table until somebody runs them again; lost ones are taken up by the worker itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'todo'), "
            "count(*) FILTER (WHERE status = 'doing' AND (w.id IS NULL OR "
            "w.last_heartbeat < now() - make_interval(secs => %s))), "
            "string_agg(DISTINCT task_name, ', ') FILTER (WHERE status = 'failed') "
            "FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id "
            "WHERE status IN ('failed', 'todo', 'doing')",
            [SILENT_S],
        )
        failed, waiting, lost, names = cursor.fetchone()
    if failed:
        do = "The worker's log says why. When that is mended, run them again: karum doctor --retry-failed"
        return Finding.bad(f"{failed} jobs failed ({names}).", do)
    if lost:
        return Finding.warn(f"{lost} jobs lost their worker.", "A running worker takes them up within a minute.")
    return Finding.good(f"None failed, none lost, {waiting} waiting.")


@check("disk")
def disk() -> Finding:
    folder = Path(settings().data_dir).resolve()
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    said = f"{free_mb:,} MB are free for {folder}."
    do = "Free some space, or move the data folder (KARUM_DATA) to a larger disk."
    if free_mb < DISK_MB_LOW:
        return Finding.bad(said, do) if free_mb < DISK_MB_BAD else Finding.warn(said, do)
    return Finding.good(said)


@check("clock")
def clock() -> Finding:
    """Orders, quotes and escrow run by the clock: this machine's, the database's and the disk's have to agree."""
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        (there,) = cursor.fetchone()
        after = time.time()
    off_s = max(before - there, there - after, 0.0)
    with tempfile.NamedTemporaryFile(dir=settings().data_dir) as file:
        disk_off_s = abs(os.fstat(file.fileno()).st_mtime - time.time())
    newest = max((path.stat().st_mtime for path in Path(settings().data_dir).iterdir()), default=0.0)
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    do = "Set the clocks by NTP, for example: timedatectl set-ntp true"
    if off_s > CLOCK_S_MAX:
        return Finding.bad(f"It is {now} UTC here; the database's clock is {off_s:.0f} s away.", do)
    if disk_off_s > FILES_S_MAX:
        return Finding.bad(f"It is {now} UTC here; the disk's clock is {disk_off_s:.0f} s away.", do)
    if newest > time.time() + FILES_S_MAX:
        return Finding.bad(f"It is {now} UTC, but the hub's files were written later: the clock was set back.", do)
    return Finding.good(f"It is {now} UTC, here, in the database and on the disk.")
