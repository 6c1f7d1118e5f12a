#!/usr/bin/env python3
"""Lays the seeds: seeds.py CORPUS FOLDER... puts the files under the folders into the corpus of each target they fit."""

import hashlib
import pathlib
import re
import sys

LONGEST = 32_768  # longer files make a fuzzer slow, and find nothing that short ones do not
FORMATS = {".txt": "text", ".json": "json", ".md": "markdown", ".xml": "nitf", ".html": "markdown"}
HERE = pathlib.Path(__file__).parent
# The readers in their order: the first byte of a seed of `round_trip` chooses one.
READERS = re.findall(r"^name = \"read_(\w+)\"", (HERE / "Cargo.toml").read_text(), re.M)


def put(folder, content):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)


corpus = pathlib.Path(sys.argv[1])
for root in map(pathlib.Path, sys.argv[2:]):
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        content = file.read_bytes()
        name = FORMATS.get(file.suffix.lower())
        if name not in READERS or len(content) > LONGEST or file.name.endswith((".pdf.txt", ".epub.txt")):
            continue
        put(corpus / f"read_{name}", content)
        put(corpus / "round_trip", bytes([READERS.index(name)]) + content)
