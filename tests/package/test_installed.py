"""The wheel alone, in an environment without extras and away from the checkout."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]

SMOKE = """
import importlib, pathlib, pkgutil, sys
import trafficlight as tl

assert pathlib.Path(tl.__file__).is_relative_to(sys.prefix), tl.__file__
extras = {"frames", "testing"}  # packages that need the extra of their name
for name in set(tl.__all__) - extras:
    getattr(tl, name)
for module in pkgutil.walk_packages(tl.__path__, "trafficlight.", lambda name: None):
    if module.name.split(".")[1] not in extras:
        importlib.import_module(module.name)
print(len(tl.__all__))
"""


def run(python: Path, *arguments: str, folder: Path) -> str:
    """What a program prints in the clean environment, started in a folder of its own."""
    done = subprocess.run(
        [str(python), *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_public_name_and_module_imports(clean_python: Path, tmp_path: Path) -> None:
    """With core dependencies alone, every exported name and module is there but those of extras, without a warning."""
    assert int(run(clean_python, "-W", "error", "-c", SMOKE, folder=tmp_path)) > 0


def test_typed_marker_is_installed(clean_python: Path, tmp_path: Path) -> None:
    """A type checker finds the library's annotations: `py.typed` is beside the modules."""
    program = "import importlib.resources as r; print(r.files('trafficlight').joinpath('py.typed').is_file())"
    assert run(clean_python, "-c", program, folder=tmp_path).strip() == "True"


def test_main_job_runs_from_the_wheel(clean_python: Path, tmp_path: Path) -> None:
    """`quarter.py` needs the wheel and its own folder only: copied elsewhere, it writes bulletin and standings."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    run(clean_python, "-W", "error", "examples/jining/quarter.py", "--out", "out", folder=tmp_path)
    assert {"通报.docx", "standings.json"} <= {path.name for path in (tmp_path / "out").iterdir()}


def test_tests_pass_on_the_wheel(clean_python: Path, wheel: Path, tmp_path: Path) -> None:
    """The tests of the model, the rules and the ranking pass against the installed wheel, away from the sources."""
    run(
        clean_python,
        "-m",
        "pip",
        "install",
        "--quiet",
        f"{wheel}[calendar,testing]",
        "openpyxl==3.1.*",
        "pytest==9.*",
        folder=tmp_path,
    )
    for folder in ("tests", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    parts = [part for part in ("model", "rules", "ranking") if (tmp_path / "tests" / part).is_dir()]
    assert parts
    run(clean_python, "-m", "pytest", "-q", *(f"tests/{part}" for part in parts), folder=tmp_path)
