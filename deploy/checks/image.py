"""The image: its steps in an empty folder, and what they install."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from deploy.checks.common import SOURCE, CheckError, checked, require, run

# Folders of the image that are moved into the empty folder here.
IMAGE_FOLDERS = re.compile(r"(?<![\w/])/(opt|source|var/lib)(?=/)")


@dataclass
class Image:
    """What the Dockerfile says, the last stage being what runs."""

    bases: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    user: int = 0
    port: int = 0


def read_dockerfile(text: str) -> Image:
    """Read the instructions that this Dockerfile uses; raises CheckError at any other."""
    image = Image()
    lines = [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    for instruction in re.split(r"(?<!\\)\n", "\n".join(lines)):
        name, _space, words = instruction.replace("\\\n", " ").partition(" ")
        words = words.strip()
        match name:
            case "FROM":
                image.bases.append(words.split()[0])
                image.environment = {}
            case "COPY" | "RUN":
                image.steps.append((name, words))
            case "ENV":
                image.environment |= dict(pair.split("=", 1) for pair in words.split())
            case "CMD":
                image.command = json.loads(words)
            case "HEALTHCHECK":
                image.health = json.loads(words.partition("CMD ")[2])
            case "USER":
                image.user = int(words.split(":")[0])
            case "EXPOSE":
                image.port = int(words)
            case "ARG" | "WORKDIR" | "VOLUME":
                pass
            case _:
                raise CheckError(f"Dockerfile: {name} is not known here")
    return image


def moved(words: str, root: Path) -> str:
    """Paths of the image as paths below the empty folder."""
    return IMAGE_FOLDERS.sub(rf"{root}/\1", words)


def build(image: Image, root: Path) -> None:
    """Do the image's COPY and RUN steps in an empty folder, with the files that are in the repository and no others."""
    version = ".".join(map(str, sys.version_info[:2]))
    require(
        set(image.bases) == {f"python:{version}-slim"},
        f"Dockerfile: built on {image.bases}, checked on {version}",
    )
    files = run(["git", "ls-files"], cwd=SOURCE).splitlines()
    python = Path(sys.base_prefix) / "bin" / "python3"
    environment = {**os.environ, "PYTHON": str(python), "EXTRA": ""}
    for name, words in image.steps:
        if name == "RUN":
            run(["sh", "-euc", moved(words, root)], env=environment, cwd=root)
        elif not words.startswith("--from="):
            *sources, target = words.split()
            _copy(sources, Path(moved(target, root)), files)
    checked(
        f"Dockerfile: its {len(image.steps)} steps in an empty folder, with Python {version} and the hashes of the lock"
    )


def _copy(sources: list[str], target: Path, files: list[str]) -> None:
    """COPY: a folder's content goes into the target, a file goes below it by its name."""
    for source in sources:
        inside = [name for name in files if name == source or name.startswith(f"{source}/")]
        require(inside, f"Dockerfile: COPY {source}: no such file in the repository")
        for name in inside:
            relative = Path(name).relative_to(source)
            copy = target / (relative if relative.parts else Path(name).name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(SOURCE / name, copy)


def check_package(root: Path) -> None:
    """What is installed is what the repository holds, file by file."""
    files = run(["git", "ls-files", "src/zulian"], cwd=SOURCE).splitlines()
    wanted = {name.removeprefix("src/") for name in files}
    [packages] = (root / "opt/zulian/lib").glob("python*/site-packages")
    found = {
        str(path.relative_to(packages))
        for path in (packages / "zulian").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    require(
        found == wanted, f"missing: {sorted(wanted - found)}; too much: {sorted(found - wanted)}"
    )
    pieces = {path.suffix for path in (packages / "zulian").rglob("__pycache__/*")}
    require(".pyc" in pieces, "the package is not compiled, and who serves may not write")
    size = sum(path.stat().st_size for path in packages.rglob("*") if path.is_file()) / 2**20
    checked(
        f"package: all {len(wanted)} files of the repository installed and no other; {size:.0f} MB with what it needs"
    )
