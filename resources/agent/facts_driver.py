"""NVIDIA's driver: its version from the kernel and from nvidia-smi, and where its libraries lie."""

FIELDS = ("name", "uuid", "memory.total", "compute_cap", "driver_version", "pci.bus_id", "mig.mode.current")
OLD_FIELDS = ("name", "uuid", "memory.total", "driver_version", "pci.bus_id")  # compute_cap came with driver 510
SMI_FOLDERS = ["/usr/lib/wsl/lib", "/opt/bin", "/usr/local/nvidia/bin", "/usr/local/cuda/bin", "/usr/sbin"]
# Where containers get the driver's libraries without telling the loader about it.
COLAB_FOLDER = "/usr/lib64-nvidia"
LIBRARY_FOLDERS = (COLAB_FOLDER, "/usr/local/nvidia/lib64", "/usr/lib/wsl/lib")
USUAL_FOLDERS = ("/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib64")


def find_smi(tree, folders):
    return tree.find_program("nvidia-smi", folders + SMI_FOLDERS)


def smi_commands(path):
    # type: (str) -> dict
    """One row a GPU; and the plain table, for CUDA's version and MIG."""
    return {"query": query(path, FIELDS), "table": [path]} if path else {}


def smi_more(path, probes):
    # type: (str, dict) -> dict
    """What has to be asked after the first answers: fewer fields of an old driver, the instances of a cut-up GPU."""
    if not probes or probes["table"].status != 0:
        return {}
    if probes["query"].status != 0:
        return {"old_query": query(path, OLD_FIELDS)}
    return {"list": [path, "-L"]} if ", Enabled" in probes["query"].output else {}


def query(path, fields):
    return [path, "--query-gpu=" + ",".join(fields), "--format=csv,noheader,nounits"]


def smi_answer(path, probes):
    # type: (str, dict) -> dict
    """What nvidia-smi said: {"report" for the client, "rows": [{field: text}], "table", "list"}."""
    answer = {"report": {"path": path or None, "exit": None, "output": ""}, "rows": [], "table": "", "list": ""}
    if not probes:
        return answer
    table = probes["table"]
    answer["report"]["exit"] = table.status
    if table.status != 0:
        answer["report"]["output"] = (table.output or ("no answer" if table.timed_out else ""))[:2048]
    else:
        answer["table"] = table.output
    said = {name: probe.output for name, probe in probes.items() if probe.status == 0}
    answer["list"] = said.get("list", "")
    answer["rows"] = rows(said.get("query", ""), FIELDS) or rows(said.get("old_query", ""), OLD_FIELDS)
    return answer


def rows(text, fields):
    # type: (str, tuple) -> list
    """CSV without quotes, as nvidia-smi writes it; lines of another length (warnings) are left out."""
    split = [[cell.strip() for cell in line.split(",")] for line in text.splitlines()]
    return [dict(zip(fields, cells)) for cells in split if len(cells) == len(fields)]


def cuda_of(table):
    # type: (str) -> object
    """The "CUDA Version: 13.0" of nvidia-smi's header; newer ones say "CUDA UMD Version"."""
    for mark in ("CUDA Version:", "CUDA UMD Version:"):
        word = (table.partition(mark)[2].split() or [""])[0]
        if word.replace(".", "").isdigit():
            return word
    return None


def kernel_version(text):
    # type: (str) -> object
    """From /proc/driver/nvidia/version: the first word of the NVRM line that looks like a version."""
    for line in text.splitlines():
        if line.startswith("NVRM version:"):
            for word in line.split():
                parts = word.split(".")
                if len(parts) in (2, 3) and all(part.isdigit() for part in parts):
                    return word
    return None


def driver(tree, smi):
    # type: (object, dict) -> object
    sources = {
        "sys": tree.text("/sys/module/nvidia/version") or None,
        "proc": kernel_version(tree.text("/proc/driver/nvidia/version")),
        "smi": smi["rows"][0].get("driver_version") if smi["rows"] else None,
    }
    version = sources["sys"] or sources["proc"] or sources["smi"]
    return {"version": version, "cuda": cuda_of(smi["table"]), "sources": sources} if version else None


def library_path(tree):
    # type: (object) -> str
    """The folder LD_LIBRARY_PATH has to name for libcuda.so.1 to be found; "" where the loader knows it already."""
    cache = tree.bytes("/etc/ld.so.cache", 8 << 20)
    known = b"libcuda.so.1" in cache or any(tree.exists(folder + "/libcuda.so.1") for folder in USUAL_FOLDERS)
    for folder in LIBRARY_FOLDERS:
        listed = (folder + "/libcuda.so").encode("ascii") in cache
        wanted = not known or folder == COLAB_FOLDER  # Colab: the driver of the host, whatever else is there
        if wanted and not listed and tree.exists(folder + "/libcuda.so.1"):
            return folder
    return ""
