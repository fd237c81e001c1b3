"""A TCP hop in front of the SSH server that can be cut at a byte, stand still and go on again."""

import contextlib
import select
import socket
import struct
import threading


class Link:
    def __init__(self, to):
        self.to, self.pairs, self.lock = to, [], threading.Lock()
        self.moving = threading.Event()  # cleared while frozen
        self.moving.set()
        self.budget = {'up': None, 'down': None}  # bytes until the cut, by direction; None for no cut
        self.cuts = 0
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
                far = socket.create_connection(('127.0.0.1', self.to))
            except OSError:
                return
            pair = (near, far)
            with self.lock:
                self.pairs.append(pair)
            for source, sink, way in ((near, far, 'up'), (far, near, 'down')):
                threading.Thread(target=self._pump, args=(pair, source, sink, way), daemon=True).start()

    def _pump(self, pair, source, sink, way):
        with contextlib.suppress(OSError, ValueError):
            while True:
                self.moving.wait()
                if not select.select([source], [], [], 0.1)[0] or not self.moving.is_set():
                    continue
                data = source.recv(65536)
                if not data:
                    break
                allowed, last = self._allowed(way, len(data))
                sink.sendall(data[:allowed])
                if last:
                    self._end(pair, reset=allowed % 2 == 0)
                    break
        self._end(pair)

    def _allowed(self, way, size):
        """(how many of these bytes may pass, whether the cut comes after them)"""
        with self.lock:
            left = self.budget[way]
            if left is None:
                return size, False
            if left > size:
                self.budget[way] = left - size
                return size, False
            self.budget[way] = None
            self.cuts += 1
            return left, True

    def _end(self, pair, reset=False):
        with self.lock:
            if pair not in self.pairs:
                return
            self.pairs.remove(pair)
        for one in pair:
            with contextlib.suppress(OSError):
                if reset:  # RST, as a firewall or a crashed host sends
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                else:
                    one.shutdown(socket.SHUT_RDWR)
            one.close()

    def cut_after(self, way, size):
        with self.lock:
            self.budget[way] = size

    def cut(self, reset=False):
        """Returns how many connections were open."""
        with self.lock:
            pairs = list(self.pairs)
        for pair in pairs:
            self._end(pair, reset)
        return len(pairs)

    def freeze(self):
        self.moving.clear()
        return len(self.pairs)

    def thaw(self):
        self.moving.set()

    def calm(self):
        self.budget = {'up': None, 'down': None}
        self.thaw()

    def close(self):
        self.calm()
        self.listener.close()
        self.cut()
