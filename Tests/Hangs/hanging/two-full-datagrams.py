"""Two programs that send each other datagrams and receive none."""

import socket

from stage import Stage

with Stage() as stage:
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)

    def send_for_ever(end):
        while True:
            end.send(b"datagram")

    for role, end in ("a", left), ("b", right):
        stage.start(role, lambda end=end: send_for_ever(end), keep=[end.fileno()])
