"""Two filters that pass a byte round, each resting a moment before it passes it on: at any moment
one of them waits for the other, never both."""

import os
import time

from ring import close_ring, pipe
from stage import Stage

def pass_on():
    while byte := os.read(0, 1):
        time.sleep(3)
        os.write(1, byte)


with Stage() as stage:
    links = [pipe(), pipe()]
    os.write(links[0][1], b"o")
    close_ring(stage, {"a": pass_on, "b": pass_on}, links)
