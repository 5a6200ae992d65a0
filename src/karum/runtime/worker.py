"""The worker: runs the jobs that events and periodic tasks leave in PostgreSQL.

A worker sends a heartbeat. Jobs of a worker that is silent (killed, or its machine gone) are taken up again, so every
task must be able to run twice.
"""

import asyncio
import logging

from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from karum.runtime.settings import settings

HEARTBEAT_S = 5.0
SILENT_S = 20.0
RESCUE_S = 5.0
STOP_S_MAX = 6.0

log = logging.getLogger(__name__)


async def work() -> None:
    """Run jobs until SIGTERM or SIGINT."""
    jobs = settings().worker_jobs
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=jobs + 3)
    worker_app = app.with_connector(connector)
    async with worker_app.open_async():
        rescue = asyncio.create_task(_rescue(worker_app))
        try:
            await worker_app.run_worker_async(
                concurrency=jobs,
                update_heartbeat_interval=HEARTBEAT_S,
                stalled_worker_timeout=SILENT_S,
                shutdown_graceful_timeout=STOP_S_MAX,
                delete_jobs="successful",
            )
        finally:
            rescue.cancel()


async def _rescue(worker_app: App) -> None:
    while True:
        manager = worker_app.job_manager
        await manager.prune_stalled_workers(SILENT_S)
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_S):
            log.warning("Job %s (%s) lost its worker; it runs again.", job.id, job.task_name)
            await manager.retry_job(job)
        await asyncio.sleep(RESCUE_S)
