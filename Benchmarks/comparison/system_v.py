"""System V queues and segments, in an IPC namespace of their own."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from comparison.c_library import checked, libc
from comparison.failure import MeasurementError
from comparison.model import Probe, Stage
from comparison.namespaces import private_ipc

IPC_PRIVATE = 0  # linux/ipc.h
SEGMENT_BYTES = 4096
MODE = 0o600


@dataclass(frozen=True)
class Listing(Stage):
    """A namespace that holds the objects of these addresses, and no more."""

    addresses: list[str]

    def check(self, ipctool: Probe) -> None:
        """See that `ls` gives every object once, a line each."""
        lines = ipctool("ls", "msg", "shm", "--no-header")
        if len(lines) != len(self.addresses):
            raise MeasurementError(
                f"ipctool is wrong: `ls msg shm` gave {len(lines)} lines"
                f" for {len(self.addresses)} objects"
            )
        seen = Counter(word for line in lines for word in set(line.split()))
        for address in self.addresses:
            if seen[address] != 1:
                raise MeasurementError(
                    f"ipctool is wrong: `ls msg shm` gave {address}"
                    f" {seen[address]} times"
                )


@contextmanager
def system_v_objects(queues: int, segments: int) -> Iterator[Listing]:
    """Make queues and segments that vanish with their namespace."""
    with private_ipc():
        addresses = [f"msg:{new_queue()}" for _ in range(queues)]
        addresses += [f"shm:{new_segment()}" for _ in range(segments)]
        yield Listing(addresses)


def new_queue() -> int:
    """Make a message queue and return its id."""
    return checked("msgget", libc.msgget(IPC_PRIVATE, MODE))


def new_segment() -> int:
    """Make a segment of shared memory and return its id."""
    made = libc.shmget(IPC_PRIVATE, SEGMENT_BYTES, MODE)
    return checked("shmget", made)
