"""Two programs that send into both full directions of a connection, one with SO_SNDTIMEO: it will
give up."""

import socket
import struct

from stage import HOURS, Stage

with Stage() as stage:
    left, right = socket.socketpair()
    left.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", HOURS, 0))
    for role, end in ("patient", right), ("limited", left):
        stage.start(role, lambda end=end: end.sendall(bytes(1 << 24)), keep=[end.fileno()])
