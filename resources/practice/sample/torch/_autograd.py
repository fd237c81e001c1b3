"""Gradients: whether operations are remembered, and the way back through those that were."""

import operator

_recording = [True]


def is_recording():
    return _recording[0]


class no_grad:
    def __enter__(self):
        self._before = _recording[0]
        _recording[0] = False

    def __exit__(self, *_):
        _recording[0] = self._before


def pull_back(result, gradient):
    """[(tensor, its gradient)] of the tensors that `result` was made from and that nothing was made into. Gradients are
    lists of values; `gradient` is the one of `result`."""
    order, seen = [], set()

    def visit(tensor):
        if id(tensor) not in seen:
            seen.add(id(tensor))
            for parent, _ in tensor._parents:
                visit(parent)
            order.append(tensor)

    visit(result)
    gradients, leaves = {id(result): gradient}, []
    for tensor in reversed(order):
        own = gradients[id(tensor)]
        if not tensor._parents:
            leaves.append((tensor, own))
        for parent, pull in tensor._parents:
            share = pull(own)
            before = gradients.get(id(parent))
            gradients[id(parent)] = share if before is None else list(map(operator.add, before, share))
    return leaves
