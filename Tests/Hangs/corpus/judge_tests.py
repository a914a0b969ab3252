"""The judge judged: `python3 -B -m unittest corpus.judge_tests`, from Tests/Hangs.

For every label an answer is made that says just what the label says; it must be right. Then one
thing in it is changed, and it must be wrong.
"""

import copy
import unittest
from unittest import mock

from . import calls, judge, label
from .scenario import Placed, find


def placed_by(one_label):
    """An announcement with made-up numbers for every role and address."""
    roles = sorted(label.roles(one_label))
    addresses = {wait["address"] for thread in one_label["threads"].values()
                 for wait in thread.get("waits", []) if "address" in wait}
    placed = Placed('{"pids": {}}')
    placed.pids = {role: 1000 + number for number, role in enumerate(roles)}
    placed.addresses = {name: f"address-of-{name}" for name in addresses}
    return placed


def answer(one_label, placed):
    """A document that says what the label says."""
    threads = []
    for role, thread in one_label["threads"].items():
        waits = []
        for wait in thread.get("waits", []):
            wakers = [{"pid": placed.pids[waker], "certainty": wait.get("certainty", "holder"),
                       "alive": wait.get("alive", True)} for waker in wait.get("wakers", [])]
            waits.append({"address": placed.addresses.get(wait.get("address")),
                          "kind": wait.get("kind"), "for": wait.get("for"),
                          "time_limited": wait.get("time_limited"), "wakers": wakers})
        call = thread.get("call")
        threads.append({"pid": placed.pids[role], "tid": placed.pids[role], "waits": waits,
                        "call": call and calls.name_here(call), "faults": thread.get("faults", []),
                        "verdict": (label.verdicts(thread) or ["waiting"])[-1]})
    deadlocks = [{"pids": sorted(placed.pids[role] for role in one["pids"]),
                  "proved": one["proved"], "assumes": []} for one in one_label["deadlocks"]]
    return {"threads": threads, "deadlocks": deadlocks}


class JudgeTests(unittest.TestCase):
    def each_label(self):
        for scenario in find([]):
            self.name = scenario.name
            self.label = scenario.label
            self.placed = placed_by(self.label)
            self.document = answer(self.label, self.placed)
            self.first = next(iter(self.label["threads"].values()))
            yield self.label

    def expect(self, outcome, change=lambda document: None, status=None):
        """What the judge makes of the answer after the change."""
        document = copy.deepcopy(self.document)
        change(document)
        given = self.label["status"] if status is None else status
        with mock.patch.object(judge, "ask", return_value=(document, given)):
            found, difference = judge.judge("ipctool", self.label, self.placed)
        self.assertEqual(found, outcome, f"{self.name}: {difference}")

    def expect_wrong_thread(self, change):
        self.expect(judge.WRONG, lambda document: document["threads"][0].update(change))

    def expect_wrong_wait(self, change):
        self.expect(judge.WRONG, lambda document: document["threads"][0]["waits"][0].update(change))

    def expect_deadlock(self, outcome, **deadlock):
        self.expect(outcome,
                    lambda document: document["deadlocks"].append({**deadlock, "assumes": []}))

    def test_what_is_missed_once_is_asked_for_again(self):
        for label in self.each_label():
            if not label["deadlocks"]:
                continue
            missing = {**copy.deepcopy(self.document), "deadlocks": []}
            for answers, outcome in [([missing, self.document], judge.RIGHT), ([missing] * 3, judge.WRONG)]:
                given = [(document, label["status"]) for document in answers]
                with mock.patch.object(judge, "ask", side_effect=given):
                    found, difference = judge.judge("ipctool", label, self.placed)
                self.assertEqual(found, outcome, self.name)
                self.assertIn("missed at first", difference)

    def test_what_the_label_says_is_right(self):
        for _ in self.each_label():
            self.expect(judge.RIGHT)

    def test_another_status_is_wrong(self):
        for label in self.each_label():
            self.expect(judge.WRONG, status=label["status"] + 1)

    def test_an_invented_deadlock_is_wrong(self):
        for _ in self.each_label():
            self.expect_deadlock(judge.WRONG, pids=[1000], proved=False)

    def test_a_deadlock_that_is_missed_or_of_another_certainty_is_wrong(self):
        for label in self.each_label():
            if label["deadlocks"]:
                self.expect(judge.WRONG, lambda document: document["deadlocks"].pop())
                other = {"proved": not label["deadlocks"][0]["proved"]}
                self.expect(judge.WRONG, lambda document: document["deadlocks"][0].update(other))

    def test_a_deadlock_of_others_is_not_compared(self):
        for _ in self.each_label():
            self.expect_deadlock(judge.RIGHT, pids=[1, 2], proved=True)

    def test_a_proof_that_others_descriptors_in_flight_weaken_is_asked_for_again(self):
        for label in self.each_label():
            weak = copy.deepcopy(self.document)
            for deadlock in weak["deadlocks"]:
                deadlock.update(proved=False, assumes=["no descriptor in flight"])
            answers = [(weak, label["status"]), (self.document, label["status"])]
            with (mock.patch.object(judge, "ask", side_effect=answers) as asked,
                  mock.patch.object(judge.time, "sleep")):
                found, difference = judge.judge("ipctool", label, self.placed)
            self.assertEqual(found, judge.RIGHT, f"{self.name}: {difference}")
            proves = any(deadlock["proved"] for deadlock in label["deadlocks"])
            self.assertEqual(asked.call_count, 2 if proves else 1)

    def test_an_unknown_verdict_is_unknown(self):
        for _ in self.each_label():
            if "verdict" in self.first:
                self.expect(judge.UNKNOWN,
                            lambda document: document["threads"][0].update(verdict="unknown"))

    def test_a_thread_that_is_missing_is_wrong(self):
        for label in self.each_label():
            if "--all" not in label["ask"]:
                self.expect(judge.WRONG, lambda document: document["threads"].pop(0))

    def test_every_member_of_a_thread_is_compared(self):
        for _ in self.each_label():
            for member, other in ("verdict", "another"), ("call", "another"), ("faults", ["another"]):
                if member in self.first:
                    self.expect_wrong_thread({member: other})

    def test_waits_that_are_missing_or_too_many_are_wrong(self):
        for _ in self.each_label():
            if "waits" in self.first:
                self.expect_wrong_thread({"waits": []})
                self.expect_wrong_thread({"waits": 2 * self.document["threads"][0]["waits"]})

    def test_every_member_of_a_wait_is_compared(self):
        for _ in self.each_label():
            wait = self.first.get("waits", [{}])[0]
            for member in {"kind", "for", "time_limited", "address"} & set(wait):
                self.expect_wrong_wait({member: "another"})
            if "wakers" in wait:
                wakers = self.document["threads"][0]["waits"][0]["wakers"]
                self.expect_wrong_wait({"wakers": []})
                self.expect_wrong_wait({"wakers": [{**wakers[0], "pid": 1}]})
                for member in {"certainty", "alive"} & set(wait):
                    self.expect_wrong_wait({"wakers": [{**wakers[0], member: None}]})


if __name__ == "__main__":
    unittest.main()
