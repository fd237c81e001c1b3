"""Small answers and pages of an index: read as the specification has them, from where they came, and not longer than
somebody wants them."""
import contextlib
import http.server
import sys
import threading
import unittest

import harness  # noqa: F401 (makes the agent's own modules importable)
import fetch_small
from desk import Cancelled
from fetch_client import Client, Route
from index_page import address_of, wheels_of


class Page(unittest.TestCase):
    def serve(self, handler):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.addCleanup(server.shutdown)
        return "http://127.0.0.1:{}".format(server.server_address[1])

    def read(self, page):
        """[(file, url, sha256, requires_python, yanked)]"""
        wheels = wheels_of(page, "https://index.example/simple/torch/")
        found = [(wheel, address_of(wheel)) for wheel in wheels]
        return [(wheel["file"], at and at["url"], at and at["sha256"], wheel["requires_python"], wheel["yanked"])
                for wheel, at in found]

    def test_links_are_read_as_the_specification_has_them(self):
        page = """<html><head><base href="https://other.example/deep/"><base href="https://late.example/"></head><body>
            <a href="../a/torch-1.0%2Bcpu-py3-none-any.whl#sha256=ABCD&amp;egg=x" data-requires-python="&gt;=3.10">
            torch</a><a href="torch-1.0.tar.gz">sources</a><a href="%7ex/c-1!2-py3-none-any.whl#egg=c&amp;sha256=12ab">c</a>
            <a name="no address"><A HREF=' my wheels/a%2fb/leaf-1-py3-none-any.whl?x=1#md5=1' data-yanked>leaf</A>
            <a href="file:///etc/evil-1-py3-none-any.whl">evil</a></body></html>"""
        self.assertEqual(self.read(page), [
            ("torch-1.0+cpu-py3-none-any.whl", "https://other.example/a/torch-1.0%2Bcpu-py3-none-any.whl", "abcd",
             ">=3.10", False),
            ("c-1!2-py3-none-any.whl", "https://other.example/deep/~x/c-1%212-py3-none-any.whl", "12ab", None, False),
            ("leaf-1-py3-none-any.whl", "https://other.example/deep/my%20wheels/a%2Fb/leaf-1-py3-none-any.whl?x=1", None,
             None, True)])

    def test_a_base_counts_for_links_before_it_too(self):
        page = '<a href="a-1-py3-none-any.whl">a</a><base href="/files/">'
        self.assertEqual([row[1] for row in self.read(page)], ["https://index.example/files/a-1-py3-none-any.whl"])

    def test_nothing_leads_to_the_runtimes_own_files(self):
        for page in ('<base href="file:///etc/"><a href="a-1-py3-none-any.whl">',
                     '<a href="fi\nle:///etc/a-1-py3-none-any.whl">', '<a href="FILE:/etc/a-1-py3-none-any.whl">'):
            self.assertFalse([row for row in self.read(page) if row[1] and not row[1].startswith("https://index.")], page)

    def test_whoever_has_given_up_asks_no_more(self):
        """Also not over connections that are kept."""
        asked, over = [], threading.Event()
        addresses = ["/{}".format(number) for number in range(3 * fetch_small.AT_ONCE)]

        class Slow(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                asked.append(self.path)
                if int(self.path[1:]) >= fetch_small.AT_ONCE:
                    over.wait(30)
                with contextlib.suppress(OSError):
                    self.send_response(200)
                    self.send_header("Content-Length", "4")
                    self.end_headers()
                    self.wfile.write(b"page")

            def log_message(self, *ignored):
                pass

        class Desk:
            def check(self):
                if len(asked) >= 2 * fetch_small.AT_ONCE:
                    raise Cancelled()

        base = self.serve(Slow)
        self.addCleanup(over.set)
        with self.assertRaises(Cancelled):
            fetch_small.all_at_once(Desk(), [base + path for path in addresses], Route({}, sys.executable),
                                    fetch_small.page, 60)
        for thread in threading.enumerate():  # whoever would ask again does it before it ends
            if "Pool" in thread.name:
                thread.join(20)
        self.assertEqual(len(asked), 2 * fetch_small.AT_ONCE)

    def test_a_page_takes_no_more_memory_than_it_has_bytes(self):
        """What older Pythons are asked to read they set aside at once."""
        class Answer:
            length = 0

            def read(self, amount):
                self.most = max(getattr(self, "most", 0), amount)
                return b""

        answer = Answer()
        self.assertEqual(list(fetch_small.blocks(answer)), [])
        self.assertLessEqual(answer.most, 1 << 20)

    def test_a_redirected_page_is_read_from_where_it_came(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                moved = self.path == "/simple/leaf/"
                self.send_response(301 if moved else 200)
                if moved:
                    self.send_header("Location", "/moved/leaf/")
                self.send_header("Content-Length", "0" if moved else "4")
                self.end_headers()
                self.wfile.write(b"" if moved else b"page")

            def log_message(self, *ignored):
                pass

        base = self.serve(Handler)
        client = Client(Route({}, sys.executable))
        self.addCleanup(client.drop_all)
        self.assertEqual(fetch_small.page(client, base + "/simple/leaf/"), (b"page", base + "/moved/leaf/"))


if __name__ == "__main__":
    unittest.main()
