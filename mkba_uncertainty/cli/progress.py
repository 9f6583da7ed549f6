"""A progress bar on standard error, as an executor: it moves the bar when a task is done, wherever that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import Progress, TaskID

from mkba_uncertainty.replication import Executor, Pending


class _Watched:
    def __init__(self, progress: Progress, bar: TaskID, executor: Executor | None) -> None:
        self.progress, self.bar, self.executor = progress, bar, executor

    @property
    def task_rows(self) -> int:
        """How many rows a task has at least; by itself the bar moves after every batch."""
        return getattr(self.executor, "task_rows", 1)

    def submit(self, function: Callable[..., Any], /, batches: Sequence[Any]) -> Pending:
        if self.executor is None:
            return Pending(lambda: self._moved(batches, function(batches)))
        future = self.executor.submit(function, batches)
        return Pending(lambda: self._moved(batches, future.result()), future.cancel)

    def _moved(self, batches: Sequence[Any], result: Any) -> Any:
        self.progress.advance(self.bar, len(batches))
        return result


@contextmanager
def step_bar(steps: int, label: str) -> Iterator[Callable[[], None]]:
    """Show a bar for so many steps; gives what to call after each of them."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=steps)
        yield lambda: progress.advance(task)


@contextmanager
def progress_bar(batches: int, label: str, executor: Executor | None = None) -> Iterator[Executor]:
    """Show a bar for so many batches while the work runs, here or in an executor."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield _Watched(progress, progress.add_task(label, total=batches), executor)
