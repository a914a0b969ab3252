"""Send the lines of a file as messages, or receive messages as lines.

    messages.py KIND send ADDRESS FILE
    messages.py KIND receive ADDRESS COUNT

KIND is msg, mqueue, dgram or seqpacket. What anybody would write with the
modules from PyPI, and with `socket`.
"""

import atexit
import os
import socket
import sys
import time
from collections.abc import Callable

SOCKETS = {"dgram": socket.SOCK_DGRAM, "seqpacket": socket.SOCK_SEQPACKET}
MORE_THAN_A_MESSAGE = 4096
MOMENT = 0.001  # seconds


def main(kind: str, verb: str, address: str, operand: str) -> None:
    """Do what the command line says."""
    if verb == "send":
        send = sender(kind, address)
        with open(operand, "rb") as file:
            for line in file:
                send(line.rstrip(b"\n"))
    else:
        receive = receiver(kind, address)
        for _ in range(int(operand)):
            sys.stdout.buffer.write(receive() + b"\n")


def sender(kind: str, address: str) -> Callable[[bytes], object]:
    """Return what sends one message."""
    if kind not in SOCKETS:
        return queue(kind, address).send
    end = socket.socket(socket.AF_UNIX, SOCKETS[kind])
    while True:
        try:
            end.connect(address)
            return end.send
        except (FileNotFoundError, ConnectionRefusedError):
            time.sleep(MOMENT)  # the receiver starts at the same time


def receiver(kind: str, address: str) -> Callable[[], bytes]:
    """Return what takes one message."""
    if kind not in SOCKETS:
        receive = queue(kind, address).receive
        return lambda: receive()[0]
    end = socket.socket(socket.AF_UNIX, SOCKETS[kind])
    end.bind(address)
    atexit.register(os.unlink, address)
    if kind == "seqpacket":
        end.listen()
        end, _ = end.accept()
    return lambda: end.recv(MORE_THAN_A_MESSAGE)


def queue(kind: str, name: str):
    """Open a message queue that exists."""
    if kind == "msg":
        import sysv_ipc

        return sysv_ipc.MessageQueue(int(name, 0))
    import posix_ipc

    return posix_ipc.MessageQueue(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
