"""Number types that really round: a product in bfloat16 is as coarse here as it is in PyTorch."""

import struct


def _round_float32(value):
    try:
        return struct.unpack('<f', struct.pack('<f', value))[0]
    except OverflowError:
        return float('inf') if value > 0 else float('-inf')


def _round_float16(value):
    try:
        return struct.unpack('<e', struct.pack('<e', value))[0]
    except OverflowError:
        return float('inf') if value > 0 else float('-inf')


def _round_bfloat16(value):
    """The upper half of a float32, rounded to nearest even."""
    rounded = _round_float32(value)
    if rounded != rounded or rounded in (float('inf'), float('-inf')):
        return rounded
    bits = struct.unpack('<I', struct.pack('<f', rounded))[0]
    bits = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return struct.unpack('<f', struct.pack('<I', bits))[0]


class dtype:
    def __init__(self, name, convert, is_floating_point):
        self.name = name
        self.convert = convert
        self.is_floating_point = is_floating_point

    def __repr__(self):
        return 'torch.' + self.name


float64 = dtype('float64', float, True)
float32 = dtype('float32', _round_float32, True)
float16 = dtype('float16', _round_float16, True)
bfloat16 = dtype('bfloat16', _round_bfloat16, True)
int64 = dtype('int64', int, False)
int32 = dtype('int32', int, False)
bool_ = dtype('bool', bool, False)

_WIDTH = {bool_: 0, int32: 1, int64: 2, bfloat16: 3, float16: 3, float32: 4, float64: 5}


def promote(a, b):
    """The type of a result of both: the wider one; the two 16-bit kinds meet in float32."""
    if a is not b and _WIDTH[a] == _WIDTH[b]:
        return float32
    return a if _WIDTH[a] >= _WIDTH[b] else b


class device:
    """Samples know one device, the CPU."""

    def __init__(self, kind='cpu', index=None):
        self.type = str(kind).partition(':')[0]
        self.index = index
        if self.type != 'cpu':
            raise RuntimeError('This is a practice sample of PyTorch: it computes on the CPU only, not on %s.' % kind)

    def __repr__(self):
        return "device(type='cpu')"

    def __str__(self):
        return self.type

    def __eq__(self, other):
        return self.type == str(other)

    def __hash__(self):
        return hash(self.type)
