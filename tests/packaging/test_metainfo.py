"""The AppStream metainfo and the desktop file: valid, and of one mind with each other and with the program."""

import configparser
import os
import pathlib
import shutil
import subprocess
import unittest
import xml.etree.ElementTree

PACKAGING = pathlib.Path(__file__).resolve().parents[2] / 'packaging'
METAINFO = PACKAGING / 'nightjar.metainfo.xml'
DESKTOP = PACKAGING / 'nightjar.desktop'


class Metainfo(unittest.TestCase):
    def setUp(self):
        self.root = xml.etree.ElementTree.parse(str(METAINFO)).getroot()
        parser = configparser.RawConfigParser()
        parser.optionxform = str
        parser.read(str(DESKTOP), encoding='utf-8')
        self.desktop = parser['Desktop Entry']

    def texts(self, path):
        return [element.text for element in self.root.findall(path)]

    def listed(self, key):
        return [word for word in self.desktop[key].split(';') if word]

    def test_says_what_the_desktop_file_says(self):
        self.assertEqual(self.texts('launchable'), [DESKTOP.name])
        self.assertEqual(self.texts('name'), [self.desktop['Name']])
        self.assertEqual(self.texts('summary'), [self.desktop['Comment']])
        self.assertEqual(self.texts('categories/category'), self.listed('Categories'))
        self.assertEqual(self.texts('keywords/keyword'), self.listed('Keywords'))
        self.assertEqual(self.texts('icon'), [self.desktop['Icon']])
        self.assertEqual(self.texts('provides/binary'), [self.desktop['Exec']])
        self.assertTrue((PACKAGING.parent / 'resources/icons' / (self.desktop['Icon'] + '.svg')).exists())

    def test_names_the_programs_version_and_licence(self):
        said = subprocess.check_output([os.environ['NIGHTJAR_BINARY'], '--version']).decode().split()
        self.assertEqual(self.root.find('releases/release').get('version'), said[1])
        self.assertIn(self.texts('project_license')[0] + ' License', (PACKAGING.parent / 'LICENSE').read_text())

    def test_is_valid_by_the_tools_where_they_are(self):
        # Without a home on the web there is no domain to reverse for an id.
        checks = [['appstreamcli', 'validate', '--no-net', '--override=cid-desktopapp-is-not-rdns=info', str(METAINFO)],
                  ['desktop-file-validate', str(DESKTOP)]]
        missing = [words[0] for words in checks if not shutil.which(words[0])]
        for words in checks:
            if words[0] not in missing:
                done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                self.assertEqual(done.returncode, 0, done.stdout.decode())
        if missing:
            self.skipTest('not on this machine: ' + ', '.join(missing))


if __name__ == '__main__':
    unittest.main()
