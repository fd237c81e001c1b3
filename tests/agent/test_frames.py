"""The agent's frames: greeting, replies, errors, the end of input."""
import json
import os
import time
import unittest

import harness
from harness import Agent, AgentFault, AgentTest


class Greeting(AgentTest):
    def test_the_banner_and_then_the_greeting_come_first(self):
        agent = self.agent()
        deadline = time.monotonic() + 30
        self.assertEqual(agent.line(deadline), b"NIGHTJAR-AGENT 1\n")
        hello = json.loads(agent.line(deadline).decode())
        self.assertEqual(hello["hello"], 1)
        self.assertRegex(hello["python"], r"^3\.\d+\.\d+$")

    def test_a_request_sent_with_the_payload_is_answered(self):
        agent = self.agent(payload=harness.packed()[0] + b'{"id": 7, "verb": "ping"}\n')
        self.assertEqual(agent.wait(7), {})

    def test_the_end_of_input_ends_the_agent_at_once_and_cleanly(self):
        agent = self.agent()
        agent.ask("ping")
        began = time.monotonic()
        status, said = agent.close()
        self.assertEqual((status, said), (0, ""))
        self.assertLess(time.monotonic() - began, 30)

    def test_a_client_that_stops_reading_and_goes_leaves_no_agent(self):
        agent = self.agent()
        agent.ask("ping")
        agent.process.stdout.close()
        agent.send("ping")
        self.assertEqual(agent.process.wait(harness.PATIENCE), 0)
        agent.process.stdin.close()
        agent.process.stderr.close()


class Errors(AgentTest):
    def test_an_unknown_verb_is_an_error_and_the_agent_goes_on(self):
        agent = self.agent()
        with self.assertRaises(AgentFault) as refused:
            agent.ask("dance")
        self.assertEqual(refused.exception.code, "unknown-verb")
        self.assertEqual(agent.ask("ping"), {})

    def test_a_line_that_is_no_json_gets_an_error_frame(self):
        agent = self.agent()
        for line in (b"not json\n", b"[1, 2]\n", b'{"id": 1\n', b"\xff\xfe\n", b"\n"):
            agent.send_raw(line)
            frame = {"hello": 1}
            while frame is None or "hello" in frame:
                frame = agent.read_frame()
            self.assertEqual(frame["error"]["code"], "unknown-verb", line)
        self.assertEqual(agent.ask("ping"), {})

    def test_missing_arguments_are_named(self):
        with self.assertRaises(AgentFault) as refused:
            self.agent().ask("job.follow", {"root": "/x"})
        self.assertEqual(refused.exception.code, "bad-arguments")
        self.assertIn('"id"', refused.exception.error["what"])

    def test_a_fault_of_the_agent_itself_is_a_frame_with_its_traceback(self):
        with self.assertRaises(AgentFault) as refused:
            self.agent().ask("facts", {"roots": [{"not": "a path"}]})
        self.assertEqual(refused.exception.code, "internal")
        self.assertIn("Traceback", refused.exception.error["details"])


class Several(AgentTest):
    def test_requests_are_served_while_a_job_is_followed(self):
        agent = self.agent()
        which = self.start(agent, [[["/bin/sh", "-c", "sleep 300"]]])
        number = agent.send("job.follow", which)
        for _ in range(3):
            self.assertEqual(agent.ask("ping"), {})
        self.assertNotIn(number, agent.replies)
        agent.ask("job.cancel", which)

    def test_an_abandoned_follow_sends_nothing_more(self):
        agent = self.agent()
        which = self.start(agent, [[["/bin/sh", "-c", "sleep 300"]]])
        number = agent.send("job.follow", which)
        agent.wait_event(number, lambda event, data: True)
        agent.ask("abandon", {"request": number})
        before = len(agent.events[number])
        agent.ask("job.cancel", which)
        self.assertEqual(len(agent.events[number]), before)
        self.assertNotIn(number, agent.replies)

    def test_large_requests_arrive_whole(self):
        agent = self.agent()
        steps = [[["/bin/true", "x" * 1000]] for _ in range(300)]
        job = self.job(steps)
        agent.ask("job.start", {"job": job})
        self.assertEqual(agent.ask("job.follow", {"root": self.root, "id": job["id"]})["state"], "succeeded")


class TooOld(AgentTest):
    def test_a_python_before_3_6_answers_every_request_with_python_too_old(self):
        pretend = "import sys; sys.version_info = (3, 4, 2) + tuple(sys.version_info[3:]); "
        argv = [harness.agent_python(), "-E", "-s", "-S", "-c", pretend + harness.packed()[2], "old"]
        agent = self.agent(argv)
        for _ in range(2):
            with self.assertRaises(AgentFault) as refused:
                agent.ask("facts")
            self.assertEqual(refused.exception.code, "python-too-old")
            self.assertIn("3.4.2", refused.exception.error["what"])
        self.assertEqual(agent.close()[0], 0)

    def test_the_first_files_hold_no_syntax_that_an_old_python_refuses(self):
        import ast

        new = ["JoinedStr", "AnnAssign", "NamedExpr", "AsyncFunctionDef", "Starred", "MatMult", "Nonlocal"]
        loader = os.path.join(harness.BOOTSTRAP, "loader.py")
        for path in (os.path.join(harness.AGENT, "__main__.py"), loader):
            with open(path) as file:
                tree = ast.parse(file.read())
            found = [type(node).__name__ for node in ast.walk(tree) if type(node).__name__ in new]
            self.assertEqual(found, [], path)
            for node in ast.walk(tree):
                if isinstance(node, ast.arguments):
                    self.assertEqual([a for a in node.args if a.annotation], [], path)

    def test_every_module_is_understood_by_python_3_6(self):
        import ast

        for name in os.listdir(harness.AGENT):
            if name.endswith(".py"):
                with open(os.path.join(harness.AGENT, name)) as file:
                    ast.parse(file.read(), feature_version=(3, 6))


if __name__ == "__main__":
    unittest.main()
