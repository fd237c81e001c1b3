"""A practice sample that stands in for torchaudio."""

import torch
from torchaudio.version import __version__

__nightjar_sample__ = True
