"""A Dask cluster as an executor that speaks clearly: connected within a time, and lost with one message."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.errors import ClusterError, InputError, own_pip
from mkba_uncertainty.replication import TASK_ROWS, Pending

if TYPE_CHECKING:
    from distributed import Client

CONNECTING = 10
"""Seconds in which a scheduler must answer, and have a worker."""

ASKING = 5
"""Seconds of waiting for a result after which the scheduler is asked whether it is still there."""

WITHOUT_WORKERS = 60
"""Seconds without any worker after which a run gives up: a lost one may be replaced."""

ON_WORKERS = ("mkba_uncertainty", "numpy", "scipy")
"""Packages that every worker needs, in the same versions."""


class Cluster:
    """An executor on a Dask cluster; see :func:`connected`.

    Parameters
    ----------
    client : distributed.Client
    address : str
        For messages.
    """

    task_rows = TASK_ROWS

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Pending:
        """Run a task on a worker; again on another one if that worker dies."""
        with self._told():
            future = self._client.submit(function, *arguments, pure=False)
        return Pending(partial(self._result, future), partial(self._cancel, future))

    def differences(self) -> str:
        """Say which packages of the workers have other versions than here; nothing where all are the same.

        Raises
        ------
        InputError
            If a worker lacks one.
        """
        found = self._client.get_versions(packages=list(ON_WORKERS))
        return differences(found["client"]["packages"], [one["packages"] for one in found["workers"].values()])

    def _result(self, future: Any) -> Any:
        idle = 0
        while not future.done():
            try:
                with self._told():
                    return future.result(timeout=ASKING)
            except TimeoutError:  # of waiting; that of a task itself comes again below
                idle = 0 if self._workers() else idle + ASKING
            if idle >= WITHOUT_WORKERS:
                raise ClusterError("dask_no_workers", found=self._address, seconds=WITHOUT_WORKERS)
        with self._told():
            return future.result()

    def _workers(self) -> int:
        """Ask the scheduler how many workers it has."""
        try:
            return len(self._client.sync(self._client.scheduler.ncores, callback_timeout=ASKING))
        except Exception as error:  # of many kinds, by when it was lost
            raise ClusterError("dask_lost", found=self._address) from error

    def _cancel(self, future: Any) -> None:
        with suppress(Exception):  # a lost cluster has nothing left to cancel
            future.cancel()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say it where a cluster was lost, and leave the errors of a task itself as they are."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        try:
            yield
        except KilledWorker as error:
            raise ClusterError("dask_killed") from error
        except (CancelledError, CommClosedError) as error:
            raise ClusterError("dask_lost", found=self._address) from error


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Give the Dask cluster whose scheduler is at an address.

    Parameters
    ----------
    address : str
        Such as ``tcp://10.0.0.5:8786``. What a cluster is sent it runs, and what it sends back is trusted: connect only
        to your own.

    Raises
    ------
    InputError
        If Dask is not installed, no scheduler answers in time, it has no workers, or these lack this package.
    ClusterError
        Of a task: if the cluster is lost.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise InputError("dask_missing", key="dask", pip=own_pip()) from error
    with _silenced():
        try:
            with ThreadPoolExecutor(1) as apart:  # a notebook has an event loop of its own in this thread
                # a client that fails at its birth hangs when it is disposed of
                apart.submit(lambda: asyncio.run(_reach(address))).result()
            client = Client(address, timeout=CONNECTING, set_as_default=False)
        except Exception as error:  # of many kinds, by what stands there instead
            raise InputError("dask_unreachable", key="dask", found=address, seconds=CONNECTING) from error
        try:
            _await_worker(client, address)
            yield Cluster(client, address)
        finally:
            with suppress(Exception):
                client.close(timeout=ASKING)


async def _reach(address: str) -> None:
    """See that a scheduler answers."""
    from distributed.comm import connect
    from distributed.security import Security

    comm = await connect(address, timeout=CONNECTING, **Security().get_connection_args("client"))
    await comm.close()


def _await_worker(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except Exception as error:
        raise InputError("dask_no_workers", key="dask", found=address, seconds=CONNECTING) from error


def differences(here: Mapping[str, str | None], there: Sequence[Mapping[str, str | None]]) -> str:
    """Say which packages have other versions on workers than here."""
    for name in ON_WORKERS:
        if any(packages.get(name) is None for packages in there):
            raise InputError("dask_lacking", key="dask", found=name)
    others = {name: sorted({str(packages[name]) for packages in there} - {str(here[name])}) for name in ON_WORKERS}
    return ", ".join(f"{name} {here[name]}: {' '.join(found)}" for name, found in others.items() if found)


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep what Dask says of a lost connection or of versions off the screen: it is said once, in our words."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client", "tornado.application")]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
