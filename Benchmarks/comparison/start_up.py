"""The machine as it is, for the time that a program takes to start."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from comparison.failure import MeasurementError
from comparison.model import Probe, Stage


class Bare(Stage):
    """Nothing was made; ipctool need only know its version."""

    def check(self, ipctool: Probe) -> None:
        """See that `--version` gives one line with a version."""
        lines = ipctool("--version")
        if len(lines) != 1 or not re.search(r"\d+\.\d+", lines[0]):
            raise MeasurementError(
                f"ipctool is wrong: `--version` gave {lines!r:.80}"
            )


@contextmanager
def start_up() -> Iterator[Bare]:
    """Make nothing."""
    yield Bare()
