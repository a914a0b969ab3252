"""Two servers that wait for datagrams of anybody, one over UDP, one over a Unix socket."""

import socket

from stage import Stage

with Stage() as stage:
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    unix.bind("socket")
    for role, server in ("udp", udp), ("unix", unix):
        stage.start(role, lambda server=server: server.recv(4096), keep=[server.fileno()])
