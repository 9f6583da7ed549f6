"""Finds case files and loads them."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.errors import CaseError, InputError
from mkba_uncertainty.texts.characters import printable

if TYPE_CHECKING:
    from mkba_uncertainty.case import Case

WORKBOOKS = (".xlsx", ".xlsm")
"""The endings of workbooks."""

OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods")
"""The endings of workbooks that are to be saved as one of these first."""

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path | None:
    """Find the folder of what is shipped: within an installed package, beside it in a checkout."""
    folders = (_PACKAGE / "distributions", _PACKAGE.parent / "distributions")
    return next((folder for folder in folders if folder.is_dir()), None)


def _shipped() -> dict[str, Path]:
    """Find the shipped cases."""
    folder = shipped_folder()
    return {file.stem: file for file in sorted(folder.glob("*.toml"))} if folder else {}


def shipped_cases() -> list[str]:
    """List the names of the shipped cases.

    Returns
    -------
    list of str
        What :func:`load_case` takes.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> "arnhem-ozo" in mkba.shipped_cases()
    True
    """
    return list(_shipped())


def find_case(name_or_path: str | os.PathLike[str]) -> Path:
    """Find the file of a case.

    Parameters
    ----------
    name_or_path : str or path
        The name of a shipped case, such as ``"arnhem-ozo"``, or a path to a case file.

    Returns
    -------
    Path
        A path that exists, though perhaps not that of a file.

    Raises
    ------
    CaseError
        If there is no such case or path; it offers the case file or workbook of that name or of one alike, or the
        nearest shipped case.
    """
    shipped = _shipped()
    if isinstance(name_or_path, str) and name_or_path in shipped:
        return shipped[name_or_path]
    path = Path(name_or_path)
    if os.path.exists(path):  # no error where a name is too long, or there is no right to look
        return path
    from mkba_uncertainty.casefile.collecting import shown
    from mkba_uncertainty.names import nearest
    from mkba_uncertainty.store import near_file

    endings = sorted((".toml", *WORKBOOKS), key=lambda ending: ending != path.suffix.lower())  # its own first
    whole = (f"{path}{ending}" for ending in endings)
    alike = (near_file(path, ending) for ending in endings)
    near = next(filter(os.path.isfile, whole), None) or next(filter(None, alike), None) or nearest(path.stem, shipped)
    raise CaseError("unknown_case", found=shown(str(name_or_path)), nearest=near, allowed=", ".join(shipped) or "-")


@dataclass(frozen=True)
class CaseFiles:
    """The cases in a folder, and why each file that might be taken for one is passed over."""

    folder: Path
    cases: list[Path]
    passed_over: dict[str, str]


def case_files(folder: str | os.PathLike[str]) -> CaseFiles:
    """Find the cases in a folder, by name: case files, bindings, and workbooks that no binding is about.

    Files whose name begins with a full stop or, as Excel's own of an open workbook, with ``~$`` are left alone, as are
    folders within. Passed over are files of portfolios, and workbooks that Excel must save in its present form first.

    Raises
    ------
    InputError
        If it is no folder, or holds no case.
    """
    place = Path(folder)
    if not os.path.isdir(place):
        code = "batch_is_file" if os.path.lexists(place) else "batch_no_folder"
        raise InputError(code, key="mkba batch", found=str(folder))
    files = [path for path in sorted(place.iterdir()) if path.is_file() and not path.name.startswith((".", "~$"))]
    toml = [path for path in files if path.suffix.lower() == ".toml"]
    portfolios = [path for path in toml if glance(path, "portfolio")]
    tables = [path for path in toml if path not in portfolios]
    passed_over = {printable(path.name): "portfolio" for path in portfolios}
    passed_over |= {printable(path.name): "workbook" for path in files if path.suffix.lower() in OTHER_WORKBOOKS}
    bound = {path.parent / str(glance(path, "model").get("workbook", "")) for path in tables}
    taken = {path.resolve() for path in bound}
    books = [path for path in files if path.suffix.lower() in WORKBOOKS and path.resolve() not in taken]
    if not tables and not books:
        code = "batch_empty_but" if passed_over else "batch_empty"
        raise InputError(code, key="mkba batch", found=str(folder), names=", ".join(passed_over))
    return CaseFiles(place, sorted([*tables, *books]), passed_over)


def problems(
    name_or_path: str | os.PathLike[str], *, outcomes: Collection[str] = ()
) -> tuple[Case | None, list[CaseError]]:
    """Read a case and say all that is wrong with it; ``outcomes`` as for :func:`load_case`.

    Returns
    -------
    case : Case or None
        The case, where there are no errors; ``case.warnings`` says what deserves a look.
    errors : list of CaseError
        In the order of the file.
    """
    try:
        path = find_case(name_or_path)
        if path.suffix.lower() in WORKBOOKS:
            from mkba_uncertainty.casefile.marked import case_of_workbook

            return case_of_workbook(path, outcomes), []
        raw, text, data = _tables(path)
        if "portfolio" in data and "case" not in data:
            raise CaseError("case_is_portfolio", file=str(path))
    except CaseError as error:
        return None, [error]
    return examine(data, text, path, hashlib.sha256(raw).hexdigest())


def glance(name_or_path: str | os.PathLike[str], table: str) -> dict[str, Any]:
    """Give a table of a case file as it stands, sound or not; nothing where it cannot be read."""
    try:
        _, _, data = _tables(find_case(name_or_path))
    except CaseError:
        return {}
    found = data.get(table)
    return found if isinstance(found, dict) else {}


def _tables(path: Path) -> tuple[bytes, str, dict[str, Any]]:
    """Read a file to its bytes, its text and its tables."""
    from mkba_uncertainty.casefile.reading import decode, parse_toml
    from mkba_uncertainty.store import read_bytes

    raw = read_bytes(path)
    text = decode(raw, str(path))
    return raw, text, parse_toml(text, str(path))


def examine(data: dict[str, Any], text: str, path: Path, sha256: str) -> tuple[Case | None, list[CaseError]]:
    """Make a case of the tables of a file, or say all that is wrong with them; ``text`` tells the lines."""
    from mkba_uncertainty.casefile.building import build_case
    from mkba_uncertainty.casefile.collecting import EnoughProblems, Problems
    from mkba_uncertainty.casefile.lines import thousands_points

    found = Problems(str(path), text)
    points = [
        (line, {"found": number, "value": f"{float(number):g}", "meant": number.replace(".", "")})
        for line, number in thousands_points(text)
    ]
    for line, facts in points:
        found.warn_at(line, None, "thousands_point", **facts)
    case = None
    with contextlib.suppress(EnoughProblems):
        if "model" in data:
            from mkba_uncertainty.casefile.binding import build_binding

            case = build_binding(data, path, found)
        else:
            case = build_case(data, path.stem, found)
    if case is None or found.found:
        misread = [CaseError("thousands_point", file=str(path), line=line, **facts) for line, facts in points]
        return None, sorted([*misread, *found.found], key=lambda error: error.line or 0)
    return case.replace(sha256=sha256, file=str(path), warnings=tuple(found.warnings)), []


def load_case(name_or_path: str | os.PathLike[str], *, outcomes: Collection[str] = ()) -> Case:
    """Read a case.

    Parameters
    ----------
    name_or_path : str or path
        The name of a shipped case, such as ``"arnhem-ozo"``, or a path to a case file; or to a workbook that says
        itself what is uncertain in it, by functions of @RISK or RAND().
    outcomes : collection of str
        Of such a workbook: cells that are outcomes, beside those that it names itself.

    Returns
    -------
    Case
        Validated: names refer to something, distributions exist, units match, shares sum to 1.

    Raises
    ------
    CaseError
        If the file cannot be read or is not a sound case. It holds all problems (``problems``), each with its line,
        its key, what was found, what was expected and what to do.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> case = mkba.load_case("arnhem-ozo")
    >>> case.horizon, case.published["bcr"]
    (10, 1.35)
    """
    case, errors = problems(name_or_path, outcomes=outcomes)
    if case is None:
        raise CaseError.of(errors)
    return case
