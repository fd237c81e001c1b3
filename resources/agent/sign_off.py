"""The end record of a job whose supervisor died of a cancel, or during one: the list then says what the person did."""
import os
import time

import wire
from environments import made_by

ANNOUNCED = "cancel"  # the file by which a cancel says so first; whoever clears away after a dead supervisor signs off


def announce(folder):
    """To be called before any signal: another may clear away sooner than the one who cancels."""
    try:
        with open(folder.file(ANNOUNCED), "w"):
            pass
    except OSError:
        pass  # a full disk: it will be called lost


def is_due(folder):
    """Whether this dead job is to be called cancelled. To be asked before anything is cleared away."""
    return os.path.exists(folder.file(ANNOUNCED)) and folder.end() is None and not complete(folder)


def complete(folder):
    """Whether the environment is there for good, so that nobody knows how far the job came after that."""
    environment = made_by(folder)
    half = os.path.exists(folder.file("made"))  # whoever clears away removes the environment first, then this
    return bool(environment) and os.path.lexists(environment) and not half


def sign_off(folder, left):
    """For who holds the root's lock."""
    end = {"at": time.time(), "event": "end", "log": folder.size("log"), "log_size": folder.size("log"),
           "outcome": "cancelled", "step": None, "exit_code": None, "signal": None, "tail": "", "left": left,
           "reason": "It was cancelled; its supervisor did not answer any more.",
           "result": {"environment": None, "verify": None}}
    try:
        with open(folder.file("events"), "ab") as file:  # a line that was cut ends first
            file.write(b"\n" + wire.dumps(end).encode("ascii") + b"\n")
    except OSError:
        return  # a full disk: it stays lost
    forget(folder)


def forget(folder):
    """By a supervisor that says the end itself; and what was lost when it was cleared away stays lost, whatever becomes
    of its environment later."""
    try:
        os.unlink(folder.file(ANNOUNCED))
    except OSError:
        pass  # there is none
