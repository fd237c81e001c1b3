"""No Intel GPU either; see cuda.py."""

from torch.cuda import device_count, get_device_name, is_available, synchronize

__all__ = ['device_count', 'get_device_name', 'is_available', 'synchronize']
