"""Namespaces in which what a row makes vanishes with it."""

import fcntl
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comparison.c_library import checked, libc
from comparison.failure import MeasurementError

# linux/sched.h and sys/mount.h; os.CLONE_... is Python 3.12
CLONE_NEWIPC = 0x08000000
CLONE_NEWNS = 0x00020000
CLONE_NEWNET = 0x40000000
MS_REC = 1 << 14
MS_PRIVATE = 1 << 18
# linux/sockios.h and net/if.h
SIOCSIFFLAGS = 0x8914
IFF_UP = 1
INTERFACE_REQUEST = "16sH22x"  # struct ifreq: a name and flags

# A directory that every system has and nobody needs meanwhile.
MOUNT_POINT = Path("/mnt")


@contextmanager
def private_ipc() -> Iterator[None]:
    """Leave for a new IPC namespace, and come back.

    The kernel removes the objects in it once no process is left there: when
    we come back, and just as well when we are killed.
    """
    with inside("ipc", CLONE_NEWIPC):
        yield


@contextmanager
def private_directory() -> Iterator[Path]:
    """Make a directory in memory that only we and our children see.

    The kernel removes it, and what is in it, as it does IPC objects.
    """
    with inside("mnt", CLONE_NEWNS):
        # Otherwise the next mount would show on the whole machine.
        mount(b"none", b"/", None, MS_REC | MS_PRIVATE)
        mount(b"none", bytes(MOUNT_POINT), b"tmpfs", 0)
        yield MOUNT_POINT


@contextmanager
def private_network() -> Iterator[None]:
    """Leave for a network of our own, of loopback alone, and come back.

    Every port in it is free.
    """
    with inside("net", CLONE_NEWNET):
        request = struct.pack(INTERFACE_REQUEST, b"lo", IFF_UP)
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, SIOCSIFFLAGS, request)
        yield


def mount(source: bytes, target: bytes, kind: bytes | None, flags: int) -> None:
    """Call mount(2)."""
    checked("mount", libc.mount(source, target, kind, flags, None))


@contextmanager
def inside(name: str, flag: int) -> Iterator[None]:
    """Leave for a new namespace of one kind, and come back."""
    home = os.open(f"/proc/self/ns/{name}", os.O_RDONLY)
    try:
        enter(home, flag, name)
        try:
            yield
        finally:
            checked("setns", libc.setns(home, flag))
    finally:
        os.close(home)


def enter(home: int, flag: int, name: str) -> None:
    """Unshare a namespace of this process, if it may come back."""
    try:
        checked("setns", libc.setns(home, flag))
        checked("unshare", libc.unshare(flag))
    except PermissionError as refusal:
        raise MeasurementError(
            f"a new {name} namespace needs root: start this with sudo,"
            " or with `unshare --user --map-root-user --ipc --mount --net`"
        ) from refusal
