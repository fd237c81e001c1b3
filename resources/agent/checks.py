"""The checks: what a row of proof is based on. Run by check_child.py in the environment's own Python.

A check is a function (torch, context) that returns the row's detail, or raises Failed or NotHere. It uses a small,
plain part of torch, so that the practice samples can answer it too.
"""
import importlib
import os
import time


# What torch.compile calls: its own code for the CPU is C++, Triton builds a small C module for the GPU.
COMPILERS = {"cpu": ("C++", ["g++", "clang++", "c++"]), "gpu": ("C", ["cc", "gcc", "clang"])}


class Failed(Exception):
    """The check did not hold; the text is the row's detail."""


class NotHere(Exception):
    """The check makes no sense on this runtime; the text says why."""


class Context:
    """What was expected: `versions` {package: version}, `variant`, and the environment's folder."""

    def __init__(self, environment, expect):
        # type: (str, dict) -> None
        self.environment = environment
        self.versions = expect.get("versions") or {}
        self.variant = expect.get("variant") or ""
        self.packages = sorted(set(self.versions) | {"torch"}, key=lambda name: (name != "torch", name))


def check_import(torch, context):
    """Every expected package comes from this environment and nowhere else."""
    inside = os.path.realpath(context.environment) + os.sep
    for name in context.packages:
        path = os.path.realpath(importlib.import_module(name).__file__)
        if not path.startswith(inside):
            raise Failed("{} was imported from outside the environment: {}".format(name, path))
    return torch.__file__


def check_versions(torch, context):
    found = {name: str(importlib.import_module(name).__version__) for name in context.packages}
    wrong = ["{} is {} instead of {}".format(name, found[name], wanted)
             for name, wanted in sorted(context.versions.items()) if found[name] != wanted]
    if wrong:
        raise Failed("; ".join(wrong))
    return ", ".join("{} {}".format(name, found[name]) for name in context.packages)


def check_cuda(torch, context):
    """The GPU that the variant is for is there: CUDA, ROCm (which torch also calls cuda) or XPU."""
    if context.variant == "xpu":
        if not torch.xpu.is_available():
            raise Failed("torch sees no Intel GPU.")
        return "XPU, " + torch.xpu.get_device_name(0)
    rocm = context.variant.startswith("rocm")
    version = torch.version.hip if rocm else torch.version.cuda
    if not version:
        raise Failed("This build of torch has no {} in it.".format("ROCm" if rocm else "CUDA"))
    if not torch.cuda.is_available():
        raise Failed(why_no_cuda(torch))
    return "{} {}, {}".format("ROCm" if rocm else "CUDA", version, torch.cuda.get_device_name(0))


def why_no_cuda(torch):
    try:
        torch.cuda.init()
    except Exception as error:
        return "torch finds no usable GPU: {}".format(error)
    return "torch finds no usable GPU."


def check_arch(torch, context):
    """The build holds code that each of the GPUs can run."""
    if context.variant == "xpu":
        raise NotHere("XPU builds are compiled for the GPU when they first run")
    built = torch.cuda.get_arch_list()
    details = []
    for index in range(getattr(torch.cuda, "device_count", lambda: 1)()):
        if context.variant.startswith("rocm"):
            name = torch.cuda.get_device_properties(index).gcnArchName.split(":")[0]
            code = name if name in built else ""
        else:
            capability = torch.cuda.get_device_capability(index)
            name, code = "{}.{}".format(*capability), code_for(tuple(capability), built)
        if not code:
            raise Failed("The build has no code for {}; it has {}.".format(name, ", ".join(built)))
        details.append("{} runs {}".format(name, code))
    if not details:
        raise Failed("torch finds no usable GPU.")
    return ", ".join(details)


def code_for(capability, built):
    # type: (tuple, list) -> str
    """The entry of `built` ("sm_75", "sm_90a", "compute_120") that a GPU of this compute capability runs; "" for none.
    Machine code runs on a higher minor of the same major ("a": on exactly its own), PTX on anything newer.
    Source: docs.nvidia.com/cuda/cuda-c-programming-guide, "Compute Capabilities" and "Application Compatibility"."""
    for kind in ("sm", "compute"):
        for name in sorted(built, reverse=True):
            prefix, _, number = name.partition("_")
            digits = number.rstrip("af")
            if prefix != kind or len(digits) < 2 or not digits.isdigit():
                continue
            target = (int(digits[:-1]), int(digits[-1]))
            if number.endswith("a"):
                fits = capability == target
            elif kind == "sm" or number.endswith("f"):
                fits = capability[0] == target[0] and capability[1] >= target[1]
            else:
                fits = capability >= target
            if fits:
                return name + (" (PTX, compiled at first use)" if kind == "compute" else "")
    return ""


def device_of(torch, context):
    # type: (object, Context) -> str
    """"cuda", "xpu" or "cpu": where this build computes here."""
    if context.variant == "cpu":
        return "cpu"
    if torch.cuda.is_available():
        return "cuda"
    return "xpu" if context.variant == "xpu" and torch.xpu.is_available() else "cpu"


def check_matmul(torch, context, size=2048, rounds=10):
    """The GPU's product against the CPU's in float64. Entries are sums of `size` products of numbers in ±0.5, about 4
    large; float32 gets them right to 1e-5, TF32 (switched off) only to 1e-2."""
    device = device_of(torch, context)
    if device == "cpu":
        raise Failed("torch finds no usable GPU.")
    exact_float32(torch)
    torch.manual_seed(0)
    left, right = torch.rand(size, size) - 0.5, torch.rand(size, size) - 0.5
    there, other = left.to(device), right.to(device)
    product = (there @ other).to("cpu").to(torch.float64)
    if not torch.allclose(product, left.to(torch.float64) @ right.to(torch.float64), rtol=1e-4, atol=5e-4):
        raise Failed("The GPU's product differs from the CPU's.")
    wait = getattr(torch, device).synchronize
    wait()
    began = time.perf_counter()
    for _ in range(rounds):
        there @ other
    wait()
    speed = 2.0 * size ** 3 * rounds / (time.perf_counter() - began) / 1e12
    return "{0} × {0}, {1:.1f} TFLOP/s".format(size, speed)


def exact_float32(torch):
    try:
        torch.backends.cuda.matmul.allow_tf32 = False
    except AttributeError:
        pass


def check_cpu(torch, context):
    """A product and a gradient small enough to be compared with plain Python, number by number."""
    left = [[float(row + column) for column in range(4)] for row in range(3)]
    right = [[float(row - 2 * column) for column in range(2)] for row in range(4)]
    expected = [[sum(a * right[k][column] for k, a in enumerate(row)) for column in range(2)] for row in left]
    a = torch.tensor(left, requires_grad=True)
    product = a @ torch.tensor(right)
    if product.tolist() != expected:
        raise Failed("The product on the CPU is wrong: {}".format(product.tolist()))
    product.sum().backward()
    slope = [[sum(row) for row in right] for _ in left]
    if a.grad.tolist() != slope:
        raise Failed("The gradient on the CPU is wrong: {}".format(a.grad.tolist()))
    return "product and gradient equal plain Python's"


def check_nms(torch, context):
    """The second box overlaps the first by 68 %, the others do not touch: boxes 0 and 2 stay."""
    from torchvision.ops import nms

    boxes = [[0.0, 0.0, 10.0, 10.0], [1.0, 1.0, 11.0, 11.0], [20.0, 20.0, 30.0, 30.0]]
    devices = ["cpu"] + [name for name in [device_of(torch, context)] if name != "cpu"]
    for device in devices:
        kept = nms(torch.tensor(boxes).to(device), torch.tensor([0.9, 0.8, 0.7]).to(device), 0.5).tolist()
        if kept != [0, 2]:
            raise Failed("torchvision's nms on {} kept {} instead of [0, 2].".format(device, kept))
    return "nms on " + " and ".join(devices)


def check_compile(torch, context):
    """A function compiled by torch.compile gives what it gives without."""
    from shutil import which

    device = device_of(torch, context)
    language, names = COMPILERS["cpu" if device == "cpu" else "gpu"]
    own = os.environ.get("CXX" if device == "cpu" else "CC")
    if not any(map(which, names + ([own] if own else []))):
        raise NotHere("there is no {} compiler on this runtime".format(language))
    x = torch.tensor([0.5, 1.5, -2.0, 3.0]).to(device)

    def curve(value):
        return value * value + value * 2.0

    try:
        compiled = torch.compile(curve)(x)
    except Exception as error:
        raise not_compiled(error)
    if not torch.allclose(compiled, curve(x)):
        raise Failed("The compiled function gives {}, the plain one {}.".format(compiled.tolist(), curve(x).tolist()))
    return "a small function on " + device


def not_compiled(error):
    """Causes that lie in the runtime, not in the build, are no fault of it."""
    text = str(error)
    if "Python.h" in text:
        return NotHere("the headers of this Python (Python.h) are not installed")
    if "not supported on Python" in text or "not yet supported" in text:
        return NotHere(text.strip().splitlines()[0])
    return error


def check_bf16(torch, context):
    """bfloat16 keeps 8 bits: entries about 8 large are right to about 0.03."""
    device = device_of(torch, context)
    torch.manual_seed(0)
    left, right = torch.rand(32, 32), torch.rand(32, 32)
    coarse = left.to(device).to(torch.bfloat16) @ right.to(device).to(torch.bfloat16)
    if not torch.allclose(coarse.to(torch.float32).to("cpu"), left @ right, rtol=0.02, atol=0.05):
        raise Failed("A product in bfloat16 on {} is too far from float32's.".format(device))
    return "a product on {}{}".format(device, ", emulated" if emulated(torch, device) else "")


def emulated(torch, device):
    try:
        return device == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False)
    except (AttributeError, TypeError):
        return False


CHECKS = {
    "import": check_import,
    "versions": check_versions,
    "cuda": check_cuda,
    "arch": check_arch,
    "matmul": check_matmul,
    "cpu": check_cpu,
    "nms": check_nms,
    "compile": check_compile,
    "bf16": check_bf16,
}
