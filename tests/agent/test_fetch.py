"""The step "download" against a real HTTP server: what comes, over how many connections, and what is kept of it."""
import json
import os
import signal
import types
import unittest
from unittest import mock

from fetching import MB, Fetching, downloads, sha256
from harness import alive, log_text, records, wait_until
from shelf import wheel


class Whole(Fetching):
    def test_everything_comes_is_hashed_and_recorded(self):
        shelf = self.shelf({"torch": 5 * MB, "leaf": 1000, "cudnn": 3 * MB})
        reply, found, log = self.fetch(self.packages(shelf))
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        with open(os.path.join(self.wheels, "checked.json")) as file:
            ledger = json.load(file)
        jobs = [name for name in os.listdir(self.root + "/jobs") if name != "lock"]
        with open(os.path.join(self.root, "jobs", jobs[0], "packages.json")) as file:
            recorded = json.load(file)
        self.assertEqual(recorded, [
            {"name": name.split("-")[0], "version": "1.0", "file": name, "url": shelf.url + "/f/" + name,
             "sha256": sha256(data), "size": len(data)} for name, data in sorted(shelf.files.items())])
        self.assertEqual({name: about["sha256"] for name, about in ledger.items()},
                         {name: sha256(data) for name, data in shelf.files.items()})

    def test_progress_counts_bytes_to_the_exact_total_and_names_what_holds_it_up(self):
        shelf = self.shelf({"torch": 4 * MB, "leaf": MB})
        total, torch = sum(map(len, shelf.files.values())), sorted(shelf.files)[1]
        gates = [self.new_gate() for _ in range(3)]
        shelf.faults[torch] = [{"hold": gate, "held": MB // 2} for gate in gates]
        agent = self.agent()
        number = agent.send("job.follow", self.start_fetch(agent, self.packages(shelf), connections=1))
        for whole, gate in enumerate(gates):  # each piece is a megabyte
            agent.wait_event(number, lambda event, _: event.get("record", {}).get("done") == whole * MB + MB // 2)
            gate.set()
        agent.wait(number)
        told, log = downloads(records(agent.events[number])), log_text(agent.events[number])
        self.assertEqual((told[-1]["done"], told[-1]["total"], told[-1]["unit"]), (total, total, "bytes"), log)
        self.assertEqual({record["total"] for record in told}, {total})
        self.assertLessEqual({record["bottleneck"] for record in told}, {"network", "disk"})
        done = [record["done"] for record in told]
        self.assertEqual(done, sorted(done))

    def test_sizes_that_nobody_told_come_from_the_answers(self):
        shelf = self.shelf({"torch": 3 * MB, "leaf": 1000})
        unknown = self.packages(shelf, torch={"size": None}, leaf={"size": 7})
        reply, found, log = self.fetch(unknown)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        self.assertEqual(downloads(found)[-1]["total"], sum(map(len, shelf.files.values())))

    def test_a_size_that_was_told_wrongly_does_no_harm(self):
        for told in (100, 3 * MB + 5, 50 * MB):
            shelf = self.shelf({"torch": 3 * MB})
            reply, _, log = self.fetch(self.packages(shelf, torch={"size": told}), connections=3)
            self.assertEqual(reply["state"], "succeeded", log)
            self.assert_all_here(shelf, log)
            for name in shelf.files:
                os.unlink(os.path.join(self.wheels, name))

    def test_one_big_file_is_fetched_over_all_connections_and_no_more(self):
        shelf, gate = self.shelf({"torch": 5 * MB}), self.new_gate()  # five pieces
        name, = shelf.files
        stands = 5 * MB // 8  # with so little left of it a piece is not divided
        shelf.faults[name] = [{"hold": gate, "held": stands}] * 4
        agent = self.agent()
        which = self.start_fetch(agent, self.packages(shelf), connections=4, patience_s=60)
        wait_until(lambda: self.recorded(name) >= 4 * stands, "they are not all used")
        gate.set()
        reply, _, log = self.follow(agent, which)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        self.assertEqual(shelf.most, 4)

    def test_a_slow_connection_is_relieved_of_half_its_work(self):
        shelf, gate = self.shelf({"torch": 3 * MB}), self.new_gate()
        name, = shelf.files
        shelf.faults[name] = [{"hold": gate, "held": MB // 4}]
        agent = self.agent()
        which = self.start_fetch(agent, self.packages(shelf), connections=2, patience_s=60)
        in_the_middle = lambda: [first for first in shelf.gets(name) if MB // 4 < first < MB]
        wait_until(in_the_middle, "nobody takes over in the middle")
        gate.set()
        reply, _, log = self.follow(agent, which)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        self.assertEqual(len(in_the_middle()), 1)

    def test_small_files_are_one_request_each(self):
        shelf = self.shelf({"p%d" % number: 2000 for number in range(10)})
        reply, _, log = self.fetch(self.packages(shelf))
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertEqual([len(shelf.gets(name)) for name in shelf.files], [1] * 10)

    def test_addresses_of_files_are_copied(self):
        name, data = wheel("torch", 100000)
        path = os.path.join(self.folder, "own wheels", name)
        os.makedirs(os.path.dirname(path))
        with open(path, "wb") as file:
            file.write(data)
        url = "file://" + path.replace(" ", "%20")
        package = {"name": "torch", "version": "1.0", "url": url, "sha256": None, "size": None}
        reply, found, log = self.fetch([package])
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertEqual(self.here(), ["checked.json", name])
        self.assertEqual(downloads(found)[-1]["done"], len(data))
        os.unlink(path)
        os.unlink(os.path.join(self.wheels, name))
        self.assertEqual(self.fetch([package])[0]["state"], "failed")

    def test_another_file_at_such_an_address_costs_no_wheel_that_an_environment_was_made_from(self):
        name, data = wheel("torch", 100000)
        path = self.write("own/" + name, "another by now")
        os.makedirs(self.wheels)
        with open(os.path.join(self.wheels, name), "wb") as file:
            file.write(data)
        self.write("root/envs/kept/nightjar.json", json.dumps(
            {"packages": [{"file": name, "sha256": sha256(data), "name": "torch"}]}))
        package = {"name": "torch", "version": "1.0", "url": "file://" + path, "sha256": None, "size": 14}
        reply, _, log = self.fetch([package])
        self.assertEqual(reply["state"], "failed", log)
        self.assertIn("has changed under the same name", reply["end"]["reason"])
        with open(os.path.join(self.wheels, name), "rb") as file:
            self.assertEqual(file.read(), data)

    def test_a_whole_wheel_in_the_folder_is_not_asked_for_again(self):
        shelf = self.shelf({"torch": 2 * MB, "leaf": 1000})
        self.fetch(self.packages(shelf))
        asked = len(shelf.asked)
        reply, found, log = self.fetch(self.packages(shelf))
        self.assertEqual((reply["state"], len(shelf.asked)), ("succeeded", asked), log)
        total = sum(map(len, shelf.files.values()))
        self.assertEqual([(record["done"], record["total"]) for record in downloads(found)], [(total, total)])

    def test_a_wheel_in_the_folder_that_is_another_is_fetched_anew(self):
        shelf = self.shelf({"torch": 2 * MB})
        (name, data), = shelf.files.items()
        os.makedirs(self.wheels)
        with open(os.path.join(self.wheels, name), "wb") as file:
            file.write(wheel("torch", 5000)[1])
        reply, _, log = self.fetch(self.packages(shelf))
        self.assertEqual(reply["state"], "succeeded", log)
        self.assertIn(name + " has", log)
        self.assert_all_here(shelf, log)

    def test_a_page_of_a_proxy_in_place_of_a_wheel_costs_no_wheel_that_is_here(self):
        shelf = self.shelf({"torch": 2 * MB})
        packages = self.packages(shelf)
        self.fetch(packages)
        (name, data), = shelf.files.items()
        shelf.files[name] = b"<html>Please log in"
        reply, _, log = self.fetch([dict(package, size=len(shelf.files[name]), sha256=None) for package in packages])
        self.assertEqual(reply["state"], "failed", log)
        with open(os.path.join(self.wheels, name), "rb") as file:
            self.assertEqual(file.read(), data)


class Bottleneck(unittest.TestCase):
    def test_it_is_what_threads_waited_for_longer_of_late(self):
        import fetch

        class Stub:  # a queue and a desk in one
            messages, network, disk, files, told = [], 0.0, 0.0, [], []

            def bytes(self):
                return 1, 2

            def progress(self, done, total, unit, last, bottleneck):
                self.told.append(bottleneck)

        stub = Stub()
        meter = fetch.Meter(stub, stub, 0)
        meter.WINDOW = 0.0
        for network, disk in ((3.0, 1.0), (3.5, 9.0), (8.0, 9.1)):
            stub.network, stub.disk = network, disk
            meter.tell()
        self.assertEqual(stub.told, ["network", "disk", "network"])


class Records(unittest.TestCase):
    def saved(self, arrived, seconds):
        """After which of these numbers of bytes, of half a gigabyte, the records are saved. seconds: between two."""
        import fetch_finish

        found, rest = [], list(arrived)
        queue = types.SimpleNamespace(arrived=rest[0], bytes=lambda: (0, 512 * MB))  # the first came before its turn
        queue.snapshot = lambda: found.append(queue.arrived) or []

        def comes(_):
            queue.arrived = rest.pop(0) if rest else None
            return queue.arrived is None

        queue.over = types.SimpleNamespace(wait=comes)
        with mock.patch.object(fetch_finish, "SECONDS", seconds):
            fetch_finish.Keeper(queue).run()
        return found

    def test_they_are_saved_when_much_has_come_and_when_time_has_passed(self):
        arrived = [MB, 4 * MB, 4 * MB, 7 * MB, 8 * MB]
        self.assertEqual(self.saved(arrived, 1e9), [4 * MB, 8 * MB])
        self.assertEqual(self.saved(arrived, 0), [MB, 4 * MB, 7 * MB, 8 * MB])


class Resumed(Fetching):
    def test_after_a_kill_at_half_less_than_a_twentieth_is_fetched_again(self):
        shelf = self.shelf({"torch": 30 * MB, "cudnn": 20 * MB, "leaf": 5 * MB, "filelock": 20000})
        total, (cudnn, torch) = sum(map(len, shelf.files.values())), [sorted(shelf.files)[at] for at in (0, 3)]
        stand = [{"stall": MB // 2}, "always"]  # eight connections, so all stand still after 28 or 29 MB
        shelf.faults = {torch: [{}] * 24 + stand, cudnn: stand}
        agent = self.agent()
        which = self.start_fetch(agent, self.packages(shelf), connections=8)
        wait_until(lambda: sum(map(self.recorded, shelf.files)) > total // 2, "half of it is never recorded")
        with open(os.path.join(self.root, "jobs", which["id"], "supervisor.json")) as file:
            pid = json.load(file)["pid"]
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not alive(pid), "the supervisor lives on")
        shelf.faults.clear()
        reply, found, log = self.fetch(self.packages(shelf), connections=8)
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        again = shelf.sent / total - 1
        self.assertLess(again, 0.05, log)
        print("fetched again after a kill at half: {:.2%}".format(again), flush=True)
        self.assertGreater(downloads(found)[0]["done"], total * 0.4, "what is here already is counted at once")

    def test_cancel_keeps_whole_files_and_parts_with_their_records_and_the_next_goes_on(self):
        shelf = self.shelf({"torch": 12 * MB, "leaf": 1000})
        torch, leaf = sorted(shelf.files)[1], sorted(shelf.files)[0]
        agent, which = self.half_way(shelf, torch, connections=14, least=4 * MB)
        wait_until(lambda: leaf in self.here(), "the small file does not come")
        wait_until(lambda: self.recorded(torch) + len(shelf.files[leaf]) == shelf.sent, "what was sent is not recorded")
        self.assertEqual(agent.ask("job.cancel", which), {"state": "cancelled", "left": []})
        self.assertEqual(self.here(), sorted(["checked.json", leaf, torch + ".part", torch + ".part.json"]))
        shelf.faults.clear()
        reply, _, log = self.fetch(self.packages(shelf))
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)
        self.assertLess(shelf.sent, 1.1 * sum(map(len, shelf.files.values())))
        self.assertIn("of them are here already", log)

    def begun(self, shelf):
        """A download of the shelf's only file that was cancelled on the way."""
        name, = shelf.files
        agent, which = self.half_way(shelf, name, connections=2)
        self.assertEqual(agent.ask("job.cancel", which)["state"], "cancelled")
        shelf.faults.clear()

    def test_a_file_that_has_changed_meanwhile_starts_anew_and_that_is_said(self):
        for changed in ("tag", "size"):
            with self.subTest(changed=changed):
                shelf = self.shelf({"torch": 6 * MB})
                name, = shelf.files
                self.begun(shelf)
                shelf.files[name] = wheel("torch", 6 * MB if changed == "tag" else 5 * MB)[1]
                if changed == "tag":
                    shelf.tags[name] = "two"
                reply, _, log = self.fetch([dict(package, size=None) for package in self.packages(shelf)])
                self.assertEqual(reply["state"], "succeeded", log)
                self.assertIn(name + ": has changed on the index since it was begun; it is fetched anew.", log)
                self.assert_all_here(shelf, log)
                os.unlink(os.path.join(self.wheels, name))

    def test_a_part_that_nothing_describes_is_removed(self):
        shelf = self.shelf({"torch": 2 * MB})
        os.makedirs(self.wheels)
        name, = shelf.files
        for odd in (name + ".part", "old.whl.part", "lost.whl.part.json", "x.whl.part.json.123", "checked.json.7"):
            with open(os.path.join(self.wheels, odd), "w") as file:
                file.write("{}")
        reply, _, log = self.fetch(self.packages(shelf))
        self.assertEqual(reply["state"], "succeeded", log)
        self.assert_all_here(shelf, log)

    def test_a_record_that_lies_is_not_believed(self):
        shelf = self.shelf({"torch": 2 * MB})
        (name, data), = shelf.files.items()
        for done in ([[0, 10 * MB]], [[5, 2]], "x", [[0, MB], [MB, 2 * MB]], [[-5, 3]]):
            os.makedirs(self.wheels, exist_ok=True)
            with open(os.path.join(self.wheels, name + ".part"), "wb") as file:
                file.write(b"x" * 1000)
            with open(os.path.join(self.wheels, name + ".part.json"), "w") as file:
                json.dump({"url": shelf.url + "/f/" + name, "size": len(data), "etag": '"one"', "last_modified": None,
                           "done": done}, file)
            reply, _, log = self.fetch(self.packages(shelf))
            self.assertEqual(reply["state"], "succeeded", log)
            self.assert_all_here(shelf, log)
            os.unlink(os.path.join(self.wheels, name))


if __name__ == "__main__":
    unittest.main()
