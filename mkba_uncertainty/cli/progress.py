"""A progress bar on standard error, as an executor: it runs each batch here and moves the bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import Progress, TaskID


class _Watched:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self.progress, self.task = progress, task

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        self.progress.advance(self.task)
        return future


@contextmanager
def step_bar(steps: int, label: str) -> Iterator[Callable[[], None]]:
    """Show a bar for so many steps; gives what to call after each of them."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=steps)
        yield lambda: progress.advance(task)


@contextmanager
def progress_bar(batches: int, label: str) -> Iterator[_Watched]:
    """Show a bar for so many batches while the work runs."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield _Watched(progress, progress.add_task(label, total=batches))
