"""Processes that hold given descriptors, and do nothing else."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from comparison.c_library import checked, libc
from comparison.failure import MeasurementError
from comparison.programs import require_program

PR_SET_PDEATHSIG = 1  # linux/prctl.h
# It waits in pause(2), which costs no descriptor. That it is a program of its
# own takes less time and memory than a copy of Python that stays.
SLEEP = ("sleep", "infinity")


class Sleepers:
    """Starts processes that end when we end, whatever ends us."""

    def __init__(self) -> None:
        """Start none yet."""
        outcome, report = os.pipe()
        self.outcome = os.fdopen(outcome, errors="replace")
        self.report = os.fdopen(report, "wb", buffering=0)
        self.pids: list[int] = []

    def start(self, descriptors: Sequence[int]) -> int:
        """Start a process that holds these as its 0, 1, 2, … and no other."""
        parent = os.getpid()
        try:
            pid = os.fork()
        except BlockingIOError as refusal:
            raise MeasurementError(
                f"no more than {len(self.pids)} processes could be started:"
                " raise `ulimit -u`, or see kernel.pid_max and pids.max"
            ) from refusal
        if pid == 0:
            self.become_sleeper(descriptors, parent)
        self.pids.append(pid)
        return pid

    def become_sleeper(
        self, descriptors: Sequence[int], parent: int
    ) -> NoReturn:
        """Turn this process, new from fork(2), into one that sleeps."""
        try:
            end_with(parent)
            hold_only(descriptors, self.report.fileno())
            os.execvp(SLEEP[0], SLEEP)
        except Exception as failure:
            self.report.write(f"{failure}\n".encode())
        finally:
            os._exit(1)

    def wait_until_asleep(self) -> None:
        """Return when all are asleep; after that none can be started.

        Each holds the pipe's other end until it runs the other program.
        """
        self.report.close()
        with self.outcome:
            failures = self.outcome.read().splitlines()
        if failures:
            raise MeasurementError(f"a process of the farm: {failures[0]}")

    def end(self) -> None:
        """End all of them."""
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        for pid in self.pids:
            os.waitpid(pid, 0)


@contextmanager
def sleepers(descriptors: int) -> Iterator[Sleepers]:
    """Let processes of so many descriptors be started, and end them.

    What they are to hold must be opened within the context.
    """
    require_program(SLEEP[0], "coreutils")
    with low_numbers_taken(descriptors):
        started = Sleepers()
        try:
            yield started
        finally:
            started.end()


@contextmanager
def low_numbers_taken(count: int) -> Iterator[None]:
    """Let no descriptor that is opened now have a number below `count`.

    A process moves what it is to hold to the lowest numbers; what had one of
    them already would be overwritten before its turn.
    """
    taken = [os.open(os.devnull, os.O_RDONLY)]
    while taken[-1] < count:
        taken.append(os.dup(taken[0]))
    try:
        yield
    finally:
        for descriptor in taken:
            os.close(descriptor)


def end_with(parent: int) -> None:
    """Let the kernel kill this process when its parent has ended."""
    checked("prctl", libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
    if os.getppid() != parent:  # ended before the call: no signal comes
        os._exit(1)


def hold_only(descriptors: Sequence[int], report: int) -> None:
    """Move these to 0, 1, 2, … and close all others, `report` with exec."""
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    os.closerange(len(descriptors), report)
    os.closerange(report + 1, os.sysconf("SC_OPEN_MAX"))
