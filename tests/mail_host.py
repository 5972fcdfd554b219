"""A real little mail host for tests: SMTP on a port of its own, with TLS, refusals and silence where a test asks for them."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

from tests.waiting import COMMAND_SECONDS


@dataclass
class MailHost:
    """A running mail host: what it took in, and how it answers."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    # Answers to RCPT by recipient, used up from the left: a code other than 250 refuses.
    answers: dict[str, list[int]] = field(default_factory=dict)
    # Addresses asked for, in order, refused ones too.
    asked: list[str] = field(default_factory=list)
    # Which of them came over an encrypted connection.
    encrypted: list[bool] = field(default_factory=list)
    # Says nothing before this is set.
    may_speak: threading.Event | None = None
    certificate: Path | None = None
    immediate_tls: bool = False
    # Knows nobody who signs in.
    strange: bool = False

    def context(self) -> ssl.SSLContext:
        """The TLS of the host, by the certificate in its folder."""
        assert self.certificate is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(
            self.certificate / "fullchain.pem", self.certificate / "privkey.pem"
        )
        return context


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    host: MailHost


class _Session(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self) -> None:
        """Talk until the other side has enough; a broken handshake ends it as well."""
        host = cast(_Server, self.server).host
        try:
            if host.immediate_tls:
                self._encrypt(host)
            self._talk(host)
        except (OSError, ssl.SSLError):
            return

    def _encrypt(self, host: MailHost) -> None:
        self.request = host.context().wrap_socket(self.request, server_side=True)

    def _say(self, words: str) -> None:
        self.request.sendall(f"{words}\r\n".encode())

    def _talk(self, host: MailHost) -> None:
        if host.may_speak:
            host.may_speak.wait(COMMAND_SECONDS)
        self._say("220 mail host of the tests")
        lines = self.request.makefile("rb")
        while line := lines.readline():
            verb, _space, rest = line.decode().strip().partition(" ")
            match verb.upper():
                case "EHLO" if host.certificate and not self._is_encrypted():
                    self._say("250-here\r\n250 STARTTLS")
                case "EHLO" if host.strange:
                    self._say("250-here\r\n250 AUTH PLAIN")
                case "AUTH":
                    self._say("535 who are you")
                case "STARTTLS":
                    self._say("220 go on")
                    self._encrypt(host)
                    lines = self.request.makefile("rb")
                case "RCPT":
                    self._say(self._recipient(host, rest.partition("<")[2].partition(">")[0]))
                case "DATA":
                    self._say("354 go on")
                    host.taken.append(self._message(lines))
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 well")

    def _is_encrypted(self) -> bool:
        return isinstance(self.request, ssl.SSLSocket)

    def _recipient(self, host: MailHost, address: str) -> str:
        host.asked.append(address)
        host.encrypted.append(self._is_encrypted())
        waiting = host.answers.get(address, [])
        code = waiting.pop(0) if waiting else 250
        return f"{code} {address}"

    @staticmethod
    def _message(lines: Iterator[bytes]) -> EmailMessage:
        body = []
        for line in lines:
            if line == b".\r\n":
                break
            body.append(line.removeprefix(b"."))
        return cast(EmailMessage, message_from_bytes(b"".join(body), policy=policy.default))


@contextmanager
def mail_host(**about: object) -> Iterator[MailHost]:
    """A mail host that runs for the block."""
    host = MailHost(**about)  # type: ignore[arg-type]
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.host, host.port = host, server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield host
        server.shutdown()
