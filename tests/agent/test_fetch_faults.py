"""The step "download" against servers that go wrong: it gets the right bytes in the end, or says plainly why not."""
import json
import os
import socket
import subprocess
import threading
import time
import unittest

from fetching import MB, Fetching, sha256
from harness import wait_until
from shelf import Shelf, wheel

# What the first answers do → what the log must say (None: nothing of it).
PASSING = {
    "busy": ([{"status": 503, "headers": {"Retry-After": "0"}}], "HTTP error 503"),
    "asked too often": ([{"status": 429, "headers": {"Retry-After": "0.1"}}], "HTTP error 429"),
    "a fault of its own": ([{"status": 500}, {"status": 502}], "HTTP error 502"),
    "reset in mid-file": ([{"cut": 700000}, {"cut": 30000}], "Connection broken"),
    "ends in mid-file": ([{"end": 700000}], "bytes came"),
    "stops": ([{"stall": 500000}], "no byte for 0.5 s"),
    "a range that is not the one asked for": ([{}, {"shift": 100}], "another range than was asked for"),
    "no sense in the range": ([{"headers": {"Content-Range": "bytes x-y/z"}}], "another range than was asked for"),
    "all for a part, once": ([{}, {"whole": True}], "answered with the whole file"),
    "all for a part, always": ([{}, {"whole": True}, "always"], "taken in one stream"),
    "all for the first part": ([{"whole": True}], None),
    "no length": ([{"whole": True, "plain": True}], None),
    "fewer bytes than it said": ([{"headers": {"Content-Length": "9999999"}, "end": 500000}], "Another try in"),
    "no ranges, it says": ([{"whole": True, "headers": {"Accept-Ranges": "none"}}], None),
    "packed": ([{"headers": {"Content-Encoding": "gzip"}}], "another encoding"),
}


class Passing(Fetching):
    def test_what_passes_is_waited_for_and_the_bytes_are_right(self):
        for title, (faults, said) in sorted(PASSING.items()):
            with self.subTest(title):
                shelf = self.shelf({"torch": 5 * MB, "leaf": 50000})
                torch = [name for name in shelf.files if "torch" in name][0]
                shelf.faults[torch] = list(faults)
                patience = 0.5 if title == "stops" else 60
                reply, _, log = self.fetch(self.packages(shelf), connections=3, patience_s=patience)
                self.assertEqual(reply["state"], "succeeded", log)
                self.assert_all_here(shelf, log)
                if said:
                    self.assertIn(said, log)
                else:
                    self.assertNotIn("Another try", log)
                for name in shelf.files:
                    os.unlink(os.path.join(self.wheels, name))

    def test_a_server_without_ranges_is_read_in_one_stream_and_from_the_start_again(self):
        shelf = self.shelf({"torch": 5 * MB})
        shelf.ranges = False
        name, = shelf.files
        shelf.faults[name] = [{"cut": 3 * MB}]
        reply, _, log = self.fetch(self.packages(shelf))
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        self.assertEqual(len(shelf.gets(name)), 2)

    def test_a_reset_costs_only_what_was_on_its_way(self):
        shelf, gate = self.shelf({"torch": 12 * MB}), self.new_gate()
        name, = shelf.files
        shelf.faults[name] = [{"cut": 7 * MB // 8, "hold": gate, "held": 7 * MB // 8}] * 4
        agent = self.agent()
        which = self.start_fetch(agent, self.packages(shelf), connections=4, patience_s=60)
        wait_until(lambda: self.recorded(name) == 4 * 7 * MB // 8, "too little of it comes")  # nothing is on its way
        gate.set()
        reply, _, log = self.follow(agent, which)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertIn("Connection broken", log)
        self.assert_all_here(shelf, log)
        self.assertLess(shelf.sent, 1.2 * len(shelf.files[name]))

    def test_redirects_are_followed(self):
        shelf = self.shelf({"torch": 3 * MB})
        other = Shelf(shelf.files)
        self.addCleanup(other.close)
        shelf.elsewhere = other.url
        reply, _, log = self.fetch(self.packages(shelf, "/moved/"))
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        self.assertGreater(other.sent, 3 * MB)

    def test_a_server_that_is_away_for_a_moment_is_waited_for(self):
        away = socket.socket()
        away.bind(("127.0.0.1", 0))  # bound but not listening: refused
        shelf = self.shelf({"torch": 100000})
        packages = [dict(package, url="http://127.0.0.1:{}/f/{}".format(
            away.getsockname()[1], package["url"].rpartition("/")[2])) for package in self.packages(shelf)]
        agent = self.agent()
        which = self.start_fetch(agent, packages, pause_s=0.2)
        log = os.path.join(self.root, "jobs", which["id"], "log")
        wait_until(lambda: "Connection refused" in read(log), "nothing is said of it")
        away.listen(8)
        threading.Thread(target=pass_on, args=(away, shelf.server.server_address), daemon=True).start()
        self.addCleanup(away.close)
        reply, _, log = self.follow(agent, which)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)

    def test_a_file_that_is_damaged_on_the_way_is_fetched_once_more(self):
        shelf = self.shelf({"torch": MB})
        (name, data), = shelf.files.items()
        shelf.faults[name] = [{"spoil": 5000}]
        reply, _, log = self.fetch(self.packages(shelf, torch={"sha256": sha256(data)}), connections=1)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertIn("was promised", log)
        self.assert_all_here(shelf, log)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def pass_on(listener, place):
    """Hands every connection on to another address, byte for byte."""
    def pump(source, target):
        try:
            for data in iter(lambda: source.recv(65536), b""):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    while True:
        try:
            near, _ = listener.accept()
        except OSError:
            return
        far = socket.create_connection(place)
        for pair in ((near, far), (far, near)):
            threading.Thread(target=pump, args=pair, daemon=True).start()


class Final(Fetching):
    def fails(self, shelf, *words, **options):
        """The job fails in the step download; its reason names the file and these words; no half file has a name."""
        packages = options.pop("packages", None) or self.packages(shelf)
        reply, _, log = self.fetch(packages, **options)
        self.assertEqual((reply["state"], reply["end"]["step"]), ("failed", "download"), log)
        for word in words + tuple(name for name in shelf.files if "torch" in name):
            self.assertIn(word, reply["end"]["reason"])
        self.assertEqual([name for name in self.here() if "torch" in name and name.endswith(".whl")], [])
        return reply, log

    def test_a_file_that_is_gone_fails_at_once(self):
        for status in (403, 404, 410):
            shelf = self.shelf({"torch": MB, "leaf": 100})
            torch = [name for name in shelf.files if "torch" in name][0]
            shelf.faults[torch] = [{"status": status}, "always"]
            self.fails(shelf, "HTTP error {}".format(status))
            self.assertEqual(len(shelf.gets(torch)), 1)

    def test_endless_trouble_ends_after_a_bounded_number_of_tries(self):
        for fault, words in (({"status": 503}, "HTTP error 503"), ({"cut": 0}, "Connection broken"),
                             ({"stall": 0}, "no byte for 0.1 s"), ({"shift": 5}, "another range")):
            shelf = self.shelf({"torch": 3 * MB})
            name, = shelf.files
            shelf.faults[name] = [fault, "always"]
            if "shift" in fault:  # never the right range; and no whole stream either
                shelf.faults[name] = [fault] * 2 + [{"cut": 0}, "always"]
                words = "Connection broken"
            self.fails(shelf, words, patience_s=0.1 if "stall" in fault else 60, pause_s=0.001)
            self.assertLess(len(shelf.asked), 30)
            self.assertEqual([odd for odd in self.here() if not odd.startswith("checked")], [], "nothing of it came")

    def test_a_server_that_is_down_is_named_as_that(self):
        shelf = self.shelf({"torch": MB})
        shelf.close()
        self.fails(shelf, "Connection refused", pause_s=0.001)

    def test_a_name_that_does_not_exist_is_named_as_that(self):
        shelf = self.shelf({"torch": MB})
        packages = [dict(package, url="http://nowhere.invalid/" + package["url"].rpartition("/")[2])
                    for package in self.packages(shelf)]
        self.fails(shelf, "Name or service not known", packages=packages, pause_s=0.001)

    def test_another_hash_than_the_index_promised_is_refused(self):
        shelf = self.shelf({"torch": MB})
        (name, data), = shelf.files.items()
        self.fails(shelf, "its sha256 is {}, {} was promised".format(sha256(data), "0" * 64),
                   packages=self.packages(shelf, torch={"sha256": "0" * 64}))
        self.assertEqual(len(shelf.gets(name)), 2)
        self.assertEqual(self.here(), ["checked.json"])

    def test_what_is_no_whole_zip_is_refused(self):
        shelf = self.shelf({"torch": MB})
        (name, data), = shelf.files.items()
        for wrong in (data[:-100], b"<html>hello</html>", b"PK\5\6" + b"\0" * 18, b""):
            shelf.files[name] = wrong
            self.fails(shelf, "is damaged")
            self.assertEqual(self.here(), ["checked.json"])

    def test_a_file_that_changed_under_the_name_an_environment_recorded_is_refused(self):
        shelf = self.shelf({"torch": MB})
        (name, data), = shelf.files.items()
        self.write("root/envs/20261007-cpu-a/nightjar.json", json.dumps(
            {"packages": [{"file": name, "sha256": "1" * 64, "name": "torch"}]}))
        self.write("root/envs/odd/nightjar.json", "[]")
        self.fails(shelf, "has changed under the same name", "20261007-cpu-a", "1" * 64, sha256(data))
        self.assertEqual(self.here(), ["checked.json"])
        os.makedirs(self.wheels, exist_ok=True)
        with open(os.path.join(self.wheels, name), "wb") as file:
            file.write(data)
        self.fails(shelf, "has changed under the same name", "20261007-cpu-a")
        self.write("root/envs/20261007-cpu-a/nightjar.json", json.dumps(
            {"packages": [{"file": name, "sha256": sha256(data), "name": "torch"}]}))
        self.assertEqual(self.fetch(self.packages(shelf))[0]["state"], "succeeded")

    def test_a_file_that_changes_all_the_time_is_given_up(self):
        shelf = self.shelf({"torch": 6 * MB}, rate=20 * MB)
        name, = shelf.files
        shelf.faults[name] = [{"headers": {"ETag": '"{}"'.format(number)}} for number in range(300)]
        reply, _, log = self.fetch(self.packages(shelf), connections=4)
        # With one stream at the end it is of one piece, whatever its tag says.
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertLess(len(shelf.asked), 60)
        self.assert_all_here(shelf, log)

    def test_a_full_disk_is_named_and_nothing_is_left_that_nobody_owns(self):
        if os.getuid() != 0:
            self.skipTest("needs root: the full disk is a tmpfs")
        os.makedirs(self.wheels)
        if subprocess.call(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", self.wheels], stderr=subprocess.DEVNULL):
            self.skipTest("mounting a tmpfs is not allowed here")
        self.addCleanup(subprocess.call, ["umount", self.wheels])
        shelf = self.shelf({"torch": 8 * MB})
        self.fails(shelf, "No space left on device")
        left = self.here()
        self.assertEqual([name for name in left if name.endswith(".part") and name + ".json" not in left], [])
        self.assertEqual([name for name in left if name.endswith(".part.json") and name[:-5] not in left], [])

    def test_cancel_does_not_wait_for_a_stalled_download(self):
        shelf = self.shelf({"torch": 4 * MB})
        name, = shelf.files
        shelf.faults[name] = [{"stall": 100000}, "always"]
        stalled = shelf.when_sent(100000)
        agent = self.agent()
        which = self.start_fetch(agent, self.packages(shelf), patience_s=60)
        self.assertTrue(stalled.wait(60))
        began = time.monotonic()
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        self.assertLess(time.monotonic() - began, 20.0)  # the server stalls for 30


class WaysOut(Fetching):
    def test_the_login_of_the_index_is_used_on_its_host_and_is_never_said(self):
        shelf = self.shelf({"torch": 100000})
        shelf.login = "ada:s3cret word"
        index = shelf.url.replace("://", "://ada:s3cret%20word@") + "/nightly/cpu"
        reply, _, log = self.fetch(self.packages(shelf), index=index)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        with_login = [dict(package, url=package["url"].replace("://", "://ada:s3cret%20word@"))
                      for package in self.packages(shelf)]
        for name in shelf.files:
            os.unlink(os.path.join(self.wheels, name))
        reply, _, more = self.fetch(with_login)
        self.assertEqual(reply["state"], "succeeded", more)
        shelf.login = "ada:another"
        for name in shelf.files:
            os.unlink(os.path.join(self.wheels, name))
        reply, _, last = self.fetch(with_login, index=index)
        self.assertIn("HTTP error 401", reply["end"]["reason"])
        for text in (log, more, last, json.dumps(reply)):
            self.assertNotIn("s3cret", text)
        for job in os.listdir(self.root + "/jobs"):
            if job != "lock":
                try:
                    with open(os.path.join(self.root, "jobs", job, "packages.json")) as file:
                        self.assertNotIn("s3cret", file.read())
                except FileNotFoundError:
                    pass

    def test_a_login_does_not_follow_a_redirect_to_another_host(self):
        shelf = self.shelf({"torch": 100000})
        other = Shelf(shelf.files)
        self.addCleanup(other.close)
        shelf.elsewhere = other.url.replace("127.0.0.1", "localhost")
        reply, _, log = self.fetch(self.packages(shelf, "/moved/"), index=shelf.url.replace("://", "://ada:x@"))
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertEqual({header for _, header in other.authorized}, {None})

    def certificate(self):
        path = os.path.join(self.folder, "server.pem")
        words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                 "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", path, "-out", path + ".crt"]
        try:
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("no openssl here that can make a certificate")
        with open(path, "a") as file:
            file.write(read(path + ".crt"))
        return path

    def test_a_certificate_of_the_network_in_the_systems_store_counts(self):
        """As pip has it since it asks the system: what it can resolve must be there for us to fetch."""
        import certificates

        def trusted(*system):
            certificates.SYSTEM = system
            return certificates.context({}, "/nowhere/bin/python").cert_store_stats()["x509"]

        self.addCleanup(setattr, certificates, "SYSTEM", certificates.SYSTEM)
        none, own = trusted(), self.certificate() + ".crt"
        self.assertEqual(trusted(self.folder + "/nowhere", own), none + 1)
        self.assertEqual(trusted(self.write("damaged.pem", "x")), none)
        self.assertEqual(trusted(self.write("empty.pem", ""), own), none + 1)

    def test_https_with_the_certificates_that_pip_would_trust_and_no_others(self):
        path = self.certificate()
        shelf = self.shelf({"torch": 6 * MB, "leaf": 1000}, certificate=path)
        name = sorted(shelf.files)[1]
        reply, _, log = self.fetch(self.packages(shelf))
        self.assertEqual(reply["state"], "failed", log)
        self.assertIn("CERTIFICATE_VERIFY_FAILED", reply["end"]["reason"])
        self.environment = {"PIP_CERT": path + ".crt"}
        shelf.faults[name] = [{"cut": 300000}, {"stall": 200000}]
        reply, _, log = self.fetch(self.packages(shelf), connections=2, patience_s=2)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        for each in shelf.files:
            os.unlink(os.path.join(self.wheels, each))
        agent, which = self.half_way(shelf, name, connections=4)
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        self.assertIn(name + ".part.json", self.here())

    def test_proxies_are_used_as_the_steps_environment_names_them(self):
        shelf = self.shelf({"torch": 2 * MB})
        packages = [dict(package, url="http://index.invalid/f/" + package["url"].rpartition("/")[2])
                    for package in self.packages(shelf)]
        for name, value in (("http_proxy", shelf.url), ("PIP_PROXY", shelf.url[len("http://"):])):
            self.environment = {name: value}
            reply, _, log = self.fetch(packages)
            self.assertEqual(reply["state"], "succeeded", log)
            self.assert_all_here(shelf, log)
            for each in shelf.files:
                os.unlink(os.path.join(self.wheels, each))


if __name__ == "__main__":
    unittest.main()
