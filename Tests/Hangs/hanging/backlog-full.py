"""A server that was stopped with a full backlog: the first client is connected but not accepted,
and waits for an answer; the second cannot even connect."""

import socket

from stage import Stage, sleep

with Stage() as stage:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("socket")
    listener.listen(0)

    def ask():
        with socket.socket(socket.AF_UNIX) as client:
            client.connect("socket")
            stage.mark("connected")
            client.recv(4096)

    stage.start("server", sleep, keep=[listener.fileno()])
    stage.stop("server")
    stage.start("first", ask)
    stage.mark_of("connected")
    stage.start("second", ask)
