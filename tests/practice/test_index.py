"""The practice index has the shape of the nightly index (FACTS §1)."""

import datetime
import hashlib
import re
import unittest
from urllib.parse import urljoin

from practice import Practice, ask

LINK = re.compile(r'    <a href="(?P<href>[^"]+)" data-dist-info-metadata="(?P<old>sha256=[0-9a-f]{64})" '
                  r'data-core-metadata="(?P<new>sha256=[0-9a-f]{64})" '
                  r'data-upload-time="(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)">(?P<name>[^<]+\.whl)</a><br/>')


class IndexTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice('--no-ssh')
        cls.index = cls.practice.index

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def links(self, path):
        """The links of a page, each a match of LINK; every line with an anchor is one."""
        status, headers, body = ask(self.index + path)
        self.assertEqual(status, 200)
        self.assertTrue(headers['Content-Type'].startswith('text/html'))
        self.assertEqual(headers['Cache-Control'], 'no-cache')
        self.page = body.decode()
        found = [LINK.fullmatch(line) for line in self.page.splitlines() if '<a ' in line]
        self.assertTrue(found)
        self.assertNotIn(None, found)
        return found

    def nights(self, path):
        return {re.search(r'\.dev(\d{8})', link['name']).group(1) for link in self.links(path)}

    def test_a_page_is_one_link_a_line_with_plus_escaped_and_a_time_stamp_last(self):
        for link in self.links('/torch/'):
            self.assertIn('+', link['name'])
            self.assertIn('%2B', link['href'])
            self.assertNotIn('+', link['href'])
            self.assertEqual(link['old'], link['new'])
        self.assertRegex(self.page, r'</html>\n<!--TIMESTAMP \d{10}-->\n\Z')
        self.assertNotIn('#sha256', self.page)

    def test_the_root_page_has_all_variants_and_a_variant_page_its_own(self):
        everything = {link['name'] for link in self.links('/torch/')}
        seen = set()
        for variant in ('cpu', 'cu126', 'cu130', 'cu132', 'cu134', 'rocm7.2', 'xpu'):
            names = {link['name'] for link in self.links('/%s/torch/' % variant)}
            self.assertTrue(all('+%s-' % variant in name for name in names), variant)
            seen |= names
        self.assertEqual(seen, everything)

    def test_pythons_from_310_to_314_are_there_for_this_machine(self):
        for python in ('cp310', 'cp311', 'cp312', 'cp313', 'cp314'):
            self.assertTrue(any('-%s-%s-' % (python, python) in link['name'] for link in self.links('/cpu/torch/')))

    def test_hrefs_are_absolute_for_pytorch_and_relative_for_the_rest(self):
        self.assertTrue(all(link['href'].startswith(self.practice.base) for link in self.links('/cpu/torch/')))
        self.assertTrue(all(link['href'].startswith('/whl/nightly/')
                            for link in self.links('/cpu/nightjar-sample-filelock/')))

    def test_the_newest_night_is_today_and_has_no_torchvision_yet(self):
        today = datetime.datetime.now(datetime.timezone.utc).strftime('%Y%m%d')
        torch, vision = self.nights('/cu130/torch/'), self.nights('/cu130/torchvision/')
        self.assertIn(max(torch), (today, self.yesterday(today)))  # the second where midnight is passing
        self.assertEqual(torch - vision, {max(torch)})
        self.assertGreaterEqual(len(vision), 3)

    def yesterday(self, day):
        return (datetime.datetime.strptime(day, '%Y%m%d') - datetime.timedelta(1)).strftime('%Y%m%d')

    def test_cu126_has_ended_but_still_answers(self):
        self.assertLess(max(self.nights('/cu126/torch/')), min(self.nights('/cu130/torch/')))

    def test_torchvision_is_pinned_to_the_torch_of_its_night(self):
        for link in self.links('/torchvision/'):
            night = re.search(r'\.dev(\d{8})', link['name']).group(1)
            _, _, metadata = ask(urljoin(self.index, link['href']) + '.metadata')
            self.assertRegex(metadata.decode(), r'(?m)^Requires-Dist: torch \(==[0-9.]+\.dev%s\)$' % night)

    def test_metadata_has_the_hash_that_the_page_promises(self):
        for path in ('/torch/', '/cpu/torchvision/', '/nightjar-sample-pillow/'):
            link = self.links(path)[0]
            _, _, metadata = ask(urljoin(self.index, link['href']) + '.metadata')
            self.assertEqual('sha256=' + hashlib.sha256(metadata).hexdigest(), link['new'])

    def test_what_is_not_there_answers_403(self):
        for path in ('/cu118/torch/', '/nothing/', '/cpu/nothing/', '/cpu/torch', '/cpu/torch/../..', '/torch.whl',
                     '/torch.whl.metadata', '/../../etc/passwd'):
            self.assertEqual(ask(self.index + path)[0], 403, path)

    def test_head_knows_the_size_and_the_same_name_is_always_the_same_bytes(self):
        href = self.links('/cpu/torch/')[0]['href']
        body = ask(href)[2]
        self.assertGreater(len(body), 5000000)
        self.assertEqual(int(ask(href, 'HEAD')[1]['Content-Length']), len(body))
        another = Practice('--no-ssh')
        self.addCleanup(another.close)
        self.assertEqual(ask(href.replace(self.practice.base, another.base))[2], body)

    def test_ranges_continue_a_download(self):
        href = self.links('/cpu/torch/')[0]['href']
        status, headers, whole = ask(href)
        size = len(whole)
        self.assertEqual((status, headers['Accept-Ranges']), (200, 'bytes'))
        for asked, start, end in (('bytes=0-', 0, size), ('bytes=10-19', 10, 20), ('bytes=-5', size - 5, size),
                                  ('bytes=%d-%d' % (size - 3, size + 9), size - 3, size)):
            status, headers, part = ask(href, Range=asked)
            self.assertEqual((status, headers['Content-Range']), (206, 'bytes %d-%d/%d' % (start, end - 1, size)))
            self.assertEqual(part, whole[start:end])
        self.assertEqual(ask(href, Range='bytes=%d-' % size)[0], 416)
        self.assertEqual(ask(href, Range='lines=1-2')[0], 200)
        self.assertEqual(ask(href, Range='bytes=5-', If_Range='"another"')[0], 200)


if __name__ == '__main__':
    unittest.main()
