"""Programs that are needed, and those that must succeed."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence

from comparison.failure import MeasurementError

SECONDS = 60


def require_program(program: str, package: str) -> None:
    """Raise MeasurementError when a program is not on the path."""
    if shutil.which(program) is None:
        raise MeasurementError(
            f"no program {program}: `apt install {package}`"
        )


def is_answer(words: Sequence[str], status: int) -> bool:
    """Tell whether a command with that exit status did its work.

    What this machine's processes hang in may be found as well as not: below
    64 the status of ipctool tells of findings, not of a failure.
    """
    if os.path.basename(words[0]) == "ipctool":
        return 0 <= status < 64
    return status == 0


def output(words: Sequence[str]) -> list[str]:
    """Run a command that must succeed and return its lines of output."""
    return run(words).stdout.splitlines()


def run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed and return all that it wrote."""
    try:
        done = subprocess.run(
            words,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            text=True,
            errors="replace",
        )
    except subprocess.TimeoutExpired as late:
        raise MeasurementError(
            f"`{shlex.join(words)}` took over {SECONDS} seconds"
        ) from late
    if not is_answer(words, done.returncode):
        said = " ".join(done.stderr.split()) or "nothing on standard error"
        raise MeasurementError(
            f"`{shlex.join(words)}`: status {done.returncode}: {said:.200}"
        )
    return done
