"""Bytes and messages that go from one process to another."""

import ctypes
import filecmp
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from comparison.c_library import checked, libc
from comparison.failure import MeasurementError
from comparison.model import Stage
from comparison.namespaces import (
    private_directory,
    private_ipc,
    private_network,
)

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".build" / "witnesses" / "bin" / "python3"
CLIENT = ROOT / "Benchmarks" / "clients" / "messages.py"
MEBIBYTE = 1 << 20
MESSAGE_BYTES = 100
QUEUE_KEY = 0x2A
QUEUE_NAME = "/compared"
HOST = "127.0.0.1"
PORT = 4711
IPC_CREAT = 0o1000  # linux/ipc.h
MODE = 0o600


@dataclass(frozen=True)
class Transfer(Stage):
    """A file to send, and a name that what is received is written to."""

    file: Path
    output: Path

    @contextmanager
    def trial(self, command: str) -> Iterator[None]:
        """See that all that was sent has come, and as it was.

        Only here it is kept: when time is taken, it goes to /dev/null.
        """
        self.output.unlink()
        yield
        if not filecmp.cmp(self.file, self.output, shallow=False):
            sent, came = self.file.stat().st_size, self.output.stat().st_size
            raise MeasurementError(
                f"of {sent} bytes came {came}, not all alike: `{command}`"
            )
        self.output.unlink()
        self.output.symlink_to(os.devnull)


@contextmanager
def fifo(mebibytes: int) -> Iterator[Transfer]:
    """Make a FIFO, and a file to send through it."""
    with private_directory() as directory:
        path = directory / "fifo"
        os.mkfifo(path)
        yield stream(directory, mebibytes, address=f"fifo:{path}", path=path)


@contextmanager
def unix_stream(mebibytes: int) -> Iterator[Transfer]:
    """Choose the path of a Unix socket, and make a file to send."""
    with private_directory() as directory:
        path = directory / "socket"
        yield stream(
            directory,
            mebibytes,
            address=f"unix:{path}",
            listen=f"UNIX-LISTEN:{path}",
            connect=f"UNIX-CONNECT:{path}",
        )


@contextmanager
def tcp_stream(mebibytes: int) -> Iterator[Transfer]:
    """Choose a port where all are free, and make a file to send."""
    with private_network(), private_directory() as directory:
        yield stream(
            directory,
            mebibytes,
            address=f"tcp:{HOST}:{PORT}",
            listen=f"TCP4-LISTEN:{PORT},bind={HOST},reuseaddr",
            connect=f"TCP4:{HOST}:{PORT}",
        )


@contextmanager
def system_v_queue(messages: int) -> Iterator[Transfer]:
    """Make a System V queue, and a file of lines to send through it."""
    with private_ipc(), private_directory() as directory:
        checked("msgget", libc.msgget(QUEUE_KEY, IPC_CREAT | MODE))
        yield lines(directory, messages, name=hex(QUEUE_KEY))


@contextmanager
def posix_queue(messages: int) -> Iterator[Transfer]:
    """Make a POSIX queue, and a file of lines to send through it."""
    with private_ipc(), private_directory() as directory:
        # struct mq_attr: flags, messages, their size, how many there are.
        limits = (ctypes.c_long * 8)(0, 10, MESSAGE_BYTES, 0)
        flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC
        name = QUEUE_NAME.encode()
        os.close(checked("mq_open", libc.mq_open(name, flags, MODE, limits)))
        yield lines(directory, messages, name=QUEUE_NAME)


@contextmanager
def unix_messages(messages: int) -> Iterator[Transfer]:
    """Choose the path of a Unix socket, and make a file of lines to send."""
    with private_directory() as directory:
        yield lines(directory, messages, name=directory / "socket")


def stream(directory: Path, mebibytes: int, **words: object) -> Transfer:
    """Return what the commands of a row with a stream need."""
    pieces = repeat(os.urandom(MEBIBYTE), mebibytes)
    return transfer(directory, pieces, **words)


def lines(directory: Path, messages: int, **words: object) -> Transfer:
    """Return what the commands of a row with messages need.

    No two messages are alike, so that one that is lost or late shows.
    """
    pieces = (b"%0*d\n" % (MESSAGE_BYTES, each) for each in range(messages))
    return transfer(
        directory, pieces, count=messages, python=PYTHON, client=CLIENT, **words
    )


def transfer(
    directory: Path, pieces: Iterable[bytes], **words: object
) -> Transfer:
    """Write the file that is sent, some pieces at a time."""
    sent, received = directory / "sent", directory / "received"
    with sent.open("wb") as file:
        file.writelines(pieces)
    received.symlink_to(os.devnull)
    words |= {"file": sent, "output": received}
    spelled = {name: str(word) for name, word in words.items()}
    return Transfer(sent, received, words=spelled)
