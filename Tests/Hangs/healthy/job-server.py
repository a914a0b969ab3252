"""make -j2 with two makes below it: all share one pipe of tokens, and both below wait for one to be
given back, or for SIGCHLD from the job that they run, which pselect lets through."""

import glob
import os
import time

from stage import Stage


def children(pid):
    found = []
    for path in glob.glob(f"/proc/{pid}/task/*/children"):
        with open(path) as file:
            found += [int(child) for child in file.read().split()]
    return found


def make():
    with open("Makefile", "w") as file:
        file.write("all: first second\nfirst second:\n\t+$(MAKE) -f jobs.mk\n")
    with open("jobs.mk", "w") as file:
        file.write("all: a b c d\na b c d:\n\tsleep 86400\n")
    os.execvp("make", ["make", "-j3"])


with Stage() as stage:
    pid = stage.start("make", make)
    while len([job for below in children(pid) for job in children(below)]) < 3:
        time.sleep(0.01)
    for role, below in zip(("first", "second"), children(pid)):
        stage.pids[role] = below
    for number, job in enumerate(job for below in children(pid) for job in children(below)):
        stage.pids[f"job{number}"] = job
