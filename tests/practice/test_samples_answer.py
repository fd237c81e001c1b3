"""The samples answer the checks that the agent runs (resources/agent/checks.py), the way the real packages would on a
computer without a GPU."""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from practice import SOURCE
from samples import sample_wheels

AGENT = os.path.join(SOURCE, '..', 'agent')

RUN_CHECKS = '''
import json, sys
sys.path[:0] = sys.argv[1:3]
import torch, checks
context = checks.Context(sys.argv[1], json.loads(sys.argv[3]))
for name, check in checks.CHECKS.items():
    try:
        print(json.dumps([name, "passed", check(torch, context)]))
    except (checks.Failed, checks.NotHere) as error:
        print(json.dumps([name, type(error).__name__, str(error)]))
'''

MATHS = '''
import json, sys
sys.path.insert(0, sys.argv[1])
import torch, torchvision
x = torch.tensor([0.5, -1.0], requires_grad=True)
(x * x + torch.sin(x) * 3 - x / 2).sum().backward()
torch.manual_seed(7)
first = torch.rand(2, 2).tolist()
torch.manual_seed(7)
print(json.dumps({
    "gradient": x.grad.tolist(), "repeats": torch.rand(2, 2).tolist() == first,
    "float32": torch.tensor(0.1).item(), "float64": torch.tensor(0.1, dtype=torch.float64).item(),
    "bfloat16": torch.tensor([1.00390625, 1.01171875, 3.14159]).to(torch.bfloat16).tolist(),
    "overflow": torch.tensor(1e39).item() == float("inf"), "transposed": torch.tensor([[1, 2], [3, 4]]).t().tolist(),
    "nms": torchvision.ops.nms(torch.tensor([[0., 0., 2., 2.]] * 3), torch.tensor([.1, .3, .2]), 0.5).tolist(),
    "version": [torch.version.cuda, torch.version.hip], "sample": torch.__nightjar_sample__}))
'''


@unittest.skipIf(sys.version_info < (3, 10), 'the samples are for Python 3.10 and later')
class SamplesAnswerTest(unittest.TestCase):
    def setUp(self):
        self.environment = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.environment)

    def unpack(self, variant):
        """Unpacks the newest complete night of `variant`; returns {project: version}."""
        versions = {}
        wheels = [w for w in sample_wheels() if w.variant == variant]
        night = max(w.date for w in wheels if w.project == 'torchvision')
        for wheel in wheels:
            if wheel.date == night and wheel.project not in versions:
                versions[wheel.project] = wheel.version
                zipfile.ZipFile(io.BytesIO(b''.join(wheel.read(0, wheel.size())))).extractall(self.environment)
        return versions

    def run_python(self, program, *arguments):
        done = subprocess.run([sys.executable, '-I', '-B', '-c', program, self.environment, *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        return done.stdout

    def test_every_check_passes_that_needs_no_gpu_and_no_other_claims_one(self):
        for variant in ('cpu', 'cu126', 'cu130', 'rocm7.2', 'xpu'):
            versions = self.unpack(variant)
            expect = json.dumps({'versions': versions, 'variant': variant})
            rows = [json.loads(line) for line in self.run_python(RUN_CHECKS, AGENT, expect).splitlines()]
            states = {name: state for name, state, _ in rows}
            for name in ('import', 'versions', 'cpu', 'nms', 'bf16'):
                self.assertEqual(states[name], 'passed', rows)
            self.assertIn(states['compile'], ('passed', 'NotHere'), rows)
            for name in ('cuda', 'matmul'):
                self.assertEqual(states[name], 'Failed', rows)

    def test_numbers_are_those_of_the_real_types(self):
        self.unpack('cu130')
        answer = json.loads(self.run_python(MATHS))
        for found, expected in zip(answer.pop('gradient'), (3.1327476856711183, -0.8790930823955808)):
            self.assertAlmostEqual(found, expected, 6)
        self.assertEqual(answer, {
            'repeats': True, 'float32': 0.10000000149011612, 'float64': 0.1, 'bfloat16': [1.0, 1.015625, 3.140625],
            'overflow': True, 'transposed': [[1, 3], [2, 4]], 'nms': [1], 'version': ['13.0', None], 'sample': True})


if __name__ == '__main__':
    unittest.main()
