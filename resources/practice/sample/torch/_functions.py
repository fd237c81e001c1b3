"""The functions of the module torch that the checks call."""

import random

from torch._dtypes import bool_, device as _device, float32, int64
from torch._tensor import Tensor, count

_generator = random.Random(0)


def _flatten(data):
    """(values in row order, shape) of nested lists."""
    if isinstance(data, Tensor):
        return data._values, data.shape
    if not isinstance(data, (list, tuple)):
        return [data], ()
    parts = [_flatten(part) for part in data]
    if any(shape != parts[0][1] for _, shape in parts):
        raise ValueError('expected sequences of equal length')
    return [v for values, _ in parts for v in values], (len(parts),) + (parts[0][1] if parts else ())


def _kind(values):
    if values and all(isinstance(v, bool) for v in values):
        return bool_
    return int64 if values and all(isinstance(v, int) for v in values) else float32


def tensor(data, dtype=None, device=None, requires_grad=False):
    _device(str(device or 'cpu'))
    values, shape = _flatten(data)
    return Tensor(values, shape, dtype or _kind(values), requires_grad)


def _filled(shape, make, dtype=None, device=None, requires_grad=False, generator=None, **_):
    _device(str(device or 'cpu'))
    shape = shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
    return Tensor([make() for _ in range(count(shape))], shape, dtype or float32, requires_grad)


def ones(*shape, **how):
    return _filled(shape, lambda: 1, **how)


def zeros(*shape, **how):
    return _filled(shape, lambda: 0, **how)


def rand(*shape, **how):
    return _filled(shape, _generator.random, **how)


def randn(*shape, **how):
    return _filled(shape, lambda: _generator.gauss(0, 1), **how)


def manual_seed(seed):
    _generator.seed(seed)
    return _generator


def eye(n, m=None, dtype=None, device=None):
    m = n if m is None else m
    return tensor([[float(r == c) for c in range(m)] for r in range(n)], dtype, device)


def arange(*bounds, dtype=None, device=None):
    return tensor(list(range(*bounds)), dtype, device)


def matmul(a, b):
    return a @ b


mm = matmul


def sum(a):
    return a.sum()


sin, exp, tanh, relu = Tensor.sin, Tensor.exp, Tensor.tanh, Tensor.relu


def allclose(a, b, rtol=1e-5, atol=1e-8, equal_nan=False):
    return a.shape == b.shape and all(abs(x - y) <= atol + rtol * abs(y) or x == y or (equal_nan and x != x and y != y)
                                      for x, y in zip(a._values, b._values))


def equal(a, b):
    return a.shape == b.shape and a._values == b._values


def compile(function=None, **_):
    """Samples have no compiler: what comes back is the function itself."""
    return function if function is not None else lambda f: f
