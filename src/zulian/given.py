"""A listening socket that a service manager keeps while the site restarts, so that whoever asks meanwhile waits and is not refused.

systemd says by LISTEN_PID and LISTEN_FDS that the third file of this process is one (sd_listen_fds).
"""

from __future__ import annotations

import os
import socket
from typing import Any

from zulian.errors import StartError

FIRST, BACKLOG = 3, 1024


def given_socket() -> socket.socket | None:
    """The socket that this process was given, None where it was given none.

    Raises StartError where it was given several, or something that is no listening socket.
    """
    pid, count = os.environ.pop("LISTEN_PID", ""), os.environ.pop("LISTEN_FDS", "")
    if pid != str(os.getpid()):
        return None
    if count != "1":
        raise StartError(
            f"LISTEN_FDS={count}: the site listens on one socket; name one in its unit."
        )
    try:
        given = socket.socket(fileno=FIRST)
        is_listening = given.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    except OSError as error:
        raise StartError(f"LISTEN_FDS: what was given is no socket ({error.strerror}).") from error
    if not is_listening or given.family not in {socket.AF_INET, socket.AF_INET6}:
        raise StartError("LISTEN_FDS: what was given is no listening socket of TCP.")
    return given


def server(given: socket.socket | None, **options: Any) -> Any:
    """The web server with its options; with a given socket its workers take that one and bind none."""
    import granian
    from granian import net

    if given is None:
        return granian.Granian(**options)
    given.set_inheritable(True)
    base: Any = granian.Granian
    holder: Any = net
    descriptor = given.fileno()

    # On Linux it lets each worker bind a socket; what it shares with them elsewhere is given here.
    class GivenGranian(base):
        def _init_shared_socket(self) -> None:
            self._sso, self._sfd = given, descriptor
            self._shd = holder.SocketHolder(descriptor, False, BACKLOG)

    return GivenGranian(**options)
