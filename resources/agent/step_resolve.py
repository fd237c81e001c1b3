def resolve(desk, args):
    raise NotImplementedError
