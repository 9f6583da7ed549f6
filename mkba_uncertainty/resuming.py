"""Finished tasks on disk: after whatever ended a run, the same run goes on where it was, to the same bits."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import scipy

from mkba_uncertainty import kept
from mkba_uncertainty.identity import digest
from mkba_uncertainty.replication import TASK_ROWS, Executor, Pending
from mkba_uncertainty.store import make_folder, read_own, write_own
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.version import __version__

ENDING = ".task"

VERSIONS = (__version__, numpy.__version__, scipy.__version__)
"""With others the last bits may be others."""


class Resuming:
    """An executor that keeps what each task leaves behind, and takes it up again in a later run.

    A file belongs to one task: to the model, the options and the replicates that it is about. One that is damaged, or
    of other versions of this package, numpy and scipy, is not used but written anew; those of other tasks are left
    alone. What is kept holds numbers and no code. Several runs may use one folder, also at once. What they kept stays
    until you remove it.

    Parameters
    ----------
    folder : str or path
        Where finished tasks are kept; made if it is not there.
    executor : optional
        Anything with ``submit`` as in ``concurrent.futures``, in which tasks run; by default they run here, one by one.

    Attributes
    ----------
    taken : int
        How many tasks were finished by an earlier run.

    Raises
    ------
    StoreError
        If the folder cannot be written.

    Notes
    -----
    Of a model of your own function count its code, what it closes over and the file that it stands in; not what that
    file imports. Remove the folder after a change to that. A task that leaves over 100 MB behind is not kept, which
    :meth:`notes` says.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import mkba_uncertainty as mkba
    >>> model, folder = mkba.build_model(mkba.load_case("arnhem-ozo")), mkdtemp()
    >>> first = mkba.confidence(model, draws=64, executor=mkba.Resuming(folder))
    >>> again = mkba.Resuming(folder)
    >>> mkba.confidence(model, draws=64, executor=again) == first, again.taken
    (True, 1)
    """

    def __init__(self, folder: str | os.PathLike[str], executor: Executor | None = None) -> None:
        self.folder, self.executor = Path(folder), executor
        self.taken = 0
        make_folder(self.folder)
        self._damaged = self._too_large = 0
        self._function: tuple[Any, str] = (None, "")

    @property
    def task_rows(self) -> int:
        """How many rows a task has at least."""
        return getattr(self.executor, "task_rows", TASK_ROWS)

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Pending:
        """Give what the task left behind in an earlier run, or else run it."""
        task = self._identity(function, arguments)
        of, file = digest(VERSIONS, task), self.folder / f"{task[:40]}{ENDING}"
        found = self._taken(file, of)
        if found is not None:
            return found
        if self.executor is None:
            return Pending(lambda: self._keep(file, of, function(*arguments)))
        future = self.executor.submit(function, *arguments)
        return Pending(lambda: self._keep(file, of, future.result()), future.cancel)

    def notes(self) -> list[Text]:
        """Say what was taken up, what could not be used, and what was too large to be kept."""
        said = []
        if self.taken:
            said.append(both("resume.taken", count=self.taken, folder=str(self.folder)))
        if self._damaged:
            said.append(both("resume.damaged", count=self._damaged, folder=str(self.folder)))
        if self._too_large:
            said.append(both("resume.too_large", count=self._too_large, limit=str(kept.LARGEST // 1_000_000)))
        return said

    def _identity(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> str:
        if self._function[0] is not function:  # many tasks have one function, and it holds the model
            self._function = function, digest(function)
        return digest(self._function[1], arguments)

    def _taken(self, file: Path, of: str) -> Pending | None:
        if not os.path.lexists(file):
            return None
        try:
            left = kept.from_bytes(read_own(file, kept.LARGEST), of)
        except (OSError, kept.UnusableError):
            self._damaged += 1
            return None
        self.taken += 1
        return Pending(lambda: left)

    def _keep(self, file: Path, of: str, left: Any) -> Any:
        content = kept.to_bytes(left, of)
        if content is None:
            self._too_large += 1
        elif file.is_symlink() or not file.is_dir():
            write_own(file, content)
        return left
