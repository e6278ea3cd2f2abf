"""A connection to the event socket, line by line."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from soak.checks import LIVE

HOST = "127.0.0.1"
TABLES = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]


def unread_in(table: str, port: int, peer: int) -> int:
    """Bytes that wait for the owner of a port, from a peer's, by the kernel's table of connections."""
    for words in map(str.split, table.splitlines()[1:]):
        ports = [int(address.rpartition(":")[2], 16) for address in words[1:3]]
        if ports == [port, peer]:
            return int(words[4].rpartition(":")[2], 16)
    return 0


class Line:
    """One connection. Reading ends when the daemon closes it or dies."""

    def __init__(self, port: int, receive_bytes: int = 0) -> None:
        self._socket = socket.socket()
        try:
            if receive_bytes:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
            self._socket.settimeout(30)
            self._socket.connect((HOST, port))
        except OSError:
            self._socket.close()
            raise
        self._pending = self._unsent = b""

    def send(self, **command: object) -> None:
        """Sends a command."""
        self.raw(json.dumps(command).encode() + b"\n")

    def raw(self, data: bytes) -> None:
        """Sends bytes."""
        self._socket.sendall(data)

    def subscribe(self) -> None:
        """Asks for all types of messages."""
        self.send(cmd="subscribe", types=LIVE)

    def offer(self, data: bytes) -> None:
        """Sends as much as there is room for at once, and the rest with the next offer."""
        self._unsent = self._unsent or data
        self._socket.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            while self._unsent:
                self._unsent = self._unsent[self._socket.send(self._unsent) :]
        self._socket.settimeout(30)

    def unread(self) -> int:
        """Bytes that the daemon has not read yet, as far as they have come to it."""
        ours, theirs = self._socket.getsockname()[1], self._socket.getpeername()[1]
        return sum(unread_in(table.read_text(), theirs, ours) for table in TABLES if table.exists())

    def messages(self, seconds: float) -> Iterator[dict]:
        """The messages that come within this time; raises EOFError at the connection's end."""
        end = time.monotonic() + seconds
        while True:
            *lines, self._pending = self._pending.split(b"\n")
            for line in lines:
                yield json.loads(line)
            left = end - time.monotonic()
            if left <= 0:
                return
            self._socket.settimeout(max(left, 0.01))
            try:
                data = self._socket.recv(1 << 16)
            except TimeoutError:
                continue
            except OSError as error:
                raise EOFError(str(error)) from error
            if not data:
                raise EOFError("closed")
            self._pending += data

    def finish_sending(self) -> None:
        """Closes this side only."""
        self._socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Closes without a farewell, as a machine does that lost its power."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self._socket.close()

    def close(self) -> None:
        """Closes it."""
        self._socket.close()
