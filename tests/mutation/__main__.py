"""Change the library's code in small ways, and see that a test notices: `python tests/mutation rules --sample 100 --seed 1`.

mutmut makes the changes and runs, for each, the tests that reach the changed function. Some changes change nothing (a
default that is written out, the words of an error), so that a share may survive. Survivors that were looked at stand in
survivors.toml with the reason why they may live; whoever adds another decides whether it shows a missing test. What
stands there and is no change of the code any longer fails the run.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

LEAST_SHARE = 0.85
NOTICED = {
    "killed",
    "timeout",
    "check was interrupted by user",  # mutmut's word for a module or a test file that can no longer be imported
}
SURVIVORS = Path(__file__).with_name("survivors.toml")

# package → the tests that are asked; others reach its code too, but say little about it and take long.
TESTS = {
    "rules": ["tests/rules", "tests/notice", "tests/ranking"],
    "ranking": ["tests/ranking", "tests/rules", "tests/laws"],
    "sheets/reading": ["tests/sheets"],
    "articles": ["tests/articles"],
    "interchange": ["tests/interchange"],
}


def listed() -> dict[str, dict[str, str]]:
    """survivors.toml: function → a part of a change → why it may live; a part stands for each change that has it."""
    return tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))


def names() -> dict[str, Path]:
    """Every change that mutmut knows in the chosen package, in the order of the files, and its file."""
    return {
        get_mutant_name(path, name): path
        for path in sorted(walk_mutatable_files())
        for name in mutate_file_contents(str(path), path.read_text(encoding="utf-8")).mutant_names
    }


def function(name: str) -> str:
    """The function that a change is made in, as survivors.toml writes it."""
    module, mangled = mangled_name_from_mutant_name(name).rsplit(".", 1)
    return f"{module}.{mangled.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def change(name: str, path: Path) -> str:
    """The lines that differ, as survivors.toml writes them; read from what mutmut has generated."""
    lines = get_diff_for_mutant(name, path=path).splitlines()[2:]
    return " ".join(" ".join(line for line in lines if line[0] in "+-").split())


def told(name: str, path: Path) -> str:
    """A survivor's function and change, and why it may live, if survivors.toml says so."""
    changed = change(name, path)
    reasons = (why for part, why in listed().get(function(name), {}).items() if part in changed)
    return f"{function(name)}: {changed}\n    {next(reasons, 'WITHOUT A REASON')}"


def stale(package: str, every: dict[str, Path]) -> list[str]:
    """What survivors.toml lists for this package, or for none, and no change of its code is any longer."""
    others = tuple(f"trafficlight.{other.replace('/', '.')}." for other in TESTS if other != package)
    gone = []
    for where, reasons in listed().items():
        if not where.startswith(others):
            changes = [change(name, path) for name, path in every.items() if function(name) == where]
            gone += [f"{where}: {part}" for part in reasons if not any(part in changed for changed in changes)]
    return gone


def try_package(package: str, sample: int | None, seed: int) -> int:
    """Try one package's changes, print what survived and the share that was noticed.

    0 when that is large enough, and what survivors.toml lists is still there.
    """
    options = config()
    options.only_mutate = [f"src/trafficlight/{package}/*"]
    options.pytest_add_cli_args_test_selection = TESTS[package]
    shutil.rmtree("mutants", ignore_errors=True)  # what was known of another package's tests
    every = names()
    chosen = list(every)
    if sample is not None and sample < len(chosen):
        chosen = sorted(random.Random(seed).sample(chosen, sample))  # noqa: S311  # a sample is no secret
    mutmut._run(chosen, 2)
    outcomes: Counter[str] = Counter()
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name in sorted(set(chosen) & data.exit_code_by_key.keys()):
            outcome = status_by_exit_code[data.exit_code_by_key[name]]
            outcomes[outcome] += 1
            if outcome not in NOTICED:
                print(f"{outcome}: {told(name, path)}")
    noticed = sum(outcomes[outcome] for outcome in NOTICED)
    share = noticed / outcomes.total()
    print(*(f"{outcome}: {count}" for outcome, count in outcomes.items()), sep=", ")
    print(f"{package}: {noticed} of {outcomes.total()} changes were noticed: {share:.1%} (at least {LEAST_SHARE:.0%})")
    gone = stale(package, every)
    for entry in gone:
        print(f"no such change any longer; take it out of survivors.toml: {entry}")
    return int(share < LEAST_SHARE or bool(gone))


def main() -> int:
    """Try each package in a process of its own: mutmut is made for one configuration. 0 when each passes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("packages", nargs="*", metavar="package", help=f"{', '.join(TESTS)}; all when none is named")
    parser.add_argument("--sample", type=int, help="so many changes of each package, instead of all")
    parser.add_argument("--seed", type=int, default=1, help="chooses the sample")
    chosen = parser.parse_args()
    packages = chosen.packages or list(TESTS)
    if strangers := set(packages) - TESTS.keys():
        parser.error(f"no such package: {', '.join(sorted(strangers))}; there are {', '.join(TESTS)}")
    if len(packages) == 1:
        return try_package(packages[0], chosen.sample, chosen.seed)
    failed = 0
    for package in packages:
        options = [f"--seed={chosen.seed}", *([f"--sample={chosen.sample}"] if chosen.sample else [])]
        failed |= subprocess.run([sys.executable, __file__, package, *options], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
