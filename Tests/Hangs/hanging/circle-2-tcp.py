"""The two ends of a TCP connection within this host, each waiting for the other to speak first."""

import socket

from ring import tcp
from stage import Stage

with Stage() as stage:
    for role, end in zip("ab", tcp()):
        connection = socket.socket(fileno=end)
        stage.start(role, lambda one=connection: one.recv(4096), keep=[end])
        connection.detach()
