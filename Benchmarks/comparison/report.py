"""What is printed: the machine, the table, the JSON document."""

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from comparison.model import Budget, Measured, Result, Rival, Verdict

Line = Sequence[str]

FORMAT_VERSION = 1
HEADER: Line = (
    "work",
    "ipctool",
    "peer",
    "peer's",
    "ratio",
    "must",
    "aim",
    "",
)
NUMBERS = {1, 3, 4, 5, 6}  # the columns that are set flush right


def missed(results: Iterable[Result]) -> bool:
    """Tell whether any 'must' is missed."""
    return any(
        rival.verdict is Verdict.MISSED
        for result in results
        for rival in result.rivals
    )


def machine() -> dict[str, Any]:
    """Describe the machine."""
    return {
        "kernel": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 2),
    }


def machine_line() -> str:
    """Describe the machine in a line."""
    return "{kernel}, {architecture}, {cores} cores, load {load}".format(
        **machine()
    )


def table(results: Iterable[Result]) -> str:
    """Lay all results out as one table."""
    lines = [HEADER]
    for result in results:
        lines += table_lines(result)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(aligned(line, widths) for line in lines)


def table_lines(result: Result) -> Iterator[Line]:
    """Return a line for each peer; the work stands in the first only."""
    text = result.row.meter.text
    work = (result.ipctool.work, text(result.ipctool.value))
    for rival in result.rivals:
        yield (
            *work,
            rival.measured.work,
            text(rival.measured.value),
            f"{rival.ratio:.3g}",
            *budget_cells(rival.peer.budget),
            str(rival.verdict),
        )
        work = ("", "")


def budget_cells(budget: Budget | None) -> tuple[str, str]:
    """Return 'must' and 'aim', with a dash for what is not set."""
    if budget is None:
        return "–", "–"
    return number(budget.must), number(budget.aim)


def number(value: float | None) -> str:
    """Return a limit as it was written."""
    return "–" if value is None else f"{value:g}"


def aligned(line: Line, widths: Sequence[int]) -> str:
    """Pad a line to the widths of its columns."""
    cells = (
        cell.rjust(width) if column in NUMBERS else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(line, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def document(results: Iterable[Result], small: bool) -> dict[str, Any]:
    """Return all results for machines."""
    return {
        "version": FORMAT_VERSION,
        "machine": machine(),
        "small": small,
        "rows": [row_member(result) for result in results],
    }


def row_member(result: Result) -> dict[str, Any]:
    """Return one row for machines."""
    return {
        "name": result.row.name,
        "work": result.ipctool.work,
        "unit": result.row.meter.unit,
        "runs": result.runs,
        "ipctool": measured_member(result.ipctool),
        "peers": [rival_member(rival) for rival in result.rivals],
    }


def measured_member(measured: Measured) -> dict[str, Any]:
    """Return what was measured for machines."""
    return {"value": measured.value, "medians": dict(measured.medians)}


def rival_member(rival: Rival) -> dict[str, Any]:
    """Return one peer for machines."""
    budget = rival.peer.budget
    return {
        "work": rival.measured.work,
        "commands": list(rival.peer.commands),
        **measured_member(rival.measured),
        "ratio": rival.ratio,
        "must": budget.must if budget else None,
        "aim": budget.aim if budget else None,
        "verdict": str(rival.verdict) or None,
    }
