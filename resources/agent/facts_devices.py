"""The device files that programs open to use a GPU, and whether this user may."""

# NVIDIA's control device; AMD's ROCm; WSL's GPU.
NAMED = ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")
RENDER = "/dev/dri"  # AMD and Intel besides, one file a GPU
MOST = 64


def devices(tree):
    # type: (object) -> list
    """[{"path", "usable", "group"}] of those that are there."""
    nodes = [RENDER + "/" + name for name in tree.names(RENDER) if name.startswith("renderD")]
    return [{"path": path, "usable": tree.may_use(path), "group": tree.owning_group(path)}
            for path in list(NAMED) + nodes[:MOST] if tree.exists(path)]
