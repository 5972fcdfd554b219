"""The compose file."""

from __future__ import annotations

import os
import shutil
import subprocess

import yaml
from deploy.checks.common import DEPLOY, HOST, checked, known_settings, require, run, skipped

# What the compose file may say of a service; a word that is not here is a slip of the pen.
SERVICE_KEYS = {
    "build",
    "cap_drop",
    "depends_on",
    "env_file",
    "environment",
    "healthcheck",
    "image",
    "init",
    "networks",
    "ports",
    "read_only",
    "restart",
    "secrets",
    "security_opt",
    "shm_size",
    "stop_grace_period",
    "volumes",
}


def check_compose() -> None:
    """Known keys only; whatever is named is declared; a service that is waited for says when it is well."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    require(
        set(compose) == {"name", "services", "networks", "volumes", "secrets"},
        "compose.yaml: unknown part",
    )
    for name, service in compose["services"].items():
        unknown = set(service) - SERVICE_KEYS
        require(not unknown, f"compose.yaml: {name} has unknown keys {sorted(unknown)}")
        require(service["image"], f"compose.yaml: {name} has no image")
        for kind in ("networks", "secrets"):
            missing = set(service.get(kind, [])) - set(compose[kind])
            require(
                not missing,
                f"compose.yaml: {name} names {kind} that are not declared: {sorted(missing)}",
            )
        for volume in service.get("volumes", []):
            require(
                volume.split(":")[0] in compose["volumes"], f"compose.yaml: {name}: volume {volume}"
            )
        for other, how in service.get("depends_on", {}).items():
            healthy = (
                how["condition"] == "service_healthy"
                and "healthcheck" in compose["services"][other]
            )
            require(
                healthy,
                f"compose.yaml: {name} waits for {other}, which does not say when it is well",
            )
        for value in service.get("environment", {}).values():
            require(isinstance(value, str), f"compose.yaml: {name}: {value!r} is not in quotes")
            secret = value.removeprefix("/run/secrets/")
            require(
                secret == value or secret in service["secrets"],
                f"compose.yaml: {name} does not get {secret}",
            )
    build = compose["services"]["site"]["build"]
    require(
        (DEPLOY / build["context"] / build["dockerfile"]).is_file(),
        "compose.yaml: no Dockerfile to build",
    )
    known_settings(compose["services"]["site"]["environment"])
    checked(
        "compose.yaml: parsed; keys known; networks, volumes, secrets, settings and the Dockerfile it names are there"
    )
    if (
        shutil.which("docker")
        and not subprocess.run(
            ["docker", "compose", "version"], capture_output=True, check=False
        ).returncode
    ):
        environment = {**os.environ, "ZULIAN_HOSTS": HOST}
        run(
            ["docker", "compose", "-f", str(DEPLOY / "compose.yaml"), "config", "-q"],
            env=environment,
        )
        checked("compose.yaml: accepted by docker compose")
    else:
        skipped("compose.yaml by docker compose", "it is not installed")
