"""What every scenario in Python stands on.

    with Stage() as stage:
        end, other = os.pipe()
        stage.start("reader", read_it, stdin=end)
        stage.start("writer", sleep, stdout=other)

Each role is a process that inherits nothing but what it is given. At the end of the block the
processes are announced; when standard input is closed they are killed and reaped.
"""

import ctypes
import json
import os
import signal
import sys
import time
import traceback

from corpus import calls
from corpus.witness import state_and_call

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
CLONE_NEWPID = 0x20000000
LIBC = ctypes.CDLL(None, use_errno=True)
HOURS = 24 * 3600


def sleep():
    """Sleeps on a timer, so this process may do anything at some later time."""
    time.sleep(HOURS)


def read_input():
    """Reads standard input until its end, as any filter does."""
    while os.read(0, 4096):
        pass


def fill_output():
    """Writes to standard output for as long as somebody takes it."""
    while True:
        os.write(1, bytes(4096))


def compute():
    """Uses the processor: running whenever one looks."""
    while True:
        pass


def close_all_but(keep):
    """Closes every descriptor above the standard ones, but those."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in keep:
            try:
                os.close(int(name))
            except OSError:
                pass  # The one of the listing itself.


class Stage:
    def __init__(self):
        os.chdir(sys.argv[1])
        self.pids = {}
        self.tids = {}
        self.addresses = {}
        self.holds = set()  # What the scenario's own process holds on to; nothing, mostly.
        self._ended = set()
        LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def start(self, role, act, stdin=None, stdout=None, keep=()):
        """A process that holds `stdin`, `stdout` and what it is to `keep`, and calls `act`."""
        pid = os.fork()
        if pid == 0:
            try:
                LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
                self._give(stdin, stdout, keep)
                act()
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        self.pids[role] = pid
        return pid

    @staticmethod
    def _give(stdin, stdout, keep):
        nothing = os.open("/dev/null", os.O_RDWR)
        # Above everything: one of the two may be the number that the other is to become.
        ends = [os.dup(nothing if end is None else end) for end in (stdin, stdout)]
        for number, end in enumerate(ends):
            os.dup2(end, number)
        close_all_but(keep)

    def start_in_namespace(self, role, act, child):
        """A process that is the first of a pid namespace of its own, and has one child: that is a role, too."""
        def enter():
            if LIBC.unshare(CLONE_NEWPID) != 0:
                raise OSError("unshare")
            pid = os.fork()
            if pid == 0:
                LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
                act()
                os._exit(0)
            self.mark(role, pid)
            sleep()

        self.start(f"parent of {role}", enter)
        self.pids[role] = self.mark_of(role)
        self.pids[child] = self._child_of(self.pids[role])

    @staticmethod
    def _child_of(pid):
        while True:
            with open(f"/proc/{pid}/task/{pid}/children") as file:
                children = file.read().split()
            if children:
                return int(children[0])
            time.sleep(0.005)

    def wait_for_end(self, role):
        """Waits until the process has ended, and reaps it."""
        os.waitpid(self.pids[role], 0)
        self._ended.add(role)

    def stop(self, role, call=None):
        """Stops the process where it sleeps, in that system call, and waits until it is stopped."""
        while True:
            state, number = state_and_call(self.pids[role])
            if state == "S" and (call is None or number == calls.number(call)):
                break
            time.sleep(0.005)
        os.kill(self.pids[role], signal.SIGSTOP)
        os.waitpid(self.pids[role], os.WUNTRACED)

    @staticmethod
    def mark(name, value=0):
        """Tells other processes of the scenario, through a file: no descriptor links them."""
        with open(f"{name}.new", "w") as file:
            file.write(str(value))
        os.rename(f"{name}.new", f"{name}.mark")

    @staticmethod
    def mark_of(name):
        """Waits for a mark, and returns its value."""
        while not os.path.exists(f"{name}.mark"):
            time.sleep(0.005)
        with open(f"{name}.mark") as file:
            return int(file.read())

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        try:
            if failure == (None, None, None):
                close_all_but(self.holds)
                print(json.dumps({"pids": self.pids, "tids": self.tids,
                                  "addresses": self.addresses}), flush=True)
                sys.stdin.read()
        finally:
            for role, pid in self.pids.items():
                if role not in self._ended:
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
            try:
                while True:
                    os.waitpid(-1, 0)
            except ChildProcessError:
                pass
