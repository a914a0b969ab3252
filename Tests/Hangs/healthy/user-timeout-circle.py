"""Two programs that send into both full directions of a TCP connection, one with TCP_USER_TIMEOUT:
the kernel will end the connection, since nobody acknowledges more."""

import socket

from ring import tcp
from stage import HOURS, Stage

with Stage() as stage:
    ends = [socket.socket(fileno=end) for end in tcp()]
    ends[0].setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, HOURS * 1000 // 24)
    for role, end in zip(("limited", "patient"), ends):
        stage.start(role, lambda end=end: end.sendall(bytes(1 << 26)), keep=[end.fileno()])
