def download(desk, args):
    raise NotImplementedError
