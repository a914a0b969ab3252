"""A server without clients, over a Unix socket."""

import socket

from stage import Stage

with Stage() as stage:
    listener = socket.create_server("socket", family=socket.AF_UNIX)
    stage.start("server", listener.accept, keep=[listener.fileno()])
