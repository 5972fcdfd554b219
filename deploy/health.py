"""Is the site ready? `python health.py [PORT]`: status 0 where it says so itself, else 1 with the reason."""

from __future__ import annotations

import http.client
import sys

PAGE = "/readyz"


def main() -> int:
    """Ask whether it is ready; it says so by any name, and by plain HTTP too."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", PAGE)
        answer = connection.getresponse()
        status, words = answer.status, answer.read(200).decode()
    except OSError as error:
        sys.stderr.write(f"port {port}: {error}\n")
        return 1
    if status != http.HTTPStatus.OK:
        sys.stderr.write(f"{PAGE}: status {status}: {words}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
