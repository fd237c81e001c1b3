"""The step "verify": the checks, each row a record; the report goes into the end record."""
import os
import select

import children
import wire
from desk import StepFailed
from errors import AgentError
from job_folder import write_whole
from releases import RECORD
from verify import Run


def verify(desk, args):
    """args as for the verb "verify". A required check that fails, fails the step."""
    # What it should be is written before it is proved, so that it can be proved again however this ends.
    if desk.job.get("manifest"):
        record = wire.dumps(desk.job["manifest"]).encode("ascii") + b"\n"
        write_whole(os.path.join(args["environment"], RECORD), record)
    desk.complete()
    heard = os.open(desk.folder.file("log"), os.O_RDONLY)
    run = Run(args, desk.environment(), desk.folder.id, desk.log_fd, heard)
    work = run.report(lambda row: tell(desk, row))
    try:
        desk.report = through(desk, work)
    except AgentError as error:
        raise StepFailed(error.what + " " + error.details[-2000:])
    finally:
        work.close()
        os.close(heard)
    failed = [row for row in desk.report["checks"] if row["state"] == "failed"]
    if failed:
        raise StepFailed(" ".join("{}: {}".format(row["id"], row["detail"]) for row in failed))


def tell(desk, row):
    desk.record("check", row=row)
    desk.say("{id}: {state} in {seconds:.1f} s. {detail}".format(**row))


def through(desk, work):
    """Resumes the generator until it returns."""
    while True:
        try:
            fds = next(work) or ()
        except StopIteration as stop:
            return stop.value
        if desk.wake in select.select([desk.wake] + list(fds), [], [], 0.2)[0]:
            children.wait(desk, 0)
        desk.check()
