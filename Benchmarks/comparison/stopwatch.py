"""Wall-clock time, taken by hyperfine."""

import json
import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence

from comparison.failure import MeasurementError
from comparison.programs import is_answer

# The commands take turns this often, so that a machine that is busy for a
# while is busy for all of them.
ROUNDS = 3
WARMUP = 1


class Stopwatch:
    """Seconds from start to end of a command, without a shell."""

    unit = "seconds"
    package = "hyperfine"
    program = "hyperfine"

    def sample(
        self, commands: Sequence[str], runs: int
    ) -> dict[str, list[float]]:
        """Return `runs` times of each command."""
        times: dict[str, list[float]] = {command: [] for command in commands}
        for runs_now in shares(runs, ROUNDS):
            for command, more in hyperfine(commands, runs_now):
                times[command] += more
        return times

    def text(self, value: float) -> str:
        """Return a time in seconds from ten on, milli- or microseconds."""
        if value >= 10:
            return f"{value:.1f} s"
        if value >= 1e-3:
            return f"{value * 1e3:.2f} ms"
        return f"{value * 1e6:.2f} µs"


STOPWATCH = Stopwatch()


def shares(total: int, parts: int) -> list[int]:
    """Split a number into at most `parts` parts, as even as they can be."""
    parts = min(parts, total)
    return [(total + part) // parts for part in range(parts)]


def hyperfine(
    commands: Sequence[str], runs: int
) -> Iterator[tuple[str, list[float]]]:
    """Run hyperfine once over all commands."""
    # A file in memory: a temporary one would stay behind when we are killed.
    with os.fdopen(os.memfd_create("hyperfine"), "rb") as export:
        run(hyperfine_words(commands, runs, export.fileno()), export.fileno())
        for result in json.load(export)["results"]:
            for status in result["exit_codes"]:
                if not is_answer(shlex.split(result["command"]), status):
                    raise MeasurementError(
                        f"`{result['command']}`: status {status}"
                    )
            yield result["command"], result["times"]


def hyperfine_words(
    commands: Sequence[str], runs: int, export: int
) -> list[str]:
    """Return the command line of hyperfine, which ends when we end."""
    options = (
        "setpriv --pdeathsig KILL hyperfine -N --style none --output pipe"
        f" --ignore-failure --warmup {WARMUP} --runs {runs}"
        f" --export-json /dev/fd/{export}"
    )
    return [*shlex.split(options), "--", *commands]


def run(words: Sequence[str], keep: int) -> None:
    """Run a program that inherits the descriptor `keep`."""
    done = subprocess.run(
        words,
        check=False,
        pass_fds=(keep,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        reason = " ".join(done.stderr.split()) or f"status {done.returncode}"
        raise MeasurementError(f"hyperfine failed: {reason}")
