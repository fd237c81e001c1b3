"""JSON and file names: what the wire holds is what the file system gets, in every locale."""
import json
import sys
import unittest
from unittest import mock

import harness  # noqa: F401  (finds the agent's modules)
import wire

VALUES = [None, True, 0, -1.5, 1 << 40, "", "ünï \n\t\"\\ \U0001f44d", [], {}, [1, [2, {"a": None}]], {"ü": ["x"] * 3}]


class Wire(unittest.TestCase):
    def test_it_reads_and_writes_what_the_json_module_does(self):
        for value in VALUES:
            self.assertEqual(wire.loads(json.dumps(value)), value)
            self.assertEqual(json.loads(wire.dumps(value)), value)
            wire.dumps(value).encode("ascii")
            self.assertNotIn("\n", wire.dumps(value))

    def test_the_same_without_the_json_modules_C_half(self):
        with mock.patch.dict(sys.modules, {"_json": None}):
            for value in VALUES:
                self.assertEqual(json.loads(wire.dumps(value)), value)
                self.assertEqual(wire.loads(wire.dumps(value)), value)

    def test_broken_json_is_a_value_error(self):
        for text in ("", "{", "[1,", "nul", "{\"a\" 1}", "1 2", "\"\\x\"", "{\"a\":}"):
            with self.assertRaises(ValueError, msg=text):
                wire.loads(text)

    def test_file_names_that_are_no_text_lose_only_their_odd_bytes(self):
        name = b"a\xff\xc3\xbc".decode("utf-8", "surrogateescape")
        self.assertEqual(json.loads(wire.dumps({"name": [name]})), {"name": ["a\ufffdü"]})

    def test_in_an_ascii_locale_names_become_the_bytes_of_their_utf_8(self):
        with mock.patch.object(sys, "getfilesystemencoding", return_value="ascii"):
            value = wire.loads('{"p": "/tmp/\\u00fc"}')
            self.assertEqual(value["p"].encode("ascii", "surrogateescape"), "/tmp/ü".encode("utf-8"))
            self.assertEqual(json.loads(wire.dumps(value)), {"p": "/tmp/ü"})


if __name__ == "__main__":
    unittest.main()
