"""NVIDIA's driver: its version from the kernel and from nvidia-smi, and where its libraries lie."""
import facts_smi
from tree import is_number

# Where containers get the driver's libraries without telling the loader about it: Colab; GKE, Kaggle; WSL;
# Apptainer's --nv; NixOS.
COLAB_FOLDER = "/usr/lib64-nvidia"
LIBRARY_FOLDERS = (COLAB_FOLDER, "/usr/local/nvidia/lib64", "/usr/lib/wsl/lib", "/.singularity.d/libs",
                   "/run/opengl-driver/lib")
USUAL_FOLDERS = ("/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib64")
CUDA_LIBRARY = "libcuda.so.1"


def looks_like_version(word):
    # type: (str) -> bool
    parts = word.split(".")
    return len(parts) in (2, 3) and all(is_number(part) for part in parts)


def kernel_version(text):
    # type: (str) -> object
    """From /proc/driver/nvidia/version: the first word of the NVRM line that looks like a version. Both kernel modules
    write such a line: "… x86_64 Kernel Module  550.54.14  …" and "… Open Kernel Module for x86_64  580.82.07  …"."""
    for line in text.splitlines():
        if line.startswith("NVRM version:"):
            return next(filter(looks_like_version, line.split()), None)
    return None


def driver(tree, smi):
    # type: (object, dict) -> object
    loaded = tree.text("/sys/module/nvidia/version", 64)
    sources = {
        "sys": loaded if looks_like_version(loaded) else None,
        "proc": kernel_version(tree.text("/proc/driver/nvidia/version")),
        "smi": facts_smi.driver_of(smi),
    }
    version = sources["sys"] or sources["proc"] or sources["smi"]
    return {"version": version, "cuda": facts_smi.cuda_of(smi["table"]), "sources": sources} if version else None


def library_path(tree, search_path=""):
    # type: (object, str) -> str
    """The folder LD_LIBRARY_PATH has to name for libcuda.so.1 to be found; "" where the loader knows it already, or
    nobody does. `search_path` is the LD_LIBRARY_PATH that is set here and would not be where programs run clean."""
    cache = tree.bytes("/etc/ld.so.cache", 8 << 20)
    known = in_loaders_reach(tree, cache)
    for folder in LIBRARY_FOLDERS + tuple(filter(holds_drivers, search_path.split(":"))):
        listed = (folder + "/libcuda.so").encode("utf-8", "replace") in cache
        wanted = not known or folder == COLAB_FOLDER  # Colab: the driver of the host, whatever else is there
        if wanted and not listed and tree.exists(folder + "/" + CUDA_LIBRARY):
            return folder
    return ""


def holds_drivers(folder):
    # type: (str) -> bool
    """The toolkit's stubs are no driver, and its compat library is for drivers of data centers alone."""
    return folder.startswith("/") and not any(name in folder.split("/") for name in ("stubs", "compat"))


def has_cuda_library(tree, library_folder):
    # type: (object, str) -> bool
    """Whether programs find CUDA's driver library, with `library_folder` (what library_path gave) named to them. A
    container can have nvidia-smi without it."""
    return bool(library_folder) or in_loaders_reach(tree, tree.bytes("/etc/ld.so.cache", 8 << 20))


def in_loaders_reach(tree, cache):
    # type: (object, bytes) -> bool
    return CUDA_LIBRARY.encode("ascii") in cache or any(
        tree.exists(folder + "/" + CUDA_LIBRARY) for folder in USUAL_FOLDERS)
