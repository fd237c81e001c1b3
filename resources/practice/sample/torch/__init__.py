"""A practice sample that stands in for PyTorch: the few calls Nightjar's checks make, answered in plain Python."""

from torch import _dtypes, backends, cuda, version, xpu
from torch._autograd import no_grad
from torch._dtypes import bfloat16, device, dtype, float16, float32, float64, int32, int64
from torch._functions import (allclose, arange, compile, equal, exp, eye, manual_seed, matmul, ones, rand, randn, relu,
                              sin, sum, tanh, tensor, zeros)
from torch._tensor import Tensor
from torch.version import __version__

__nightjar_sample__ = True

bool = _dtypes.bool_
float, double, half, int, long = float32, float64, float16, int32, int64

__all__ = ['Tensor', 'allclose', 'arange', 'backends', 'bfloat16', 'compile', 'cuda', 'device', 'double', 'dtype',
           'equal', 'exp', 'eye', 'float', 'float16', 'float32', 'float64', 'half', 'int', 'int32', 'int64', 'long',
           'manual_seed', 'matmul', 'no_grad', 'ones', 'rand', 'randn', 'relu', 'sin', 'sum', 'tanh', 'tensor',
           'version', 'xpu', 'zeros', '__version__']
