"""GPUs from the kernel's own files: Intel by PCI class, NVIDIA where nvidia-smi gave no answer, AMD without its ROCm
driver."""
from facts_gpu import architecture
from tree import pairs

CLASSES = ("0x03", "0x1200")  # PCI: display controllers, and accelerators as AMD's Instinct calls itself
DEVICES = "/sys/bus/pci/devices/"
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
    for slot in tree.names(DEVICES):
        folder = DEVICES + slot
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


def with_pci_facts(tree, gpus):
    # type: (object, list) -> list
    """The same GPUs with what PCI tells of each: "pci_device" ("8086:56a0") and the kernel driver bound to it."""
    for gpu in gpus:
        folder = DEVICES + kernel_slot(gpu["pci_bus_id"] or "none")
        vendor, device = (tree.text(folder + "/" + name, 16)[2:] for name in ("vendor", "device"))
        gpu["pci_device"] = vendor + ":" + device if vendor and device else None
        gpu["kernel_driver"] = tree.link(folder + "/driver") or None
    return gpus


def kernel_slot(bus_id):
    # type: (str) -> str
    """nvidia-smi writes eight digits for the domain and capitals, the kernel four and small ones."""
    domain, _, rest = bus_id.lower().partition(":")
    return domain[-4:] + ":" + rest


def nvidia(tree, memory_bytes, driver_hangs=False):
    # type: (object, int, bool) -> list
    """What is known of NVIDIA GPUs without nvidia-smi: Jetson's, then the driver's own list, then the bare devices. A
    driver that hangs is not asked for its list: reading it could hang too."""
    compatible = tree.text("/proc/device-tree/compatible")
    for chip, name, capability in TEGRA:
        if chip in compatible:
            name = tree.text("/proc/device-tree/model") or name
            return [entry("nvidia", name, memory_mib=memory_bytes >> 20, compute_capability=capability,
                          architecture=architecture(capability))]
    return ([] if driver_hangs else drivers_list(tree)) or bare(tree, "nvidia", "NVIDIA", "0x10de")


def drivers_list(tree):
    # type: (object) -> list
    found = []
    for slot in tree.names("/proc/driver/nvidia/gpus"):
        about = pairs(tree.text("/proc/driver/nvidia/gpus/" + slot + "/information"), ":")
        uuid = about.get("GPU UUID", "")
        found.append(entry("nvidia", about.get("Model") or "NVIDIA GPU", pci_bus_id=slot,
                           uuid=uuid if uuid and "?" not in uuid else None))
    return found


def bare(tree, vendor, word, number):
    # type: (object, str, str, str) -> list
    """What is known of devices that no driver speaks for."""
    return [entry(vendor, word + " " + (model_name(tree, number[2:], device) or "GPU (device {})".format(device)),
                  pci_bus_id=slot) for slot, device in displays(tree, number)]


def intel(tree):
    # type: (object) -> list
    return bare(tree, "intel", "Intel", "0x8086")
