"""AMD GPUs: from the ROCm kernel driver's topology (KFD), with rocm_agent_enumerator where an old kernel does not name
the architecture."""
import facts_pci
from tree import number, pairs

KFD = "/sys/class/kfd/kfd/topology/nodes"
FOLDERS = ["/opt/rocm/bin"]


def commands(tree, folders):
    # type: (object, list) -> dict
    """Asked only where there is an AMD GPU: it is a Python program that starts others."""
    path = tree.find_program("rocm_agent_enumerator", folders + FOLDERS)
    wanted = path and (tree.names(KFD) or facts_pci.displays(tree, "0x1002"))
    return {"rocm": [path]} if wanted else {}


def gpus(tree, probes):
    # type: (object, dict) -> list
    """GPUs the ROCm kernel driver knows; where it is not loaded, AMD's PCI devices without an architecture."""
    found = [gpu(tree, node) for node in sorted(tree.names(KFD), key=lambda name: (len(name), name))]
    found = [each for each in found if each] or facts_pci.bare(tree, "amd", "AMD", "0x1002")
    probe = probes.get("rocm")
    return with_names(found, probe.output.split() if probe and probe.status == 0 else [])


def with_names(found, words):
    # type: (list, list) -> list
    """The same GPUs, those without an architecture with the one that rocm_agent_enumerator said: "gfx90a", one word a
    GPU. It does not say which GPU is which, so it counts only where all are of one kind. "gfx000" is the CPU."""
    names = [word for word in words if word.startswith("gfx") and word.isalnum() and word != "gfx000"]
    if len(names) == len(found) and len(set(names)) == 1:
        for each in found:
            each["architecture"] = each["architecture"] or names[0]
    return found


def gpu(tree, node):
    # type: (object, str) -> object
    folder = KFD + "/" + node
    about = pairs(tree.text(folder + "/properties"), " ")
    if about.get("simd_count", "0") == "0":
        return None  # a CPU
    gfx = gfx_name(about.get("gfx_target_version", ""))
    slot = slot_of(about)
    unique = number(about.get("unique_id", "0"))
    device = "{:04x}".format(number(about.get("device_id", "0")))
    name = (tree.text(facts_pci.DEVICES + slot + "/product_name", 128)
            or "AMD " + (facts_pci.model_name(tree, "1002", device) or "GPU ({})".format(gfx or device)))
    return facts_pci.entry("amd", name, memory_mib=local_memory(tree, folder), architecture=gfx, pci_bus_id=slot,
                           uuid="GPU-{:016x}".format(unique) if unique else None)


def gfx_name(version):
    # type: (str) -> object
    """KFD's gfx_target_version is major × 10000 + minor × 100 + stepping; "90402" → "gfx942", "90010" → "gfx90a"."""
    told = number(version)
    return "gfx{}{:x}{:x}".format(told // 10000, told // 100 % 100, told % 100) if told else None


def slot_of(about):
    # type: (dict) -> str
    location = number(about.get("location_id", "0"))
    return "{:04x}:{:02x}:{:02x}.{:x}".format(number(about.get("domain", "0")), location >> 8 & 255,
                                              location >> 3 & 31, location & 7)


def local_memory(tree, folder):
    # type: (object, str) -> int
    """MiB in the node's own banks (heap types 1 and 2 are the GPU's memory)."""
    total = 0
    for bank in tree.names(folder + "/mem_banks"):
        about = pairs(tree.text(folder + "/mem_banks/" + bank + "/properties"), " ")
        if about.get("heap_type") in ("1", "2"):
            total += number(about.get("size_in_bytes", "0"))
    return total >> 20
