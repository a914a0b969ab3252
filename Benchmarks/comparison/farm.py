"""The farm: many processes of 23 descriptors, tied to their neighbours."""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from comparison.ends import (
    End,
    Known,
    another,
    new_counter,
    new_pipe,
    new_socket_pair,
)
from comparison.holdings import compare_with_listing
from comparison.model import Probe, Stage
from comparison.sleepers import Sleepers, sleepers

STREAMS = 3  # standard input, output and error: /dev/null
FILES = 4
ENDS = 16  # 6 of pipes, 6 Unix sockets, 4 eventfds
DESCRIPTORS = STREAMS + FILES + ENDS


@dataclass(frozen=True)
class Farm(Stage):
    """A machine with processes that hold these objects, and no others."""

    objects: Sequence[Known]

    def check(self, ipctool: Probe) -> None:
        """See that `ls` gives every object once, with all that is known."""
        compare_with_listing(self.objects, ipctool("ls", "--json"))


@contextmanager
def farm(processes: int) -> Iterator[Farm]:
    """Start processes that vanish when we end, with all that they hold."""
    with sleepers(DESCRIPTORS) as started:
        objects = ring(processes, started)
        started.wait_until_asleep()
        yield Farm(objects)


def ring(processes: int, started: Sleepers) -> list[Known]:
    """Start processes, each linked to the next and the last to the first."""
    closing = before = Link()
    objects: dict[str, Known] = {}
    with inherited() as common:
        for number in range(processes):
            after = closing if number == processes - 1 else Link()
            ends = [*own_ends(number), *before.far, *after.near]
            pid = started.start([*common, *(end.descriptor for end in ends)])
            for fd, end in enumerate(ends, start=len(common)):
                end.hand_over(pid, fd)
                objects[end.known.address] = end.known
            before = after
    return list(objects.values())


@contextmanager
def inherited() -> Iterator[list[int]]:
    """Open /dev/null and regular files, for all processes to inherit.

    The files are parts of this program, so that none stays behind.
    """
    null = os.open(os.devnull, os.O_RDWR)
    files = [
        os.open(path, os.O_RDONLY)
        for path in islice(Path(__file__).parent.glob("*.py"), FILES)
    ]
    try:
        yield [null] * STREAMS + files
    finally:
        for descriptor in (null, *files):
            os.close(descriptor)


def own_ends(number: int) -> list[End]:
    """Make what a process has to itself; in some of it something waits."""
    content = bytes(number % 4 * 100)
    return [
        *new_pipe(content),
        *new_socket_pair(socket.SOCK_STREAM, content),
        new_counter(),
        new_counter(number),
    ]


class Link:
    """What two neighbours share: a pipe each way, sockets, an eventfd."""

    def __init__(self) -> None:
        """Make it all; `near` is for the first of them, `far` the next."""
        there_out, there_in = new_pipe()
        back_out, back_in = new_pipe()
        near_stream, far_stream = new_socket_pair(socket.SOCK_STREAM)
        near_packets, far_packets = new_socket_pair(socket.SOCK_SEQPACKET)
        counter = new_counter()
        self.near = [there_in, back_out, near_stream, near_packets, counter]
        self.far = [
            there_out,
            back_in,
            far_stream,
            far_packets,
            another(counter),
        ]
