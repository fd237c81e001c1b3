"""NVIDIA GPUs from what nvidia-smi said. Pure functions over its text."""
from facts_smi import known
from tree import is_number, number


def gpus(smi):
    # type: (dict) -> list
    found = [gpu(row) for row in smi["rows"]]
    return mig_devices(found, smi["table"], smi["list"]) or found


def gpu(row):
    # type: (dict) -> dict
    capability = known(row.get("compute_cap", ""))
    return {
        "vendor": "nvidia",
        "name": known(row.get("name", "")) or "NVIDIA GPU",
        "memory_mib": number(row.get("memory.total", "")),
        "compute_capability": capability,
        "architecture": architecture(capability),
        "uuid": known(row.get("uuid", "")),
        "pci_bus_id": known(row.get("pci.bus_id", "")),
        "mig": row.get("mig.mode.current") == "Enabled",
    }


def architecture(capability):
    # type: (object) -> object
    """"7.5" → "sm_75"."""
    return "sm_" + str(capability).replace(".", "") if capability else None


def mig_devices(found, table, listing):
    # type: (list, str, str) -> list
    """The instances a program sees where a GPU is cut up (MIG), in place of the whole GPUs; [] where none is. A GPU
    that is cut up into no instance stays, as no program sees it.
    `listing` is nvidia-smi -L: indented "MIG 3g.20gb Device 0: (UUID: MIG-…)" lines under each "GPU N:" line."""
    memory = mig_memory(table)
    result = []
    whole = list(range(len(found)))
    parent = position = -1
    for line in listing.splitlines():
        words = line.split()
        if line.startswith("GPU ") and len(words) > 1 and is_number(words[1].rstrip(":")):
            parent, position = parent + 1, -1
        elif line.startswith(" ") and words[:1] == ["MIG"] and len(words) > 1 and 0 <= parent < len(found):
            position += 1
            device = dict(found[parent])
            device["name"] = "{} MIG {}".format(device["name"], words[1])
            device["memory_mib"] = memory.get((parent, position), 0)
            device["uuid"] = line.partition("UUID: ")[2].rstrip(") ") or None
            device["mig"] = True
            result.append(device)
            whole = [index for index in whole if index != parent]
    return [found[index] for index in whole] + result if result else []


def mig_memory(table):
    # type: (str) -> dict
    """(GPU, position of the instance) → MiB, from the "MIG devices" part of nvidia-smi's table, whose rows begin
    "|  0    1   0   0  |      19MiB / 20096MiB  |"."""
    sizes = {}  # type: dict
    count = {}  # type: dict
    for line in table.partition("MIG devices:")[2].splitlines():
        cells = [cell.split() for cell in line.split("|")]
        if len(cells) < 3 or len(cells[1]) != 4 or not all(is_number(word) for word in cells[1]):
            continue
        total = (cells[2][2:3] or [""])[0]
        which = number(cells[1][0])
        if total.endswith("MiB") and is_number(total[:-3]):
            sizes[(which, count.get(which, 0))] = number(total[:-3])
            count[which] = count.get(which, 0) + 1
    return sizes
