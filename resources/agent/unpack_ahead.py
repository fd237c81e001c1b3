"""Unpacking while the rest is still on its way: wheels that have come whole go to uv at once. The environment is one
that nobody uses yet. What goes wrong here is only said, and left to the step install (desk.torn)."""
import children
from desk import StepFailed
from step_install import lay_out

WORTH = 4 << 20  # bytes of wheels for which uv is started


class Ahead:
    """A context: its tick() is to be called often, its end waits for what it has begun, or ends that after an error."""

    def __init__(self, desk, args, packages):
        """args: ahead? (uv's argv, to which the requirements are added; without it nothing happens), dir, exact.
        packages: [{name, version, file, size, whole?}], with `whole` set once the file is here and checked."""
        self.desk = desk
        self.args = args
        self.packages = packages
        self.rest = list(packages) if args.get("ahead") and not desk.uv_hangs else []
        self.names = []  # type: list
        self.child = None

    def tick(self):
        if self.child and self.child.poll() is None:
            return
        self.look()
        ready = [package for package in self.rest if package.get("whole")]
        if sum(package["size"] for package in ready) < WORTH or len(ready) == len(self.rest):
            return  # all is here: the step install does the rest in one go
        self.rest = [package for package in self.rest if package not in ready]
        try:
            lay_out(self.args["dir"], self.args["exact"], ready)
            exact = ["{name}=={version}".format(**package) for package in ready]
            self.names = [package["name"] for package in ready]
            self.child = children.spawn(self.desk, self.args["ahead"] + ["--"] + exact)
        except (OSError, StepFailed) as error:
            self.leave(getattr(error, "reason", str(error)))

    def look(self):
        """At how the last one ended."""
        child, self.child = self.child, None
        try:
            if child:
                children.check(self.args["ahead"], child.returncode)
        except StepFailed as failed:
            self.leave(failed.reason)

    def leave(self, reason):
        """uv takes a package for installed whose folder of metadata is there, whatever else is missing."""
        self.rest = []
        self.desk.torn += self.names
        self.desk.say("Nothing more is unpacked before all of it is here: {}".format(reason))

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if self.child and not kind:
                children.watch(self.desk, self.child, on_tick=self.tell)
                self.look()
        finally:
            if self.child and self.child.poll() is None:
                children.end_tree(self.desk, self.child)

    def tell(self):
        total = sum(package["size"] for package in self.packages)
        self.desk.progress(total, total, "bytes", False, "unpacking")
