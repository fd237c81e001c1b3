"""Small answers and pages of an index: read as the specification has them, from where they came, and not longer than
somebody wants them."""
import contextlib
import http.server
import sys
import threading
import time
import unittest

import harness  # noqa: F401 (makes the agent's own modules importable)
import fetch_small
from desk import Cancelled
from fetch_client import Client, Route
from index_page import wheels_of


class Page(unittest.TestCase):
    def test_links_are_read_as_the_specification_has_them(self):
        page = """<html><head><base href="https://other.example/deep/"></head><body>
            <a href="../a/torch-1.0%2Bcpu-py3-none-any.whl#sha256=ABCD&amp;egg=x" data-requires-python="&gt;=3.10">
            torch</a><a href="torch-1.0.tar.gz">sources</a><a href="%7ex/c-1!2-py3-none-any.whl">c</a><a name="no address">
            <A HREF=' my wheels/leaf-1-py3-none-any.whl#md5=1' data-yanked>leaf</A>
            <a href="file:///etc/evil-1-py3-none-any.whl">evil</a></body></html>"""
        self.assertEqual(wheels_of(page, "https://index.example/simple/torch/"), [
            {"file": "torch-1.0+cpu-py3-none-any.whl", "sha256": "abcd", "requires_python": ">=3.10", "yanked": False,
             "url": "https://other.example/a/torch-1.0%2Bcpu-py3-none-any.whl"},
            {"file": "c-1!2-py3-none-any.whl", "sha256": None, "requires_python": None, "yanked": False,
             "url": "https://other.example/deep/~x/c-1%212-py3-none-any.whl"},
            {"file": "leaf-1-py3-none-any.whl", "sha256": None, "requires_python": None, "yanked": True,
             "url": "https://other.example/deep/my%20wheels/leaf-1-py3-none-any.whl"}])

    def test_whoever_has_given_up_asks_no_more(self):
        asked, began = [], time.monotonic()

        class Drip(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                with contextlib.suppress(OSError):
                    for _ in range(200):
                        self.wfile.write(b"x")
                        time.sleep(0.05)

            def log_message(self, *ignored):
                pass

        class Desk:
            def check(self):
                if time.monotonic() - began > 0.5:
                    raise Cancelled()

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Drip)
        server.daemon_threads = True
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.addCleanup(server.shutdown)
        addresses = ["http://127.0.0.1:{}/{}".format(server.server_address[1], name) for name in "abc"]
        with self.assertRaises(Cancelled):
            fetch_small.all_at_once(Desk(), addresses, Route({}, sys.executable), fetch_small.page, 60)
        time.sleep(0.5)
        self.assertEqual(sorted(asked), ["/a", "/b", "/c"])

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

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.addCleanup(server.shutdown)
        base = "http://127.0.0.1:{}".format(server.server_address[1])
        client = Client(Route({}, sys.executable))
        self.addCleanup(client.drop_all)
        self.assertEqual(fetch_small.page(client, base + "/simple/leaf/"), (b"page", base + "/moved/leaf/"))


if __name__ == "__main__":
    unittest.main()
