#!/usr/bin/env python3
"""Licences, bans and sources of every crate that is built in: tests/supply.py

What `cargo deny check licenses bans sources` says no to, from `cargo metadata` and deny.toml, in a second: the licence of each crate
is one that deny.toml allows, each comes from the registry or from this folder, no version is a wildcard. And each crate of
ours forbids unsafe code. cargo-deny itself runs in `.ci/run --full`, and here too where it is installed.
"""

import json
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def allowed(expression, licences):
    """Whether a licence expression (SPDX 2.3, annex D) is met by allowed licences: one of its choices is all allowed."""
    tokens = re.findall(r"\(|\)|[^\s()/]+|/", expression.replace("/", " OR "))

    def choice(at):
        value, at = both(at)
        while at < len(tokens) and tokens[at] == "OR":
            other, at = both(at + 1)
            value = value or other
        return value, at

    def both(at):
        value, at = one(at)
        while at < len(tokens) and tokens[at] == "AND":
            other, at = one(at + 1)
            value = value and other
        return value, at

    def one(at):
        if tokens[at] == "(":
            value, at = choice(at + 1)
            return value, at + 1
        name, at = tokens[at], at + 1
        if at < len(tokens) and tokens[at] == "WITH":
            name, at = f"{name} WITH {tokens[at + 1]}", at + 2
        return name in licences, at

    return choice(0)[0]


def main():
    licences = set(tomllib.loads((ROOT / "deny.toml").read_text())["licenses"]["allow"])
    command = ["cargo", "metadata", "--format-version=1", "--all-features", "--locked"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    members, faults = set(metadata["workspace_members"]), []
    # Cargo's own registry: the one that serde comes from.
    registry = next(package["source"] for package in metadata["packages"] if package["name"] == "serde")
    assert registry.startswith("registry+"), registry
    for package in metadata["packages"]:
        name = f"{package['name']} {package['version']}"
        if not package["license"] or not allowed(package["license"], licences):
            faults.append(f"{name}: its licence `{package['license']}` is not allowed in deny.toml")
        source = package["source"]
        if source not in (None, registry):
            faults.append(f"{name}: it comes from {source}")
        if package["id"] not in members:
            continue
        faults += [
            f"{name}: its {dependency['name']} may have any version"
            for dependency in package["dependencies"]
            if dependency["req"] == "*" and not dependency.get("path")
        ]
        manifest = tomllib.loads(pathlib.Path(package["manifest_path"]).read_text())
        if manifest.get("lints", {}).get("workspace") is not True:
            faults.append(f"{name}: it does not take the lints of the workspace")
    lints = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["lints"]["rust"]
    if lints.get("unsafe_code") != "forbid":
        faults.append("the workspace does not forbid unsafe code")
    assert allowed("MIT OR GPL-3.0", {"MIT"}) and not allowed("MIT AND (GPL-3.0 OR X)", {"MIT"})
    for fault in faults:
        print(f"FAILED {fault}")
    print(f"{len(metadata['packages']) - len(faults)} passed, {len(faults)} failed")
    return len(faults) > 0


sys.exit(main())
