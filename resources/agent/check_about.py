"""What a verification's report says beside its rows: versions, torch's commit, the GPU."""
import importlib
import sys


def about(importable):
    # type: (bool) -> dict
    """What the report says beside its rows; where torch does not import, only what the packages' metadata tell."""
    versions = {name: version for name, version in
                ((name, installed(name)) for name in ("torch", "torchvision", "torchaudio")) if version}
    answer = {"versions": versions, "commit": None, "sample": False,
              "cuda": {"runtime": None, "available": False, "device": None, "capability": None}}
    if not importable:
        return answer
    try:
        torch = importlib.import_module("torch")
        answer["commit"] = getattr(torch.version, "git_version", None)
        answer["sample"] = bool(torch.__dict__.get("__nightjar_sample__"))
        answer["cuda"] = cuda_about(torch)
    except Exception as error:
        sys.stderr.write("{}: {}\n".format(type(error).__name__, error))
    return answer


def installed(name):
    try:
        from importlib.metadata import PackageNotFoundError, version
    except ImportError:  # Python before 3.8: no build of torch we install, but its checks still run
        return str(getattr(sys.modules.get(name), "__version__", "")) or None
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def cuda_about(torch):
    available = bool(torch.cuda.is_available())
    capability = torch.cuda.get_device_capability(0) if available and not torch.version.hip else None
    return {
        "runtime": torch.version.cuda or torch.version.hip,
        "available": available,
        "device": torch.cuda.get_device_name(0) if available else None,
        "capability": "{}.{}".format(*capability) if capability else None,
    }
