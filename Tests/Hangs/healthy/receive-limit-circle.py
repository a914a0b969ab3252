"""Two ends of a connection that both receive, one of them with SO_RCVTIMEO: it will give up. The
limit does not show in the arguments of its call."""

import socket
import struct

from stage import HOURS, Stage

with Stage() as stage:
    left, right = socket.socketpair()
    left.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", HOURS, 0))
    for role, end in ("patient", right), ("limited", left):
        stage.start(role, lambda end=end: end.recv(4096), keep=[end.fileno()])
