"""The command line of the corpus."""

import argparse
from pathlib import Path

from .judge import RIGHT, WRONG, judge
from .label import BadLabel
from .scenario import NotPlaced, find

TOOL = Path(__file__).resolve().parents[3] / ".build/debug/ipctool"
REQUIRED = "in place"


def arguments():
    parser = argparse.ArgumentParser(prog="Tests/Hangs/run", description=__doc__)
    parser.add_argument("--tool", default=TOOL, help="the ipctool to judge (%(default)s)")
    parser.add_argument("--check", action="store_true",
                        help="only see that every process comes to where its label says, by /proc")
    parser.add_argument("--patience", type=float, default=20, metavar="SECONDS",
                        help="how long a scenario may take to get there (%(default)s)")
    parser.add_argument("name", nargs="*", help="scenarios; all without")
    return parser.parse_args()


def result(scenario, options):
    try:
        with scenario.playing(options.patience) as placed:
            if options.check:
                return REQUIRED, ""
            return judge(options.tool, scenario.label, placed)
    except NotPlaced as reason:
        return "not placed", str(reason)
    except (KeyError, TypeError) as missing:
        return WRONG, f"the document lacks {missing}"


def main():
    options = arguments()
    try:
        scenarios = find(options.name)
    except (BadLabel, NotPlaced) as reason:
        print(reason)
        return 64
    width = max(len(scenario.name) for scenario in scenarios)
    wanted = REQUIRED if options.check else RIGHT
    wrong = 0
    for scenario in scenarios:
        outcome, difference = result(scenario, options)
        wrong += outcome != wanted
        print(f"{scenario.name:{width}}  {outcome:10}  {difference}".rstrip(), flush=True)
    print(f"{len(scenarios) - wrong} of {len(scenarios)} {wanted}")
    return 1 if wrong else 0
