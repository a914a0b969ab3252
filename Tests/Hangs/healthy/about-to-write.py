"""A filter whose source says something every two seconds."""

import os
import time

from stage import Stage, read_input

def tick():
    while True:
        time.sleep(2)
        os.write(1, b"tick\n")


with Stage() as stage:
    end, other = os.pipe()
    stage.start("source", tick, stdout=other)
    stage.start("reader", read_input, stdin=end)
