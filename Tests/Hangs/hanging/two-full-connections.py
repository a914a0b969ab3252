"""The same over TCP on this host: neither end receives, both have filled what the kernel holds."""

import socket

from ring import tcp
from stage import Stage

with Stage() as stage:
    for role, end in zip("ab", tcp()):
        connection = socket.socket(fileno=end)
        stage.start(role, lambda one=connection: one.sendall(bytes(1 << 26)), keep=[end])
        connection.detach()
