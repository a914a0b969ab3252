"""The two ends of one connection, each waiting for the other to speak first."""

import socket

from stage import Stage

with Stage() as stage:
    left, right = socket.socketpair()
    for role, end in ("a", left), ("b", right):
        stage.start(role, lambda end=end: end.recv(4096), keep=[end.fileno()])
