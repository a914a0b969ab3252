"""Processes in a circle: each has what comes from the one before it as standard input, and what
goes to the one after it as standard output, as filters do."""

import os
import socket


def pipe():
    return os.pipe()


def unix_stream():
    return [end.detach() for end in socket.socketpair()]


def tcp():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
    return accepted.detach(), client.detach()


def fifo(path):
    """A link through a FIFO. It stays linked; the caller may unlink it."""
    os.mkfifo(path)
    both = os.open(path, os.O_RDWR)
    ends = os.open(path, os.O_RDONLY), os.open(path, os.O_WRONLY)
    os.close(both)
    return ends


def receive_input():
    """Receives from the socket that is standard input until its end."""
    connection = socket.socket(fileno=0)
    while connection.recv(4096):
        pass


def send_output():
    """Sends into the socket that is standard output for as long as somebody takes it."""
    connection = socket.socket(fileno=1)
    while True:
        connection.send(bytes(4096))


def close_ring(stage, members, links):
    """Starts the members, `{role: what it does}`; links[i] leads to the i-th from the one before."""
    for index, (role, act) in enumerate(members.items()):
        end_to_read, _ = links[index]
        _, end_to_write = links[(index + 1) % len(links)]
        stage.start(role, act, stdin=end_to_read, stdout=end_to_write)
