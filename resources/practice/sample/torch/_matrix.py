"""Matrices as flat lists in row order."""

import operator


def turned(values, rows, columns):
    """The transpose of a matrix of so many rows and columns."""
    return [values[r * columns + c] for c in range(columns) for r in range(rows)]


def product(a, b, n, k, m):
    """a is n × k, b is k × m, both in row order."""
    columns = [b[c::m] for c in range(m)]
    rows = [a[r * k:(r + 1) * k] for r in range(n)]
    return [sum(map(operator.mul, row, column)) for row in rows for column in columns]
