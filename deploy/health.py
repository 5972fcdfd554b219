"""Does the site answer? `python health.py [PORT]`: status 0 where its sign-in page comes, else 1 with the reason."""

from __future__ import annotations

import http.client
import os
import sys

PAGE = "/accounts/sign-in/"


def host() -> str:
    """A host name that the site serves: the first of ZULIAN_HOSTS, or localhost."""
    first = os.environ.get("ZULIAN_HOSTS", "").split(",")[0].strip()
    return "localhost" if first in {"", "*"} else first.removeprefix(".")


def main() -> int:
    """Ask for the sign-in page, as the proxy would: asked by plain HTTP the site only leads to HTTPS."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", PAGE, headers={"Host": host(), "X-Forwarded-Proto": "https"})
        status = connection.getresponse().status
    except OSError as error:
        sys.stderr.write(f"port {port}: {error}\n")
        return 1
    if status != http.HTTPStatus.OK:
        sys.stderr.write(f"{PAGE}: status {status}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
