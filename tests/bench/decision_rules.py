"""Whether a variant's wheels run on a machine of the table, by the documented rules alone: no code of Nightjar's, so that
it can judge both sides. Sources: docs.nvidia.com/deploy/cuda-compatibility (drivers, minor versions), pytorch's
build_cuda.sh (code of CUDA wheels) and .ci/docker/manywheel/build.sh (of ROCm wheels), NVIDIA/nvbandwidth#61 (PTX)."""

DRIVERS = {13: (580,), 12: (525, 60, 13), 11: (450, 80, 2)}
WINDOWS = {13: (580,), 12: (528, 33), 11: (452, 39)}
CODE = {'x86_64': {118: (37, 50, 60, 70, 75, 80, 86, 90), 126: (50, 60, 70, 75, 80, 86, 90),
                   128: (75, 80, 86, 90, 100, 120), 129: (75, 80, 86, 90, 100, 120), 130: (75, 80, 86, 90, 100, 120)},
        'aarch64': {118: (), 126: (80, 90), 128: (80, 90, 100, 120), 129: (80, 90, 100, 120),
                    130: (80, 90, 100, 110, 120)}}
PTX = {129: 120, 130: 120}
TEGRA = (32, 53, 62, 72, 87, 101, 110)
ROCM = ('gfx908', 'gfx90a', 'gfx942', 'gfx950', 'gfx1030', 'gfx1100', 'gfx1101', 'gfx1102', 'gfx1103', 'gfx1150',
        'gfx1151', 'gfx1200', 'gfx1201')


def runs(row, variant):
    """"yes", "warning" (with a documented limit) or "no". `variant` may be "nothing"."""
    if variant == 'nothing':
        return 'yes' if row['expected'] is None and not row.get('alternatives') else 'no'
    if variant == 'cpu':  # in silence is wrong where a GPU could be used, or was meant to be
        return 'yes' if row['expected'] == 'cpu' else 'no'
    if row['expected'] is None and row.get('disk_gb', 66) < 12:
        return 'no'
    if variant == 'xpu':
        return of_all([gpu['vendor'] == 'intel' for gpu in row['gpus']])
    if variant.startswith('rocm'):
        legacy = ('gfx900', 'gfx906') if variant == 'rocm7.2' else ()
        known = [gpu.get('gfx') for gpu in row['gpus'] if gpu['vendor'] == 'amd']
        verdict = of_all([gfx is None or gfx in ROCM + legacy for gfx in known])
        return 'warning' if verdict == 'yes' and None in known else verdict
    return cuda(row, int(variant[2:]))


def of_all(each):
    return 'no' if not any(each) else 'yes' if all(each) else 'warning'


def cuda(row, version):
    least = (WINDOWS if row.get('kind') == 'wsl' else DRIVERS)[version // 10]
    driver = tuple(map(int, row.get('driver', '0').split('.')))
    if driver < least and not (row.get('kind') == 'jetson' and 'driver' not in row):  # that one need not tell
        return 'no'
    reported = int(row['cuda'].replace('.', '')) if row.get('cuda') else None
    above = reported is not None and version > reported
    each = [reaches(row, version, gpu, above) for gpu in row['gpus'] if gpu['vendor'] == 'nvidia']
    verdict = of_all(each)
    return 'warning' if verdict == 'yes' and above else verdict


def reaches(row, version, gpu, above):
    if not gpu.get('capability'):
        return True
    capability = int(gpu['capability'].replace('.', ''))
    table = CODE.get(row.get('arch', 'x86_64'), {})
    known = max([key for key in table if key // 10 == version // 10 and key <= version], default=None)
    code = table.get(known, ())
    if capability in TEGRA:
        return capability in code
    if any(c // 10 == capability // 10 and c <= capability for c in code if c not in TEGRA):
        return True
    return not above and PTX.get(known, 999) <= capability
