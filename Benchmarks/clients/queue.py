"""Send the lines of a file through a message queue, or receive lines.

    queue.py msg|mqueue send KEY|NAME FILE
    queue.py msg|mqueue receive KEY|NAME COUNT

What anybody would write with the modules from PyPI.
"""

import sys

import posix_ipc
import sysv_ipc


def main(kind: str, verb: str, name: str, operand: str) -> None:
    """Do what the command line says."""
    if kind == "msg":
        queue = sysv_ipc.MessageQueue(int(name, 0))
    else:
        queue = posix_ipc.MessageQueue(name)
    if verb == "send":
        with open(operand, "rb") as file:
            for line in file:
                queue.send(line.rstrip(b"\n"))
    else:
        for _ in range(int(operand)):
            message, _ = queue.receive()
            sys.stdout.buffer.write(message + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
