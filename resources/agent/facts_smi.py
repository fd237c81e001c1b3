"""nvidia-smi: where it lies, what it is asked, and its answers taken apart. Pure functions over its text."""
from tree import is_number

FIELDS = ("name", "uuid", "memory.total", "compute_cap", "driver_version", "pci.bus_id", "mig.mode.current")
OLD_FIELDS = ("name", "uuid", "memory.total", "driver_version", "pci.bus_id")  # compute_cap came with driver 510
# WSL; Colab and Kaggle; GKE and other containers; CUDA images; NixOS.
FOLDERS = ["/usr/lib/wsl/lib", "/opt/bin", "/usr/local/nvidia/bin", "/usr/local/cuda/bin", "/usr/sbin",
           "/run/current-system/sw/bin"]
# What nvidia-smi puts into answers that otherwise look good: texts of NVML's errors, and the table's own mark.
COMPLAINTS = ("ERR!", "GPU is lost", "GPU requires reset", "Unable to determine the device handle", "[Unknown Error]")
CANNOT_RUN = 126  # as a shell says it
MOST = 2048  # characters of its words that are passed on


def find(tree, folders):
    """Its path, even where this user must not run it."""
    return tree.find_program("nvidia-smi", folders + FOLDERS) or tree.find_file("nvidia-smi", folders + FOLDERS)


def commands(tree, path):
    # type: (object, str) -> dict
    """One row a GPU; and the plain table, for CUDA's version and MIG."""
    return {"query": query(path, FIELDS), "table": [path]} if path and tree.is_program(path) else {}


def more(path, probes):
    # type: (str, dict) -> dict
    """What has to be asked after the first answers: fewer fields of an old driver, the instances of a cut-up GPU."""
    if not probes or probes["table"].status != 0:
        return {}
    if probes["query"].status != 0:
        return {"old_query": query(path, OLD_FIELDS)}
    return {"list": [path, "-L"]} if ", Enabled" in probes["query"].output else {}


def query(path, fields):
    return [path, "--query-gpu=" + ",".join(fields), "--format=csv,noheader,nounits"]


def answer(path, probes):
    # type: (str, dict) -> dict
    """What nvidia-smi said: {"report" for the client, "rows": [{field: text}], "table", "list", "hangs"}."""
    found = {"report": {"path": path or None, "exit": None, "output": "", "complaints": ""}, "rows": [], "table": "",
             "list": "", "hangs": False}
    if not probes:
        if path:
            found["report"].update(exit=CANNOT_RUN, output="Permission denied")
        return found
    table = probes["table"]
    found["hangs"] = table.timed_out
    found["report"]["exit"] = table.status
    if table.status != 0:
        found["report"]["output"] = (table.output or ("no answer" if table.timed_out else ""))[:MOST]
    else:
        found["table"] = table.output
    said = {name: probe.output for name, probe in probes.items() if probe.status == 0}
    found["list"] = said.get("list", "")
    found["rows"] = rows(said.get("query", ""), FIELDS) or rows(said.get("old_query", ""), OLD_FIELDS)
    found["report"]["complaints"] = complaints([text for name, text in sorted(said.items()) if name != "list"])
    return found


def complaints(texts):
    # type: (list) -> str
    lines = [line.strip() for text in texts for line in text.splitlines() if any(mark in line for mark in COMPLAINTS)]
    return "\n".join(lines)[:MOST]


def rows(text, fields):
    # type: (str, tuple) -> list
    """CSV without quotes, as nvidia-smi writes it; lines of another length (warnings) are left out."""
    split = [[cell.strip() for cell in line.split(",")] for line in text.splitlines()]
    return [dict(zip(fields, cells)) for cells in split if len(cells) == len(fields)]


def known(text):
    # type: (str) -> object
    """nvidia-smi writes "[N/A]", "[Not Supported]", "[GPU is lost]" or "ERR!" for what it cannot tell."""
    return text if text and not text.startswith("[") and text not in ("N/A", "ERR!") else None


def cuda_of(table):
    # type: (str) -> object
    """The "CUDA Version: 13.0" of nvidia-smi's header; newer ones say "CUDA UMD Version"."""
    return header_version(table, ("CUDA Version:", "CUDA UMD Version:"))


def driver_of(found):
    # type: (dict) -> object
    """The driver's version: of the first row that knows it, else of the header."""
    told = [known(row.get("driver_version", "")) for row in found["rows"]]
    return next(filter(None, told), None) or header_version(found["table"], ("Driver Version:", "KMD Version:"))


def header_version(table, marks):
    # type: (str, tuple) -> object
    for mark in marks:
        word = (table.partition(mark)[2].split() or [""])[0]
        if all(is_number(part) for part in word.split(".")):
            return word
    return None
