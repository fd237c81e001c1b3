"""What a root forgets by itself when a job starts, and what it must not forget."""
import json
import os
import time
import unittest

from harness import AgentTest

TRUE = [[["/bin/true"]]]
DAY = 86400


class Retention(AgentTest):
    def old_job(self, number, **fields):
        """A job that is over (its program was killed long ago), the older the smaller its number."""
        job_id = "20251101-{:06d}-00000000".format(number)
        job = dict({"id": job_id, "title": "old", "root": self.root, "environment": None}, **fields)
        path = self.write("root/jobs/{}/job.json".format(job_id), json.dumps(job))
        self.write("root/jobs/{}/log".format(job_id), "said")
        os.utime(path, (time.time() - 40 * DAY + number,) * 2)
        return os.path.dirname(path)

    def wheels(self, build, days):
        path = self.write("root/wheels/{}/torch-2.whl".format(build), "x" * 5000)
        ledger = self.write("root/wheels/{}/checked.json".format(build), "{}")
        for one in (path, ledger, os.path.dirname(path)):
            os.utime(one, (time.time() - days * DAY,) * 2)
        return os.path.dirname(path)

    def environment(self, name, build):
        self.write("root/envs/{}/nightjar.json".format(name), json.dumps({"build": build, "verified": True}))
        return os.path.join(self.root, "envs", name)

    def test_the_newest_thirty_jobs_stay_and_older_ones_go(self):
        folders = [self.old_job(number) for number in range(34)]
        self.assertEqual(self.run_job(TRUE)[0]["state"], "succeeded")
        self.assertEqual([os.path.exists(folder) for folder in folders], [False] * 4 + [True] * 30)
        self.assertEqual(len(self.agent().ask("job.list", {"root": self.root})["jobs"]), 31)

    def test_a_job_whose_environment_stands_stays(self):
        kept = self.old_job(0, environment=self.environment("20251101-cpu-x", "20251101-cpu"))
        gone = self.old_job(1, environment=os.path.join(self.root, "envs", "removed since"))
        for number in range(30):
            self.old_job(number + 2)
        self.assertEqual(self.run_job(TRUE)[0]["state"], "succeeded")
        self.assertEqual((os.path.exists(kept), os.path.exists(gone)), (True, False))

    def test_downloads_of_no_environment_go_after_a_week_and_it_is_said(self):
        old, young = self.wheels("20251101-cpu", 8), self.wheels("20251102-cpu", 6)
        used, wanted = self.wheels("20251103-cpu", 90), self.wheels("20251104-cpu", 90)
        self.environment("20251103-cpu-x", "20251103-cpu")
        reply, _, log = self.run_job(TRUE, manifest={"build": "20251104-cpu"})
        self.assertEqual(reply["state"], "succeeded")
        self.assertEqual([os.path.exists(folder) for folder in (old, young, used, wanted)], [False, True, True, True])
        self.assertIn("Removed the downloads of 20251101-cpu, which no environment is made of", log)
        self.assertEqual([name for name in os.listdir(self.root + "/wheels") if name.startswith(".")], [])

    def test_a_download_that_came_in_the_last_week_keeps_its_folder(self):
        folder = self.wheels("20251101-cpu", 30)
        self.write("root/wheels/20251101-cpu/numpy-2.whl.part", "half")
        os.utime(folder, (time.time() - 30 * DAY,) * 2)
        self.assertEqual(self.run_job(TRUE)[0]["state"], "succeeded")
        self.assertTrue(os.path.exists(folder + "/torch-2.whl"))

    def test_a_persons_own_file_or_link_among_the_wheels_is_not_touched(self):
        precious = self.write("elsewhere/precious.whl", "mine")
        os.utime(os.path.dirname(precious), (1, 1))
        self.write("root/wheels/notes.txt", "mine")
        os.symlink(os.path.dirname(precious), self.root + "/wheels/link")
        self.assertEqual(self.run_job(TRUE)[0]["state"], "succeeded")
        self.assertEqual((os.path.exists(precious), sorted(os.listdir(self.root + "/wheels"))),
                         (True, ["link", "notes.txt"]))


if __name__ == "__main__":
    unittest.main()
