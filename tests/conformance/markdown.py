#!/usr/bin/env python3
"""Checks that others read our Markdown as we do.

    tests/conformance/markdown.py FILE...    inputs of any format; $COPYDESK is the binary

For each article: pandoc finds the words, the emphasis, the links, the list items and the table cells that our own
model has; PyYAML (YAML 1.1) and ruamel.yaml (YAML 1.2) read the same values in the front matter. Then the examples of
the CommonMark specification are read, written and read again. What cannot be installed is a failure, never a pass.
"""

import collections
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CACHE = pathlib.Path(os.environ.get("COPYDESK_CACHE", ROOT / ".cache")) / "conformance"
PACKAGES = ["pypandoc_binary", "pyyaml", "ruamel.yaml"]
GFM = "gfm-implicit_figures-autolink_bare_uris-emoji-tex_math_dollars-tex_math_gfm-alerts-task_lists-yaml_metadata_block"


def main():
    if "COPYDESK_IN_VENV" not in os.environ:
        return in_venv()
    import pypandoc
    import yaml
    from ruamel.yaml import YAML

    binary = os.environ.get("COPYDESK", str(ROOT / "target/debug/copydesk"))
    counts, failures = collections.Counter(), []
    for name in sys.argv[1:]:
        for text, article in converted(binary, name):
            counts["articles"] += 1
            front, body = split(text)
            if front is not None:
                old, new = yaml.safe_load(front), YAML(typ="safe", pure=True).load(front)
                if old != new:
                    failures.append(f"{name}: YAML 1.1 and 1.2 differ")
            found = Page()
            found.feed(pypandoc.convert_text(body, "html", format=GFM, extra_args=["--wrap=none"]))
            for what, why in compare(found, article):
                failures.append(f"{name}: {what}: {why}")
    for failure in failures:
        print("FAIL", failure)
    if not specification():
        failures.append("specification")
    print(f"{counts['articles']} articles, {len(failures)} failed")
    sys.exit(bool(failures) or not counts["articles"])


def in_venv():
    venv = CACHE / "markdown-venv"
    python = venv / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    environment = dict(os.environ, COPYDESK_IN_VENV="1")
    sys.exit(subprocess.run([str(python), __file__, *sys.argv[1:]], env=environment).returncode)


def specification():
    """The specification's examples, through the crate's own test."""
    folder = CACHE / "commonmark"
    text = folder / "node_modules/commonmark-spec/spec.txt"
    if not text.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "commonmark-spec@0.31.2"], cwd=folder, check=True)
    command = ["cargo", "test", "-q", "-p", "copydesk-markdown", "--test", "specification"]
    return subprocess.run(command, cwd=ROOT, env=dict(os.environ, COPYDESK_COMMONMARK=str(text))).returncode == 0


def converted(binary, name):
    """The Markdown of each article of a file, and the article read back from it."""
    allowed = ["--allow-embargoed", "--allow-killed", "--now", "2030-01-01T00:00:00Z"]
    found = subprocess.run([binary, "inspect", "--json", name], capture_output=True, text=True)
    if found.returncode:
        return
    articles = json.loads(found.stdout)
    for article in articles if isinstance(articles, list) else [articles]:
        source = json.dumps(article)
        command = [binary, "convert", "-q", "-f", "json", "-t", "markdown", *allowed, "-o", "-", "-"]
        written = subprocess.run(command, input=source, capture_output=True, text=True)
        if written.returncode:
            print("FAIL", name, written.stderr.strip())
            sys.exit(1)
        yield written.stdout, article


def split(text):
    match = re.match(r"---\n(.*?)^---\n", text, re.S | re.M)
    return (match[1], text[match.end():]) if match else (None, text)


class Page(html.parser.HTMLParser):
    """What stands in a page: words, emphasised words, links, items, cells."""

    def __init__(self):
        super().__init__()
        self.text, self.emphasis, self.depth, self.skipped = [], [], 0, 0
        self.links, self.counts = collections.Counter(), collections.Counter()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = (attributes.get("class") or "").split()
        if tag == "a" and ("footnote-ref" in classes or "footnote-back" in classes):
            self.skipped += 1
        elif tag == "a" and attributes.get("href"):
            self.links[unquoted(attributes["href"])] += 1
        if tag == "em":
            self.depth += 1
        if tag in ("li", "td", "th") and not str(attributes.get("id", "")).startswith("fn"):
            self.counts["cell" if tag != "li" else "item"] += 1
        if tag not in INLINE:
            self.push(" ")

    def handle_endtag(self, tag):
        if tag == "a" and self.skipped:
            self.skipped -= 1
        if tag == "em":
            self.depth -= 1
        if tag not in INLINE:
            self.push(" ")

    def handle_data(self, data):
        if not self.skipped:
            self.push(data)

    def push(self, text):
        self.text.append(text)
        self.emphasis.append(text if self.depth else " ")


INLINE = {"em", "strong", "a", "span", "u", "s", "del", "sub", "sup", "code", "q", "abbr", "img", "small", "mark", "cite"}


def unquoted(address):
    from urllib.parse import unquote
    return unquote(address)


class Model:
    """The same, of an article of ours."""

    def __init__(self, article):
        self.text, self.emphasis, self.maybe = [], [], []
        self.links, self.counts = collections.Counter(), collections.Counter()
        self.run(article.get("kicker", ""))
        self.run(article["headline"])
        for deck in article.get("decks", []):
            self.run(deck, maybe=True)
        for line in {c["printed"]: 1 for c in article["credits"] if c["printed"]}:
            self.line(line)
        for line in [b["printed"] for b in article["bylines"]] + [c["notice"] for c in article["copyright"]]:
            self.line(line)
        dateline = article.get("dateline") or {}
        self.line("" if dateline.get("repeated") else dateline.get("printed", ""))
        self.blocks(article.get("abstract", []))
        self.blocks(article["body"])

    def line(self, text):
        self.text.append(text + " ")

    def run(self, inlines, emphasised=False, maybe=False):
        for inline in inlines if isinstance(inlines, list) else [inlines]:
            self.inline(inline, emphasised, maybe)
        self.text.append(" ")
        self.emphasis.append(" ")
        self.maybe.append(" ")

    def inline(self, inline, emphasised, maybe):
        if isinstance(inline, str):
            self.text.append(inline)
            self.emphasis.append(inline if emphasised else " ")
            self.maybe.append(inline if maybe or emphasised else " ")
            return
        kind = inline["type"]
        if kind == "link" and inline["target"]:
            self.links[unquoted(inline["target"])] += 1
        if kind in ("break", "image"):
            for pieces in (self.text, self.emphasis, self.maybe):
                pieces.append(" ")
        self.blocks(inline.get("caption", []), maybe)
        if "text" in inline:
            self.inline(inline["text"], emphasised, maybe)
        content = inline.get("content", [])
        for inner in content if isinstance(content, list) else [content]:
            self.inline(inner, emphasised or kind == "emphasis", maybe)

    def blocks(self, blocks, maybe=False):
        for block in blocks:
            for key in ("caption", "content", "credit", "heading"):
                value = block.get(key, [])
                if isinstance(value, list) and value and isinstance(value[0], dict) and value[0].get("type") in BLOCKS:
                    self.blocks(value, maybe or key == "caption")
                else:
                    self.run(value, maybe=maybe)
            for item in block.get("items", []):
                self.counts["item"] += block["type"] == "list"
                for term in item.get("terms", []):
                    self.run(term["content"])
                self.blocks(item.get("content", []))
                for description in item.get("descriptions", []):
                    self.blocks(description["content"])
            for row in [row for key in ("head", "body", "foot") for row in block.get(key, [])]:
                for cell in row["cells"]:
                    self.counts["cell"] += 1
                    self.blocks(cell["content"])


BLOCKS = {"paragraph", "cross-head", "list", "definition-list", "quotation", "preformatted", "table", "figure",
          "footnote", "rule", "note", "container"}


def words(pieces):
    return collections.Counter(re.findall(r"\w+", "".join(pieces)))


def compare(page, article):
    model = Model(article)
    # An abstract of one plain text stands in the front matter; entities and lists stand as they are.
    ours, theirs = words(model.text), words(page.text)
    summary = article.get("abstract", [])
    if len(summary) == 1 and isinstance(summary[0].get("content"), str):
        ours = ours - words([summary[0]["content"]])
    if ours - theirs or theirs - ours:
        yield "words", f"ours {sorted((ours - theirs).items())[:8]} theirs {sorted((theirs - ours).items())[:8]}"
    emphasised = words(page.emphasis)
    if words(model.emphasis) - emphasised or emphasised - words(model.maybe):
        yield "emphasis", f"{sorted((words(model.emphasis) - emphasised).items())[:8]}"
    if model.links != page.links:
        yield "links", f"ours {list((model.links - page.links).items())[:4]} theirs {list((page.links - model.links).items())[:4]}"
    if model.counts != page.counts:
        yield "lists and tables", f"ours {dict(model.counts)} theirs {dict(page.counts)}"


main()
