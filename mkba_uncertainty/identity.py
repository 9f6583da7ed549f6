"""What a task is, as a digest: the same whenever it is asked again, another for all that its result hangs on."""

from __future__ import annotations

import copyreg
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

OWN = __name__.partition(".")[0]
"""Of this package the version says what its code is."""


def digest(*things: Any) -> str:
    """Give a digest of data and functions, whatever their identity in memory.

    What has an attribute ``task_identity`` says by that what it is. Else a dataclass is its fields, but for those that
    it does not compare by and those that begin with an underscore; a mapping is its pairs in order; a function its
    code, what it closes over and the file that it stands in. Anything else is what pickle would take along.

    Raises
    ------
    TypeError
        If something cannot travel to another process either.
    """
    return _Digests().of(things).hex()


class _Digests:
    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, bytes]] = {}  # what is in here stays alive, so that its id stays its own

    def of(self, thing: Any) -> bytes:
        if id(thing) not in self._known:
            made = sha256(repr(_origin(type(thing))).encode())
            for part in self._parts(thing):
                made.update(len(part).to_bytes(8, "big") + part)
            self._known[id(thing)] = thing, made.digest()
        return self._known[id(thing)][1]

    def _parts(self, thing: Any) -> Iterator[bytes]:
        if thing is None or isinstance(thing, str | bytes | int | float | complex | np.generic):
            yield repr(thing).encode()
        elif isinstance(thing, np.ndarray):
            yield f"{thing.dtype.str} {thing.shape}".encode()
            yield self.of(thing.tolist()) if thing.dtype.hasobject else thing.tobytes()
        elif isinstance(thing, type | ModuleType):
            yield repr(_origin(thing)).encode()
        else:
            for part in self._inside(thing):
                yield self.of(part)

    def _inside(self, thing: Any) -> Iterator[Any]:
        if hasattr(type(thing), "task_identity"):
            yield thing.task_identity
        elif is_dataclass(thing):
            for field in fields(thing):
                if field.compare and not field.name.startswith("_"):
                    yield getattr(thing, field.name)
        elif isinstance(thing, Mapping):
            yield from thing.items()
        elif isinstance(thing, set | frozenset):
            yield from sorted(map(self.of, thing))
        elif isinstance(thing, list | tuple):
            yield from thing
        elif isinstance(thing, FunctionType):
            cells = tuple(cell.cell_contents for cell in thing.__closure__ or ())
            yield from (_origin(thing), thing.__code__, thing.__defaults__, thing.__kwdefaults__, cells)
        elif isinstance(thing, CodeType):
            yield from (thing.co_code, thing.co_consts, thing.co_names, thing.co_varnames)
        else:
            reduced = copyreg.dispatch_table.get(type(thing))
            made: Any = reduced(thing) if reduced else thing.__reduce_ex__(2)
            yield from (
                [made] if isinstance(made, str) else (list(part) if _is_iterator(part) else part for part in made)
            )


def _is_iterator(part: Any) -> bool:
    return hasattr(part, "__next__")


def _origin(thing: Any) -> tuple[str, str, str]:
    """Give the module and name of a class or function, and what the file of that module holds if it is not ours."""
    module = getattr(thing, "__module__", None) or ""
    name = getattr(thing, "__qualname__", None) or thing.__name__
    return module, name, "" if module.partition(".")[0] == OWN else _source(module)


@lru_cache
def _source(module: str) -> str:
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    try:
        return sha256(Path(file).read_bytes()).hexdigest() if file.endswith(".py") else ""
    except OSError:
        return ""
