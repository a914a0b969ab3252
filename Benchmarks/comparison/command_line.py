"""The command line of `compare`."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from comparison import report
from comparison.failure import MeasurementError
from comparison.measure import Bench
from comparison.model import Result, Row
from comparison.rows import ROWS

ROOT = Path(__file__).resolve().parents[2]
IPCTOOL = ROOT / ".build" / "release" / "ipctool"
SMALL_NOTE = "Small: the budgets are shown, and nothing is judged by them."


class ExitStatus(IntEnum):
    """The exit statuses; argparse, too, gives 2 for a wrong option."""

    WITHIN = 0
    MISSED = 1
    NOT_MEASURED = 2


def main() -> int:
    """Run the comparison."""
    options = parser().parse_args()
    prepare_process()
    try:
        return compare(options)
    except (MeasurementError, OSError) as failure:
        print(f"compare: {failure}", file=sys.stderr)
        return ExitStatus.NOT_MEASURED


def parser() -> argparse.ArgumentParser:
    """Define the options."""
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(
        prog="compare",
        description="Measure ipctool against the tools people use now.",
        epilog="Exit status: 0 every 'must' is kept, 1 one is missed,"
        " 2 something could not be measured.",
    )
    option = parser.add_argument
    option("--small", action="store_true", help="all of it in seconds")
    option("--runs", type=count, metavar="N", help="runs of each command")
    option("--ipctool", type=Path, default=IPCTOOL, metavar="PATH")
    option("--json", action="store_true", help="results for machines")
    option("--only", choices=names, metavar="ROW", help=", ".join(names))
    return parser


def count(text: str) -> int:
    """Parse a number of at least one."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def prepare_process() -> None:
    """End quietly on Ctrl-C; give every program the same locale."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ["LC_ALL"] = "C.UTF-8"


def compare(options: argparse.Namespace) -> ExitStatus:
    """Measure the chosen rows and print what came out."""
    rows = [row for row in ROWS if options.only in (None, row.name)]
    bench = Bench(options.ipctool.absolute(), options.small, options.runs)
    bench.require(rows)
    if not options.json:
        print(report.machine_line(), flush=True)
    results = [measured(bench, row) for row in rows]
    print_results(results, options)
    if report.missed(results):
        return ExitStatus.MISSED
    return ExitStatus.WITHIN


def measured(bench: Bench, row: Row) -> Result:
    """Measure a row, and say so to whoever waits at a terminal."""
    if not sys.stderr.isatty():
        return bench.measure(row)
    print(f"measuring {row.name} …", end="", file=sys.stderr, flush=True)
    try:
        return bench.measure(row)
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def print_results(
    results: Sequence[Result], options: argparse.Namespace
) -> None:
    """Print the table, or the JSON document."""
    if options.json:
        document = report.document(results, options.small)
        print(json.dumps(document, indent=2))
        return
    print(f"\n{report.table(results)}")
    if options.small:
        print(f"\n{SMALL_NOTE}")
