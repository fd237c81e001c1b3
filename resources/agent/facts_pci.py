"""GPUs from the kernel's own files: AMD by KFD, Intel by PCI class, NVIDIA where nvidia-smi gave no answer."""
from facts_gpu import architecture
from tree import pairs

CLASSES = ("0x03", "0x1200")  # PCI: display controllers, and accelerators as AMD's Instinct calls itself
KFD = "/sys/class/kfd/kfd/topology/nodes"
# Tegra's integrated GPU, by the system on a chip (the device tree's "compatible"): its name and compute capability.
# Source: developer.nvidia.com/cuda-gpus.
TEGRA = (
    ("tegra264", "Jetson Thor", "11.0"),
    ("tegra234", "Jetson Orin", "8.7"),
    ("tegra194", "Jetson Xavier", "7.2"),
    ("tegra186", "Jetson TX2", "6.2"),
    ("tegra210", "Jetson Nano", "5.3"),
)
ID_FILES = ("/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids")


def entry(vendor, name, **known):
    # type: (str, str, object) -> dict
    base = {"vendor": vendor, "name": name, "memory_mib": 0, "compute_capability": None, "architecture": None,
            "uuid": None, "pci_bus_id": None, "mig": False}
    base.update(known)
    return base


def displays(tree, vendor):
    # type: (object, str) -> list
    """[(bus id, device id)] of this vendor's GPUs, as "0000:01:00.0" and "1eb8"."""
    found = []
    for slot in tree.names("/sys/bus/pci/devices"):
        folder = "/sys/bus/pci/devices/" + slot
        if tree.text(folder + "/class", 16).startswith(CLASSES) and tree.text(folder + "/vendor", 16) == vendor:
            found.append((slot, tree.text(folder + "/device", 16)[2:]))
    return found


def model_name(tree, vendor, device):
    # type: (object, str, str) -> object
    """The device's name in the system's list of PCI ids, where it has one."""
    for path in ID_FILES:
        inside = False
        for line in tree.text(path, 4 << 20).splitlines():
            if not line.startswith(("\t", "#")):
                inside = line.startswith(vendor)
            elif inside and line.startswith("\t" + device):
                return line[1 + len(device):].strip()
    return None


def nvidia(tree, memory_bytes):
    # type: (object, int) -> list
    """What is known of NVIDIA GPUs without nvidia-smi: Jetson's, then the driver's own list, then the bare devices."""
    compatible = tree.text("/proc/device-tree/compatible")
    for chip, name, capability in TEGRA:
        if chip in compatible:
            name = tree.text("/proc/device-tree/model") or name
            return [entry("nvidia", name, memory_mib=memory_bytes >> 20, compute_capability=capability,
                          architecture=architecture(capability))]
    found = []
    for slot in tree.names("/proc/driver/nvidia/gpus"):
        about = pairs(tree.text("/proc/driver/nvidia/gpus/" + slot + "/information"), ":")
        uuid = about.get("GPU UUID", "")
        found.append(entry("nvidia", about.get("Model") or "NVIDIA GPU", pci_bus_id=slot,
                           uuid=uuid if uuid and "?" not in uuid else None))
    return found or [entry("nvidia", "NVIDIA " + (model_name(tree, "10de", device) or "device " + device),
                           pci_bus_id=slot) for slot, device in displays(tree, "0x10de")]


def amd(tree):
    # type: (object) -> list
    """GPUs the ROCm kernel driver knows; where it is not loaded, AMD's PCI devices without an architecture."""
    found = []
    for node in sorted(tree.names(KFD), key=lambda name: (len(name), name)):
        folder = KFD + "/" + node
        about = pairs(tree.text(folder + "/properties"), " ")
        if about.get("simd_count", "0") == "0":
            continue  # a CPU
        gfx = gfx_name(about.get("gfx_target_version", ""))
        slot = slot_of(about)
        unique = about.get("unique_id", "0")
        name = tree.text("/sys/bus/pci/devices/" + slot + "/product_name", 128)
        device = "{:04x}".format(int(about.get("device_id", "0")))
        name = name or "AMD " + (model_name(tree, "1002", device) or "GPU ({})".format(gfx or device))
        found.append(entry("amd", name, memory_mib=local_memory(tree, folder), architecture=gfx, pci_bus_id=slot,
                           uuid="GPU-{:016x}".format(int(unique)) if unique not in ("", "0") else None))
    return found or [entry("amd", "AMD " + (model_name(tree, "1002", device) or "device " + device), pci_bus_id=slot)
                     for slot, device in displays(tree, "0x1002")]


def gfx_name(version):
    # type: (str) -> object
    """KFD's gfx_target_version is major × 10000 + minor × 100 + stepping; "90402" → "gfx942", "90010" → "gfx90a"."""
    if not version.isdigit() or version == "0":
        return None
    number = int(version)
    return "gfx{}{:x}{:x}".format(number // 10000, number // 100 % 100, number % 100)


def slot_of(about):
    # type: (dict) -> str
    location = int(about.get("location_id", "0"))
    return "{:04x}:{:02x}:{:02x}.{:x}".format(int(about.get("domain", "0")), location >> 8 & 255, location >> 3 & 31,
                                              location & 7)


def local_memory(tree, folder):
    # type: (object, str) -> int
    """MiB in the node's own banks (heap types 1 and 2 are the GPU's memory)."""
    total = 0
    for bank in tree.names(folder + "/mem_banks"):
        about = pairs(tree.text(folder + "/mem_banks/" + bank + "/properties"), " ")
        if about.get("heap_type") in ("1", "2"):
            total += int(about.get("size_in_bytes", "0"))
    return total >> 20


def intel(tree):
    # type: (object) -> list
    return [entry("intel", "Intel " + (model_name(tree, "8086", device) or "GPU (device {})".format(device)),
                  pci_bus_id=slot) for slot, device in displays(tree, "0x8086")]
