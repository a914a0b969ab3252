"""A scenario: found, built, started, and ended whatever happened."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from . import label, witness

HERE = Path(__file__).resolve().parent.parent
STAGE = HERE / "stage"


class NotPlaced(Exception):
    """A scenario that did not come to what its label says."""


class Placed:
    """What a scenario announced."""

    def __init__(self, line):
        announced = json.loads(line)
        self.pids = announced["pids"]
        self.tids = announced.get("tids", {})
        self.addresses = announced.get("addresses", {})

    def tid(self, role):
        return self.tids.get(role) or self.pids[role]


class Scenario:
    def __init__(self, source):
        self.source = source
        self.name = source.stem
        self.label = label.load(source.with_suffix(".json"))

    def command(self, scratch):
        if self.source.suffix == ".py":
            return [sys.executable, "-B", self.source, scratch]
        if self.source.suffix == ".sh":
            return ["sh", self.source, scratch]
        program = Path(scratch, self.name)
        built = subprocess.run(["cc", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-pthread", "-I", STAGE,
                                "-o", program, self.source])
        if built.returncode:
            raise NotPlaced("it does not compile")
        return [program, scratch]

    @contextmanager
    def playing(self, seconds):
        """Starts the scenario, gives what it announced, and leaves nothing of it."""
        scratch = tempfile.mkdtemp(prefix="hangs-")
        process = None
        try:
            errors = Path(scratch, "errors")
            with errors.open("wb") as file:
                process = subprocess.Popen(
                    self.command(scratch), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=file, start_new_session=True,
                    env={**os.environ, "PYTHONPATH": f"{STAGE}:{HERE}", "STAGE": str(STAGE)})
            ready, _, _ = select.select([process.stdout], [], [], seconds)
            line = process.stdout.readline() if ready else b""
            if not line:
                raise NotPlaced("it announced nothing: " + (errors.read_text().strip() or "no error"))
            placed = Placed(line)
            missing = label.roles(self.label) - set(placed.pids) - set(placed.tids)
            if missing:
                raise NotPlaced(f"it has no {', '.join(sorted(missing))}")
            found = witness.wait_until_in_place(self.label, placed, seconds)
            if found:
                raise NotPlaced(" ".join([found, errors.read_text().strip()]))
            yield placed
        finally:
            if process:
                self._end(process)
            shutil.rmtree(scratch)

    def _end(self, process):
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # Those that init has still to reap are gone in a moment; others are a defect of the scenario.
        for _ in range(20):
            left = witness.session(process.pid)
            if not left:
                return
            time.sleep(0.05)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        raise NotPlaced(f"it left {len(left)} processes behind")


def find(names):
    """The scenarios of those names, all of them if there are none."""
    sources = sorted(source for folder in ("hanging", "healthy")
                     for source in (HERE / folder).iterdir() if source.suffix in (".py", ".c", ".sh"))
    unknown = set(names) - {source.stem for source in sources}
    if unknown:
        raise NotPlaced(f"there is no scenario {', '.join(sorted(unknown))}")
    return [Scenario(source) for source in sources if not names or source.stem in names]
