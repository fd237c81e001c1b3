"""A sample never claims a GPU, whatever the machine has."""


def is_available():
    return False


def device_count():
    return 0


def get_arch_list():
    return []


def is_bf16_supported(including_emulation=True):
    return False


def init():
    _none()


def synchronize(device=None):
    _none()


def get_device_name(device=None):
    _none()


def get_device_capability(device=None):
    _none()


def _none():
    raise RuntimeError('This is a practice sample of PyTorch: it has no GPU.')
