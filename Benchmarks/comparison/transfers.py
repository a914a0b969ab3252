"""Bytes and messages that go from one process to another."""

import ctypes
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from comparison.c_library import checked, libc
from comparison.failure import MeasurementError
from comparison.model import Probe
from comparison.namespaces import private_directory, private_ipc

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".build" / "witnesses" / "bin" / "python3"
CLIENT = ROOT / "Benchmarks" / "clients" / "queue.py"
MEBIBYTE = 1 << 20
MESSAGE_BYTES = 100
SAMPLE = [f"line {number}" for number in range(1_000)]
QUEUE_KEY = 0x2A
QUEUE_NAME = "/compared"
IPC_CREAT = 0o1000  # linux/ipc.h
MODE = 0o600


@dataclass(frozen=True)
class Transfer:
    """An object that ipctool can send a file to, and receive it from."""

    words: Mapping[str, str]
    address: str
    sample: Path
    options: Sequence[str] = ()
    receive_options: Sequence[str] = ()

    def check(self, ipctool: Probe) -> None:
        """See that a sample comes out as it went in."""
        sending = ("send", self.address, "--file", str(self.sample))
        receiving = ("recv", self.address, *self.receive_options)
        with ThreadPoolExecutor(max_workers=1) as sender:
            sent = sender.submit(ipctool, *sending, *self.options)
            received = ipctool(*receiving, *self.options)
            sent.result()
        if received != SAMPLE:
            raise MeasurementError(
                f"ipctool is wrong: of {len(SAMPLE)} lines through"
                f" {self.address} came {len(received)}, not all alike"
            )


@contextmanager
def fifo(mebibytes: int) -> Iterator[Transfer]:
    """Make a FIFO, and a file to send through it."""
    with private_directory() as directory:
        path = directory / "fifo"
        os.mkfifo(path)
        file = directory / "data"
        write_pieces(file, os.urandom(MEBIBYTE), mebibytes)
        words = {"fifo": str(path), "file": str(file)}
        yield Transfer(words, f"fifo:{path}", sample_in(directory))


@contextmanager
def system_v_queue(messages: int) -> Iterator[Transfer]:
    """Make a System V queue, and a file of lines to send through it."""
    with private_ipc(), private_directory() as directory:
        checked("msgget", libc.msgget(QUEUE_KEY, IPC_CREAT | MODE))
        yield queue(directory, messages, "msg", hex(QUEUE_KEY))


@contextmanager
def posix_queue(messages: int) -> Iterator[Transfer]:
    """Make a POSIX queue, and a file of lines to send through it."""
    with private_ipc(), private_directory() as directory:
        # struct mq_attr: flags, messages, their size, how many there are.
        limits = (ctypes.c_long * 8)(0, 10, MESSAGE_BYTES, 0)
        flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC
        name = QUEUE_NAME.encode()
        os.close(checked("mq_open", libc.mq_open(name, flags, MODE, limits)))
        yield queue(directory, messages, "mqueue", QUEUE_NAME)


def queue(directory: Path, messages: int, kind: str, name: str) -> Transfer:
    """Return what the commands of a row with a queue need."""
    lines = directory / "lines"
    write_pieces(lines, b"x" * MESSAGE_BYTES + b"\n", messages)
    words = {
        "name": name,
        "file": str(lines),
        "count": str(messages),
        "python": str(PYTHON),
        "client": str(CLIENT),
    }
    count = ("--count", str(len(SAMPLE)))
    sample = sample_in(directory)
    return Transfer(words, f"{kind}:{name}", sample, ("--lines",), count)


def sample_in(directory: Path) -> Path:
    """Write the sample to a file."""
    file = directory / "sample"
    file.write_text("".join(f"{line}\n" for line in SAMPLE))
    return file


def write_pieces(path: Path, piece: bytes, times: int) -> None:
    """Write a file that repeats a piece, some pieces at a time."""
    with path.open("wb") as file:
        for _ in range(times):
            file.write(piece)
