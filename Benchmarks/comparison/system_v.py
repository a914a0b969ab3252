"""System V queues and segments, in an IPC namespace of their own."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from comparison.c_library import checked, libc
from comparison.failure import MeasurementError
from comparison.model import Probe

CLONE_NEWIPC = 0x08000000  # linux/sched.h; os.CLONE_NEWIPC is Python 3.12
IPC_PRIVATE = 0  # linux/ipc.h
SEGMENT_BYTES = 4096
MODE = 0o600


@dataclass(frozen=True)
class Listing:
    """A namespace that holds the objects of these addresses, and no more."""

    addresses: list[str]
    words: Mapping[str, str] = field(default_factory=dict)

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
    with private_ipc_namespace():
        addresses = [f"msg:{new_queue()}" for _ in range(queues)]
        addresses += [f"shm:{new_segment()}" for _ in range(segments)]
        yield Listing(addresses)


@contextmanager
def private_ipc_namespace() -> Iterator[None]:
    """Leave for a new IPC namespace, and come back.

    The kernel removes the objects in it once no process is left there: when
    we come back, and just as well when we are killed.
    """
    home = os.open("/proc/self/ns/ipc", os.O_RDONLY)
    try:
        enter_new_ipc_namespace(home)
        try:
            yield
        finally:
            checked("setns", libc.setns(home, CLONE_NEWIPC))
    finally:
        os.close(home)


def enter_new_ipc_namespace(home: int) -> None:
    """Unshare the IPC namespace of this process, if it may come back."""
    try:
        checked("setns", libc.setns(home, CLONE_NEWIPC))
        checked("unshare", libc.unshare(CLONE_NEWIPC))
    except PermissionError as refusal:
        raise MeasurementError(
            "a new IPC namespace needs root: start this with sudo,"
            " or with `unshare --user --map-root-user --ipc`"
        ) from refusal


def new_queue() -> int:
    """Make a message queue and return its id."""
    return checked("msgget", libc.msgget(IPC_PRIVATE, MODE))


def new_segment() -> int:
    """Make a segment of shared memory and return its id."""
    made = libc.shmget(IPC_PRIVATE, SEGMENT_BYTES, MODE)
    return checked("shmget", made)
