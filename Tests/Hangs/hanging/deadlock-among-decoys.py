"""A deadlock of two, and around it what does not belong to it: one that waits behind it, one that
holds the wrong end, one at a pipe of its own that somebody will write to, one that computes."""

import os

from stage import Stage, compute, read_input, sleep

with Stage() as stage:
    to_a, to_b, to_behind, to_other = os.pipe(), os.pipe(), os.pipe(), os.pipe()
    stage.start("a", read_input, stdin=to_a[0], stdout=to_b[1], keep=[to_behind[1]])
    stage.start("b", read_input, stdin=to_b[0], stdout=to_a[1])
    stage.start("behind", read_input, stdin=to_behind[0])
    stage.start("wrong-end", sleep, keep=[to_a[0], to_b[0]])
    stage.start("other", read_input, stdin=to_other[0])
    stage.start("teller", sleep, stdout=to_other[1])
    stage.start("busy", compute, keep=[to_a[0]])
