"""The verb "pages": what a runtime reads for a client that cannot, against a real server."""
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import unittest
import zlib

from harness import AGENT, AgentFault, AgentTest, clean_environment


class Shop(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"page of " + self.path.encode("ascii")
        if self.path == "/proxied":
            body = b"proxied"
        if self.path == "/down":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            body = b""
        elif self.path == "/secure":
            self.send_response(302)
            self.send_header("Location", "https://127.0.0.1:1/")
            body = b""
        elif self.path == "/none":
            self.send_response(403)
        else:
            self.send_response(200)
        if self.path == "/large":
            body = b"".join(b"%d " % (number * 7919) for number in range(200000))
        self.server.seen.append((self.command, self.path, self.headers.get("Cookie")))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *words):
        pass


class Pages(AgentTest):
    def serve(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
        server.daemon_threads = True
        server.seen = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server, "http://127.0.0.1:{}".format(server.server_address[1])

    def ask(self, addresses, agent=None, **fields):
        """{position: (event, body)} for the addresses."""
        agent = agent or self.agent()
        number = agent.send("pages", dict(fields, addresses=addresses))
        self.assertEqual(agent.wait(number), {})
        bodies = {}
        answers = {}
        for event, payload in agent.events[number]:
            if event["kind"] == "part":
                self.assertNotIn(event["page"], answers, "a body comes before what is said about it")
                bodies[event["page"]] = bodies.get(event["page"], b"") + zlib.decompress(payload)
            else:
                answers[event["page"]] = (event, bodies.get(event["page"], b""))
        self.assertEqual(sorted(answers), list(range(len(addresses))))
        return answers

    def test_all_addresses_are_answered_with_their_bodies(self):
        server, root = self.serve()
        answers = self.ask([root + "/a", root + "/large", root + "/none", root + "/b"])
        self.assertEqual(answers[0][1], b"page of /a")
        self.assertEqual(answers[1][1], b"".join(b"%d " % (number * 7919) for number in range(200000)))
        self.assertEqual(answers[2][0]["status"], 403)
        self.assertEqual(answers[3][0]["address"], root + "/b")

    def test_only_http_and_https_are_asked(self):
        secret = self.write("secret", "hidden")
        for address in ("file://" + secret, "ftp://127.0.0.1/x", "data:text/plain,x", secret, "javascript:1", "http:",
                        ""):
            event, body = self.ask([address])[0]
            self.assertEqual(event["fault"], "redirect", address)
            self.assertEqual(body, b"")

    def test_a_head_request_learns_sizes_and_follows_with_head(self):
        server, root = self.serve()
        event, body = self.ask([root + "/a"], method="HEAD")[0]
        self.assertEqual((event["length"], body), (len("page of /a"), b""))
        event, _ = self.ask([root + "/down"], method="HEAD")[0]
        self.assertEqual(event["fault"], "refused")
        self.assertEqual({command for command, _, _ in server.seen}, {"HEAD"})

    def test_the_runtimes_proxy_is_used_but_never_for_itself(self):
        server, root = self.serve()
        environment = clean_environment(http_proxy=root)
        answers = self.ask(["http://nowhere.invalid/x", root + "/own"], agent=self.agent(environment=environment))
        self.assertEqual(answers[0][1], b"page of http://nowhere.invalid/x")
        self.assertEqual(answers[1][1], b"page of /own")
        answers = self.ask(["http://nowhere.invalid/y"], proxy=root)  # as pip.conf names it
        self.assertEqual(answers[0][1], b"page of http://nowhere.invalid/y")

    def test_other_requests_are_served_meanwhile(self):
        with http.server.HTTPServer(("127.0.0.1", 0), Shop) as silent:  # nobody serves it
            agent = self.agent()
            number = agent.send("pages", {"addresses": ["http://127.0.0.1:{}/".format(silent.server_address[1])],
                                          "silence_s": 30, "whole_s": 30})
            self.assertEqual(agent.ask("ping"), {})
            self.assertEqual(agent.ask("abandon", {"request": number}), {})
            self.assertEqual(agent.ask("ping"), {})
            self.assertNotIn(number, agent.replies)

    def test_a_certificate_nobody_vouches_for_is_refused_and_a_named_one_is_taken(self):
        if not shutil.which("openssl"):
            self.skipTest("no openssl to make a certificate with")
        import ssl

        key, cert = os.path.join(self.folder, "key"), os.path.join(self.folder, "cert")
        subprocess.check_call(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                               "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
                               cert], stderr=subprocess.DEVNULL)
        server, _ = self.serve()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        address = "https://localhost:{}/x".format(server.server_address[1])
        self.assertEqual(self.ask([address])[0][0]["fault"], "not-secure")
        self.assertEqual(self.ask([address], cert=cert)[0][1], b"page of /x")
        agent = self.agent(environment=clean_environment(SSL_CERT_FILE=cert))
        self.assertEqual(self.ask([address], agent=agent)[0][1], b"page of /x")
        agent = self.agent(environment=clean_environment(PIP_CERT=cert))
        self.assertEqual(self.ask([address], agent=agent, cert="/as/pip.conf/has/it")[0][1], b"page of /x")

    def test_all_pages_of_a_request_together_are_bounded(self):
        _, root = self.serve()
        answers = self.ask([root + "/large"] * 3, together=3000000)
        faults = [event.get("fault") for event, _ in answers.values()]
        self.assertIn("too-much", faults)
        self.assertLessEqual(sum(len(body) for _, body in answers.values()), 3000000)

    def test_a_python_without_ssl_says_so_and_still_reads_http(self):
        server, root = self.serve()
        code = ("import json, sys; sys.modules['ssl'] = None; sys.path.insert(0, sys.argv[1]); import pages; "
                "run = pages.Run({}); print(json.dumps([run.ask(a).get('fault') for a in sys.argv[2:]]))")
        said = subprocess.check_output([sys.executable, "-B", "-c", code, AGENT, "https://127.0.0.1:1/",
                                        root + "/secure", root + "/none"], env=clean_environment())
        self.assertEqual(json.loads(said.decode()), ["no-tls", "no-tls", None])

    def test_certificates_that_cannot_be_read_are_named(self):
        agent = self.agent(environment=clean_environment(SSL_CERT_FILE=self.write("cert", "nonsense")))
        event, _ = self.ask(["https://127.0.0.1:1/"], agent=agent)[0]
        self.assertEqual(event["fault"], "not-secure")

    def test_what_is_no_list_of_addresses_is_refused(self):
        for addresses in (None, "http://x", [1], ["a\0b"], ["x"] * 5000):
            with self.assertRaises(AgentFault):
                self.agent().ask("pages", {"addresses": addresses})


if __name__ == "__main__":
    unittest.main()
