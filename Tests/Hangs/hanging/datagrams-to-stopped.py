"""A program that sends datagrams to a name until there is no room at whom they are for, who is
stopped."""

import os
import socket

from stage import Stage, sleep

with Stage() as stage:
    path = os.path.abspath("inbox")

    def receive():
        inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        inbox.bind(path)
        stage.mark("bound")
        sleep()

    def send():
        sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        while True:
            sender.sendto(b"x", path)

    stage.start("receiver", receive)
    stage.mark_of("bound")
    stage.start("sender", send)
    stage.stop("receiver")
    stage.addresses["inbox"] = f"unix:{path}"
