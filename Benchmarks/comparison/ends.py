"""The ends of pipes, sockets and eventfds, and what is known of each."""

import fcntl
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Holder(NamedTuple):
    """A process that holds an end."""

    pid: int
    fd: int
    access: str


@dataclass(slots=True)
class Known:
    """An object as it was made, for comparison with `ls --json`."""

    address: str
    members: Mapping[str, object]
    holders: list[Holder] = field(default_factory=list)


class End(NamedTuple):
    """A descriptor that a process is to hold, and what it is an end of."""

    descriptor: int
    known: Known
    access: str

    def hand_over(self, pid: int, fd: int) -> None:
        """Note which process has it now, and keep none ourselves."""
        os.close(self.descriptor)
        self.known.holders.append(Holder(pid, fd, self.access))


def new_pipe(content: bytes = b"") -> tuple[End, End]:
    """Make a pipe with this in it; return its read end and its write end."""
    reading, writing = os.pipe()
    os.write(writing, content)
    inode = os.fstat(reading).st_ino
    members = {
        "kind": "pipe",
        "inode": inode,
        "bytes": len(content),
        # Less than usual for a user without privileges who has many pipes.
        "capacity_bytes": fcntl.fcntl(writing, fcntl.F_GETPIPE_SZ),
    }
    known = Known(f"pipe:{inode}", members)
    return End(reading, known, "r"), End(writing, known, "w")


def new_socket_pair(
    kind: socket.SocketKind, content: bytes = b""
) -> tuple[End, End]:
    """Make two connected sockets; this waits to be read from the first."""
    first, second = (end.detach() for end in socket.socketpair(type=kind))
    if content:
        os.write(second, content)
    return (
        socket_end(first, second, waiting=len(content)),
        socket_end(second, first, waiting=0),
    )


def socket_end(descriptor: int, other: int, waiting: int) -> End:
    """Return one of two connected sockets."""
    inode = os.fstat(descriptor).st_ino
    members = {
        "kind": "unix",
        "inode": inode,
        "bytes": waiting,
        "peers": [f"unix:{os.fstat(other).st_ino}"],
    }
    return End(descriptor, Known(f"unix:{inode}", members), "rw")


def new_counter(count: int = 0) -> End:
    """Make an eventfd that stands at this count."""
    descriptor = os.eventfd(count)
    members = {"kind": "eventfd", "values": [count]}
    known = Known(f"eventfd:{eventfd_id(descriptor)}", members)
    return End(descriptor, known, "rw")


def another(end: End) -> End:
    """Return a second descriptor of the same object."""
    return end._replace(descriptor=os.dup(end.descriptor))


def eventfd_id(descriptor: int) -> int:
    """Return what identifies an eventfd: all of them share one inode."""
    information = Path(f"/proc/self/fdinfo/{descriptor}").read_text()
    found = re.search(r"^eventfd-id:\s*(\d+)$", information, re.MULTILINE)
    if found is None:  # before Linux 5.2
        raise OSError("this kernel does not tell the ids of eventfds")
    return int(found[1])
