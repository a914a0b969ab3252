"""Measuring a row: fixtures, checks, samples, medians."""

import shlex
import shutil
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path

from comparison.failure import MeasurementError
from comparison.model import (
    Measured,
    Meter,
    Peer,
    Result,
    Rival,
    Row,
    Stage,
    Verdict,
)
from comparison.programs import output, require_program

SMALL_RUNS = 6


@dataclass(frozen=True)
class Side:
    """What is set against what: some commands on a machine of these sizes."""

    work: str
    commands: Sequence[str]
    sizes: Mapping[str, int]


BY_SIZES = attrgetter("sizes")


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
                    program, *_ = self.located(command)
                    require_program(program, peer.package)

    def measure(self, row: Row) -> Result:
        """Build the row's machines, check ipctool on each, take medians."""
        runs = self.runs or (SMALL_RUNS if self.small else row.runs)
        ours, *theirs = chain.from_iterable(
            self.measured_on(row, sizes, list(sides), runs)
            for sizes, sides in groupby(self.sides(row), BY_SIZES)
        )
        rivals = [
            self.rival(peer, ours, measured)
            for peer, measured in zip(row.peers, theirs, strict=True)
        ]
        return Result(row, runs, ours, rivals)

    def sides(self, row: Row) -> Iterator[Side]:
        """Return ipctool's side of a row, and that of each peer."""
        common = self.sizes(row)
        yield Side(row.work.format(**common), row.commands, common)
        for peer in row.peers:
            sizes = self.sizes(peer) or common
            work = peer.title.format(**sizes) or " + ".join(peer.commands)
            yield Side(work, peer.commands, sizes)

    def sizes(self, owner: Row | Peer) -> Mapping[str, int]:
        """Return the sizes that a row or a peer asks for."""
        return owner.small if self.small else owner.full

    def measured_on(
        self,
        row: Row,
        sizes: Mapping[str, int],
        sides: Sequence[Side],
        runs: int,
    ) -> list[Measured]:
        """Build a machine, and measure these sides in turn on it."""
        with row.fixture(**sizes) as stage:
            stage.check(self.probe)
            spelled = [self.spelled(side.commands, stage) for side in sides]
            medians = tried_and_measured(
                stage, row.meter, chain.from_iterable(spelled), runs
            )
        return [
            combined(row, side, {command: medians[command] for command in own})
            for side, own in zip(sides, spelled, strict=True)
        ]

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


def tried_and_measured(
    stage: Stage, meter: Meter, commands: Iterable[str], runs: int
) -> dict[str, float]:
    """Run each command once, as it must succeed; then take its median."""
    distinct = list(dict.fromkeys(commands))
    for command in distinct:
        with stage.trial(command):
            output(shlex.split(command))
    return {
        command: statistics.median(samples)
        for command, samples in meter.sample(distinct, runs).items()
    }


def combined(row: Row, side: Side, medians: Mapping[str, float]) -> Measured:
    """Combine the medians of commands that do the work together."""
    value = row.combine(medians.values())
    if row.per:
        value /= side.sizes[row.per]
    return Measured(side.work, medians, value)
