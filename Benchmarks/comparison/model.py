"""What a row of the comparison is, and what measuring it gives."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from comparison.stopwatch import STOPWATCH


class Probe(Protocol):
    """A function that runs ipctool and returns its lines of output."""

    def __call__(self, *arguments: str) -> list[str]:
        """Run `ipctool` with these arguments."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The machine as a fixture made it.

    `words` is what `{…}` in a row's commands stands for: a path, a pid.
    """

    words: Mapping[str, str] = field(default_factory=dict)

    def check(self, ipctool: Probe) -> None:
        """Raise MeasurementError unless ipctool is right about this machine.

        Comes before the timing, so that a broken tool cannot look fast.
        """

    @contextmanager
    def trial(self, command: str) -> Iterator[None]:
        """Raise MeasurementError unless a command, run in here, does its work.

        So each does once before the timing, a peer's as well.
        """
        yield


Fixture = Callable[..., AbstractContextManager[Stage]]


class Meter(Protocol):
    """Takes samples of one quantity, such as time."""

    unit: str
    package: str
    program: str

    def sample(
        self, commands: Sequence[str], runs: int
    ) -> dict[str, list[float]]:
        """Return `runs` samples of each command."""

    def text(self, value: float) -> str:
        """Return a value with its unit, for people."""


@dataclass(frozen=True)
class Budget:
    """The limits of ipctool's value divided by the peer's."""

    must: float
    aim: float | None = None


@dataclass(frozen=True)
class Peer:
    """What does the same work today; without a budget, for orientation.

    With sizes of its own it runs on a machine of its own, and `title`, which
    may name them, stands for its commands in the table.
    """

    commands: Sequence[str]
    package: str
    budget: Budget | None = None
    title: str = ""
    full: Mapping[str, int] = field(default_factory=dict)
    small: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One kind of work, done by ipctool and by its peers.

    The fixture is called with the sizes in `full` or `small`. When several
    commands do the work together, `combine` makes one value of their medians,
    and when `per` names a size, the value is divided by it.
    """

    name: str
    work: str
    fixture: Fixture
    runs: int
    commands: Sequence[str]
    peers: Sequence[Peer]
    full: Mapping[str, int] = field(default_factory=dict)
    small: Mapping[str, int] = field(default_factory=dict)
    meter: Meter = STOPWATCH
    combine: Callable[[Iterable[float]], float] = sum
    per: str | None = None


class Verdict(StrEnum):
    """How a ratio stands to its budget."""

    AIM = "aim met"
    WITHIN = "within"
    MISSED = "MISSED"
    NONE = ""

    @classmethod
    def of(cls, ratio: float, budget: Budget | None) -> "Verdict":
        """Judge a ratio."""
        if budget is None:
            return cls.NONE
        if ratio > budget.must:
            return cls.MISSED
        if budget.aim is not None and ratio <= budget.aim:
            return cls.AIM
        return cls.WITHIN


@dataclass(frozen=True)
class Measured:
    """The median of each command, and what they come to together.

    `work` is the row's or the peer's, with the sizes filled in.
    """

    work: str
    medians: Mapping[str, float]
    value: float


@dataclass(frozen=True)
class Rival:
    """A peer as measured, and ipctool's ratio to it."""

    peer: Peer
    measured: Measured
    ratio: float
    verdict: Verdict


@dataclass(frozen=True)
class Result:
    """A row as measured."""

    row: Row
    runs: int
    ipctool: Measured
    rivals: Sequence[Rival]
