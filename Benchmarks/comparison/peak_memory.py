"""The most memory a command has, taken by time(1)."""

import shlex
from collections.abc import Sequence

from comparison.programs import run


class PeakMemory:
    """The peak of a command's resident memory: `ru_maxrss` of wait4(2).

    A process starts with the peak of the one that ran it, see exec_mmap() in
    the kernel's fs/exec.c: it must be run by a small one, and not by us.
    """

    unit = "bytes"
    package = "time"
    program = "time"

    def sample(
        self, commands: Sequence[str], runs: int
    ) -> dict[str, list[float]]:
        """Return `runs` peaks of each command; they take turns."""
        peaks: dict[str, list[float]] = {command: [] for command in commands}
        for _ in range(runs):
            for command in commands:
                peaks[command].append(peak(command))
        return peaks

    def text(self, value: float) -> str:
        """Return a size in binary megabytes."""
        return f"{value / 2**20:.1f} MiB"


PEAK_MEMORY = PeakMemory()


def peak(command: str) -> float:
    """Run a command, which ends when we end, and return its peak."""
    options = "setpriv --pdeathsig KILL time --quiet --format=%M --"
    done = run([*shlex.split(options), *shlex.split(command)])
    kibibytes = done.stderr.split()[-1]  # after what the command said
    return float(kibibytes) * 1024
