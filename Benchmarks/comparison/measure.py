"""Measuring a row: fixture, check, samples, medians."""

import shlex
import shutil
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from comparison.failure import MeasurementError
from comparison.model import Measured, Peer, Result, Rival, Row, Stage, Verdict
from comparison.programs import output, require_program

SMALL_RUNS = 6


@dataclass(frozen=True)
class Bench:
    """How to measure: with which ipctool, how big, how often."""

    ipctool: Path
    small: bool = False
    runs: int | None = None

    def require(self, rows: Iterable[Row]) -> None:
        """Raise MeasurementError when a program that rows need is missing."""
        if shutil.which(self.ipctool) is None:
            raise MeasurementError(
                f"no program {self.ipctool}: run `swift build -c release`,"
                " or name another with --ipctool"
            )
        for row in rows:
            require_program(row.meter.program, row.meter.package)
            for peer in row.peers:
                for command in peer.commands:
                    require_program(shlex.split(command)[0], peer.package)

    def measure(self, row: Row) -> Result:
        """Build the row's machine, check ipctool on it, take the medians."""
        sizes = row.small if self.small else row.full
        with row.fixture(**sizes) as stage:
            stage.check(self.probe)
            return self.timed(row, row.work.format(**sizes), stage)

    def timed(self, row: Row, work: str, stage: Stage) -> Result:
        """Measure ipctool and its peers in turn on the same machine."""
        ours = self.spelled(row.commands, stage)
        theirs = [self.spelled(peer.commands, stage) for peer in row.peers]
        runs = self.runs or (SMALL_RUNS if self.small else row.runs)
        commands = list(dict.fromkeys(chain(ours, *theirs)))
        for command in commands:
            output(shlex.split(command))
        medians = {
            command: statistics.median(samples)
            for command, samples in row.meter.sample(commands, runs).items()
        }
        ipctool = measured(row, ours, medians)
        rivals = [
            self.rival(peer, ipctool, measured(row, words, medians))
            for peer, words in zip(row.peers, theirs, strict=True)
        ]
        return Result(row, work, runs, ipctool, rivals)

    def rival(self, peer: Peer, ours: Measured, theirs: Measured) -> Rival:
        """Set ipctool against a peer; what is small is not judged."""
        ratio = ours.value / theirs.value
        budget = None if self.small else peer.budget
        return Rival(peer, theirs, ratio, Verdict.of(ratio, budget))

    def spelled(self, commands: Sequence[str], stage: Stage) -> list[str]:
        """Fill in the stage's words and the path of ipctool."""
        return [
            shlex.join(self.located(command.format(**stage.words)))
            for command in commands
        ]

    def located(self, command: str) -> list[str]:
        """Split a command, with the path of ipctool in place of its name."""
        return [
            str(self.ipctool) if word == "ipctool" else word
            for word in shlex.split(command)
        ]

    def probe(self, *arguments: str) -> list[str]:
        """Run ipctool and return its lines of output."""
        return output([str(self.ipctool), *arguments])


def measured(
    row: Row, commands: Sequence[str], medians: Mapping[str, float]
) -> Measured:
    """Combine the medians of commands that do the work together."""
    own = {command: medians[command] for command in commands}
    return Measured(own, row.combine(own.values()))
