def install(desk, args):
    raise NotImplementedError
