"""A tensor over a flat Python list, with the gradients of the few operations it has."""

import math
import operator

from torch._autograd import is_recording, pull_back
from torch._dtypes import bool_, device, float32, float64, promote
from torch._matrix import product, turned


def count(shape):
    product = 1
    for length in shape:
        product *= length
    return product


class Tensor:
    """`values` in row order; `parents` are (tensor, gradient of it from the gradient of this one)."""

    __array_priority__ = 1000

    def __init__(self, values, shape, dtype, requires_grad=False, parents=()):
        self._values = [dtype.convert(v) for v in values]
        self.shape = tuple(shape)
        self.dtype = dtype
        self.device = device('cpu')
        self.grad = None
        self._parents = [p for p in parents if p[0].requires_grad] if is_recording() else []
        self.requires_grad = requires_grad or bool(self._parents)

    # What it holds.

    def tolist(self):
        def nest(at, shape):
            if not shape:
                return self._values[at]
            step = count(shape[1:])
            return [nest(at + i * step, shape[1:]) for i in range(shape[0])]
        return nest(0, self.shape)

    def item(self):
        if len(self._values) != 1:
            raise RuntimeError('a Tensor with %d elements cannot be converted to Scalar' % len(self._values))
        return self._values[0]

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    def dim(self):
        return len(self.shape)

    def numel(self):
        return len(self._values)

    def __len__(self):
        return self.shape[0]

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __bool__(self):
        return bool(self.item())

    def __repr__(self):
        return 'tensor(%r, dtype=%r)' % (self.tolist(), self.dtype)

    def __getitem__(self, index):
        if isinstance(index, tuple):
            found = self
            for one in index:
                found = found[one]
            return found
        step = count(self.shape[1:])
        index = range(self.shape[0])[index]
        return Tensor(self._values[index * step:(index + 1) * step], self.shape[1:], self.dtype)

    # What it is turned into.

    def to(self, *targets, dtype=None, device=None, **_):
        from torch._dtypes import device as Device, dtype as Dtype
        for target in targets + ((device,) if device is not None else ()):
            if isinstance(target, Dtype):
                dtype = target
            elif not isinstance(target, Tensor):
                Device(str(target))
        if dtype is None or dtype is self.dtype:
            return self
        return Tensor(self._values, self.shape, dtype, parents=[(self, lambda g: g)])

    def float(self):
        return self.to(float32)

    def double(self):
        return self.to(float64)

    def cpu(self):
        return self

    def cuda(self, *_):
        return self.to('cuda')

    def detach(self):
        return Tensor(self._values, self.shape, self.dtype)

    clone = contiguous = lambda self: self

    def requires_grad_(self, wanted=True):
        self.requires_grad = wanted
        return self

    def reshape(self, *shape):
        shape = list(shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape)
        if -1 in shape:
            known = -count(shape)
            shape[shape.index(-1)] = self.numel() // known
        return Tensor(self._values, shape, self.dtype, parents=[(self, lambda g: g)])

    view = reshape

    def t(self):
        rows, columns = self.shape
        return Tensor([self._values[r * columns + c] for c in range(columns) for r in range(rows)], (columns, rows),
                      self.dtype, parents=[(self, lambda g: [g[c * rows + r] for r in range(rows)
                                                             for c in range(columns)])])

    T = property(t)

    # What is computed with it.

    def _map(self, value_of, slope_of):
        return Tensor([value_of(v) for v in self._values], self.shape, self.dtype,
                      parents=[(self, lambda g: [gi * slope_of(v) for gi, v in zip(g, self._values)])])

    def _with(self, other, compute, slope_self, slope_other):
        """Element by element with a number or a tensor of the same shape."""
        if not isinstance(other, Tensor):
            kind = self.dtype if self.dtype.is_floating_point or isinstance(other, int) else float32
            other = Tensor([other] * self.numel(), self.shape, kind)
        elif other.shape != self.shape:
            if other.numel() == 1:
                other = Tensor(other._values * self.numel(), self.shape, other.dtype, parents=[(other, lambda g: [sum(g)])])
            elif self.numel() == 1:
                return Tensor(self._values * other.numel(), other.shape, self.dtype,
                              parents=[(self, lambda g: [sum(g)])])._with(other, compute, slope_self, slope_other)
            else:
                raise RuntimeError('The practice sample has no broadcasting: %r and %r' % (self.shape, other.shape))
        a, b = self._values, other._values
        return Tensor(map(compute, a, b), self.shape, promote(self.dtype, other.dtype), parents=[
            (self, lambda g: [gi * slope_self(x, y) for gi, x, y in zip(g, a, b)]),
            (other, lambda g: [gi * slope_other(x, y) for gi, x, y in zip(g, a, b)])])

    def __add__(self, other):
        return self._with(other, operator.add, lambda x, y: 1, lambda x, y: 1)

    def __sub__(self, other):
        return self._with(other, operator.sub, lambda x, y: 1, lambda x, y: -1)

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        return self._with(other, operator.mul, lambda x, y: y, lambda x, y: x)

    def __truediv__(self, other):
        left = self if self.dtype.is_floating_point else self.to(float32)
        return left._with(other, operator.truediv, lambda x, y: 1 / y, lambda x, y: -x / (y * y))

    def __rtruediv__(self, number):
        return self ** -1 * number

    def __pow__(self, power):
        return self._map(lambda v: v ** power, lambda v: power * v ** (power - 1))

    def __neg__(self):
        return self._map(operator.neg, lambda v: -1)

    __radd__, __rmul__ = __add__, __mul__

    def sin(self):
        return self._map(math.sin, math.cos)

    def exp(self):
        return self._map(math.exp, math.exp)

    def tanh(self):
        return self._map(math.tanh, lambda v: 1 - math.tanh(v) ** 2)

    def relu(self):
        return self._map(lambda v: max(v, 0), lambda v: float(v > 0))

    def abs(self):
        return self._map(abs, lambda v: (v > 0) - (v < 0))

    def _compare(self, other, compare):
        result = self._with(other, compare, None, None)
        return Tensor(result._values, self.shape, bool_)

    def __eq__(self, other):
        return self._compare(other, operator.eq)

    def __lt__(self, other):
        return self._compare(other, operator.lt)

    def __gt__(self, other):
        return self._compare(other, operator.gt)

    __hash__ = object.__hash__

    def all(self):
        return Tensor([all(self._values)], (), bool_)

    def sum(self, *_, **__):
        return Tensor([sum(self._values)], (), self.dtype, parents=[(self, lambda g: g * self.numel())])

    def mean(self):
        return self.sum() / self.numel()

    def max(self):
        return Tensor([max(self._values)], (), self.dtype)

    def min(self):
        return Tensor([min(self._values)], (), self.dtype)

    def __matmul__(self, other):
        if len(self.shape) != 2 or len(other.shape) != 2 or self.shape[1] != other.shape[0]:
            raise RuntimeError('mat1 and mat2 shapes cannot be multiplied: %r and %r' % (self.shape, other.shape))
        n, k, m = self.shape[0], self.shape[1], other.shape[1]
        a, b = self._values, other._values
        return Tensor(product(a, b, n, k, m), (n, m), promote(self.dtype, other.dtype), parents=[
            (self, lambda g: product(g, turned(b, k, m), n, m, k)),
            (other, lambda g: product(turned(a, n, k), g, k, n, m))])

    # Gradients.

    def backward(self, gradient=None):
        for tensor, own in pull_back(self, gradient._values if gradient is not None else [1.0] * self.numel()):
            before = tensor.grad._values if tensor.grad is not None else [0] * len(own)
            tensor.grad = Tensor(map(operator.add, before, own), tensor.shape, tensor.dtype)
