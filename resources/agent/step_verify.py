def verify(desk, args):
    raise NotImplementedError
