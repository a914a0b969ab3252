"""A program sends a large file into a full socket with sendfile; who should read there waits for its
word through a pipe."""

import os
import socket

from ring import pipe
from stage import Stage, read_input


def send(end):
    with open("file", "wb") as file:
        file.truncate(1 << 26)
    with open("file", "rb") as file:
        while True:
            os.sendfile(end, file.fileno(), 0, 1 << 20)


with Stage() as stage:
    left, right = socket.socketpair()
    word = pipe()
    stage.start("sender", lambda: send(left.fileno()), keep=[left.fileno(), word[1]])
    stage.start("reader", read_input, stdin=word[0], keep=[right.fileno()])
    os.close(word[0])
    os.close(word[1])
