"""Two programs at one connection that each send much before they receive: the socket is full in
both directions."""

import socket

from stage import Stage

with Stage() as stage:
    left, right = socket.socketpair()
    for role, end in ("a", left), ("b", right):
        stage.start(role, lambda end=end: end.sendall(bytes(1 << 24)), keep=[end.fileno()])
