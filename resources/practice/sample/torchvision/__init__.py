"""A practice sample that stands in for torchvision."""

from torchvision import ops
from torchvision.version import __version__

__nightjar_sample__ = True
