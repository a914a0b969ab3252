"""A server without clients, over TCP."""

import socket

from stage import Stage

with Stage() as stage:
    listener = socket.create_server(("127.0.0.1", 0))
    stage.start("server", listener.accept, keep=[listener.fileno()])
