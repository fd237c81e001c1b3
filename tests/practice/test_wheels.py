"""Every sample is a valid wheel, and a folder of real wheels is offered like nightlies."""

import base64
import datetime
import hashlib
import io
import os
import shutil
import tempfile
import unittest
import zipfile

from practice import Practice, ask
from samples import sample_wheels
from wheel_file import parse_name, variant_of, write_wheel

DAY = datetime.date(2026, 10, 7)


def content_of(wheel):
    return b''.join(wheel.read(0, wheel.size()))


class SampleWheelTest(unittest.TestCase):
    def one_of_each(self):
        return {(w.project, w.variant): w for w in sample_wheels(DAY)}.values()

    def test_record_lists_every_file_with_its_hash_and_size(self):
        for wheel in self.one_of_each():
            with zipfile.ZipFile(io.BytesIO(content_of(wheel))) as archive:
                self.assertIsNone(archive.testzip())
                rows = [row.rsplit(',', 2) for row in archive.read(wheel.stem + '.dist-info/RECORD').decode().split()]
                self.assertEqual(sorted(row[0] for row in rows), sorted(archive.namelist()))
                for name, digest, size in rows[:-1]:
                    data = archive.read(name)
                    expected = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()
                    self.assertEqual((digest, size), ('sha256=' + expected, str(len(data))), name)

    def test_metadata_beside_the_wheel_is_the_one_inside(self):
        for wheel in self.one_of_each():
            with zipfile.ZipFile(io.BytesIO(content_of(wheel))) as archive:
                self.assertEqual(archive.read(wheel.stem + '.dist-info/METADATA'), wheel.metadata())

    def test_names_are_those_of_nightlies(self):
        names = {w.filename.rpartition('-')[0] for w in sample_wheels(DAY)}
        self.assertIn('torch-2.16.0.dev20261007+cu130-cp312-cp312', names)
        self.assertIn('torchvision-0.31.0.dev20261006+rocm7.2-cp314-cp314', names)
        self.assertNotIn('torchvision-0.31.0.dev20261007+cpu-cp312-cp312', names)

    def test_every_sample_says_that_it_is_one(self):
        for wheel in self.one_of_each():
            package = wheel.project.replace('-', '_')
            with zipfile.ZipFile(io.BytesIO(content_of(wheel))) as archive:
                self.assertIn(b'__nightjar_sample__ = True', archive.read(package + '/__init__.py'))
            self.assertIn(b'practice sample', wheel.metadata())


class NameTest(unittest.TestCase):
    def test_local_version_decides_the_variant(self):
        for name, expected in (
                ('torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl', 'cpu'),
                ('torch-2.16.0.dev20261007+cu130-cp312-cp312-manylinux_2_28_x86_64.whl', 'cu130'),
                ('torchvision-0.31.0+rocm7.2-1-cp314-cp314t-manylinux_2_28_x86_64.whl', 'rocm7.2'),
                ('torch-2.13.0-cp311-none-macosx_14_0_arm64.whl', 'cpu'),
                ('Jinja2-3.1.6-py3-none-any.whl', None), ('typing_extensions-4.15.0-py3-none-any.whl', None)):
            self.assertEqual(variant_of(*parse_name(name)), expected, name)
        for name in ('torch.whl', 'torch-2.13.0.tar.gz', 'README'):
            self.assertIsNone(parse_name(name), name)


class RealWheelTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def put(self, project, version, tag):
        info = '%s-%s.dist-info' % (project, version)
        metadata = ('Metadata-Version: 2.1\nName: %s\nVersion: %s\n' % (project, version)).encode()
        wheel = write_wheel({project + '.py': b'x = 1\n'}, info, metadata, tag, DAY)
        with open(os.path.join(self.folder, '%s-%s-%s.whl' % (project, version, tag)), 'wb') as file:
            file.write(wheel)
        return wheel, metadata

    def serve(self):
        practice = Practice('--no-ssh', '--wheels', self.folder)
        self.addCleanup(practice.close)
        return practice

    def test_wheels_are_served_under_their_variant_and_the_rest_everywhere(self):
        wheel, metadata = self.put('torch', '2.13.0+cpu', 'cp311-cp311-manylinux_2_28_x86_64')
        self.put('torch', '2.16.0.dev20261007+cu130', 'cp311-cp311-manylinux_2_28_x86_64')
        self.put('filelock', '3.20.0', 'py3-none-any')
        index = self.serve().index
        page = ask(index + '/cpu/torch/')[2].decode()
        self.assertIn('>torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl<', page)
        self.assertNotIn('cu130', page)
        self.assertIn('2026-10-07T', ask(index + '/cu130/torch/')[2].decode())
        self.assertIn('filelock', ask(index + '/cpu/filelock/')[2].decode())
        self.assertIn('filelock', ask(index + '/cu130/filelock/')[2].decode())
        url = index + '/cpu/torch-2.13.0%2Bcpu-cp311-cp311-manylinux_2_28_x86_64.whl'
        self.assertEqual(ask(url)[2], wheel)
        self.assertEqual(ask(url, Range='bytes=7-')[2], wheel[7:])
        self.assertEqual(ask(url + '.metadata')[2], metadata)

    def test_a_broken_wheel_is_left_out_and_named(self):
        self.put('filelock', '3.20.0', 'py3-none-any')
        with open(os.path.join(self.folder, 'torch-2.13.0+cpu-cp311-cp311-linux_x86_64.whl'), 'w') as file:
            file.write('not a zip')
        practice = self.serve()
        self.assertEqual(ask(practice.index + '/torch/')[0], 403)
        self.assertIn('left out torch-2.13.0+cpu', practice.close())

    def test_a_folder_without_wheels_is_an_error_that_names_it(self):
        practice = Practice('--no-ssh', '--wheels', self.folder)
        practice.close()
        self.assertIn(self.folder, practice.ready['error'])
        self.assertFalse(os.path.exists(practice.folder))


if __name__ == '__main__':
    unittest.main()
