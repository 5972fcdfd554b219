"""All checks: ends with status 1 at the first thing that is not as it should be."""

from __future__ import annotations

import http.client
import shutil
import sys
import tempfile
import time
from pathlib import Path

from deploy.checks.common import DEPLOY, CheckError, checked
from deploy.checks.compose import check_compose
from deploy.checks.image import build, check_package, read_dockerfile
from deploy.checks.proxy import check_proxy
from deploy.checks.site import check_first_page, served
from deploy.checks.units import check_units
from tests.waiting import PATIENCE_SECONDS


def main() -> int:
    """All checks, in a folder that is removed at the end."""
    start = time.monotonic()
    root = Path(tempfile.mkdtemp(prefix="zulian-deploy-"))
    # The image's account must be able to look in.
    root.chmod(0o755)
    (root / "var/lib").mkdir(parents=True)
    try:
        check_compose()
        image = read_dockerfile((DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
        build(image, root)
        check_package(root)
        check_units(root)
        with served(image, root) as site:
            check_first_page(
                http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE_SECONDS), "site"
            )
            check_proxy(site, root)
    except CheckError as error:
        sys.stderr.write(f"FAILED   {error}\n")
        return 1
    finally:
        shutil.rmtree(root, ignore_errors=True)
    checked(f"all in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
