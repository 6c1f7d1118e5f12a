#!/usr/bin/env python3
"""Checks that others read our Markdown as our own model has it.

    tests/conformance/markdown.py FORMAT FILE.md...    beside each FILE.md stands the article as FILE.json

FORMAT is what pandoc calls the flavour: gfm, commonmark or markdown. For each file: pandoc's syntax tree has the words
of the article in the same order, the same emphasis, links, list items and table cells; and PyYAML (YAML 1.1),
ruamel.yaml (YAML 1.2) and pandoc read the same values in the front matter. `tests/conformance/run` installs all three
and calls this. A line a file: `pass` or `FAIL`, the file, what differs.
"""

import collections
import difflib
import html.parser
import io
import json
import pathlib
import re
import subprocess
import sys
import unicodedata
import urllib.parse

# Bare addresses become links and `:date:` a picture, on GitHub too, though its specification of Markdown has neither.
EXTENSIONS = {
    "gfm": "gfm-autolink_bare_uris-emoji+yaml_metadata_block",
    "commonmark": "commonmark+yaml_metadata_block",
    "markdown": "markdown",
}
AT_ONCE = 25
READER = """
for at = 2, #arg do
  local file = assert(io.open(arg[at], "rb"))
  local read, found = pcall(pandoc.read, file:read("a"), arg[1])
  file:close()
  print(read and pandoc.write(found, "json") or '{"error": ' .. pandoc.json.encode(tostring(found)) .. "}")
end
"""


def main():
    flavour, *names = sys.argv[1:]
    failed = False
    for name, tree in zip(names, trees(flavour, names), strict=True):
        faults = list(check(pathlib.Path(name), tree))
        failed |= bool(faults)
        print(f"{'FAIL' if faults else 'pass'}\t{name}\t{'; '.join(faults)}")
    sys.exit(failed)


def trees(flavour, names):
    """Pandoc's tree of each file. A process reads some of them: it has a second to start, and falls over many."""
    import pypandoc

    script = pathlib.Path(names[0]).parent / "read-all.lua"
    script.write_text(READER)
    command = [pypandoc.get_pandoc_path(), "lua", str(script), EXTENSIONS[flavour]]
    for at in range(0, len(names), AT_ONCE):
        some = names[at:at + AT_ONCE]
        found = subprocess.run([*command, *some], stdout=subprocess.PIPE, check=True, text=True).stdout
        yield from (json.loads(line) for line in found.split("\n") if line)


def check(path, tree):
    if "error" in tree:
        return [f"pandoc: {tree['error']}"]
    article = json.loads(path.with_suffix(".json").read_text())
    theirs = Tree()
    theirs.walk(tree["blocks"])
    # A note that nothing refers to stands in pandoc's tree only where it is HTML.
    sides = [Model(article), Model(article, set(referred(article)))]
    for side in sides:
        side.article()
    ours = next((side for side in sides if side.found("notes") == theirs.found("notes")), sides[0])
    return [*compare(ours, theirs), *front_matter(path.read_text(), tree["meta"])]


def referred(part):
    """The ids of the footnotes that something refers to."""
    if isinstance(part, dict):
        if part.get("type") == "footnote-reference":
            yield part["id"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from referred(inner)


def compare(ours, theirs):
    """What differs between two sides."""
    for what in ("words", "emphasised", "notes"):
        left, right = ours.found(what), theirs.found(what)
        if left != right:
            yield f"{what}: {difference(left, right)}"
    for what in ("links", "counts"):
        left, right = getattr(ours, what), getattr(theirs, what)
        if left != right:
            yield f"{what}: ours {dict(left - right)}, pandoc's {dict(right - left)}"


def difference(left, right):
    """The first place where two lists of words part."""
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            before = " ".join(left[max(0, a - 4):a])
            return f"after `{before}` ours has `{' '.join(left[a:b][:8])}`, pandoc `{' '.join(right[c:d][:8])}`"
    return "nothing"


class Page:
    """What is compared: words, emphasised words, words of footnotes, links, and how many items and cells there are."""

    def __init__(self):
        self.runs = {"words": [], "emphasised": [], "notes": []}
        self.links, self.counts = collections.Counter(), collections.Counter()
        self.emphasis = self.note = 0

    def push(self, text):
        self.runs["notes" if self.note else "words"].append(text)
        if self.emphasis and not self.note:
            self.runs["emphasised"].append(text)
        else:
            self.runs["emphasised"].append(" ")

    def space(self):
        for run in self.runs.values():
            run.append(" ")

    def link(self, target):
        # Links that run a program are flattened, and reported.
        if target and not re.match(r"(javascript|vbscript|data(?!:image/)):", re.sub(r"[\0- ]", "", target), re.I):
            self.links[urllib.parse.unquote(target)] += 1

    def found(self, what):
        # Pandoc composes accents.
        words = re.findall(r"\w+", unicodedata.normalize("NFC", "".join(self.runs[what])))
        return sorted(words) if what == "notes" else words


class Tree(Page, html.parser.HTMLParser):
    """Pandoc's tree, and the HTML in it."""

    INLINE_TAGS = {"em", "strong", "a", "span", "u", "s", "del", "sub", "sup", "code", "q", "img", "small"}

    def __init__(self):
        Page.__init__(self)
        html.parser.HTMLParser.__init__(self)
        self.asides, self.seen = [], []

    def walk(self, nodes):
        for node in nodes:
            self.node(node["t"], node.get("c"))

    def node(self, kind, content):
        match kind:
            case "Str":
                self.push(content)
            case "Space" | "SoftBreak" | "LineBreak":
                self.space()
            case "Code" | "CodeBlock":
                self.around(content[1]) if kind == "CodeBlock" else self.push(content[1])
            case "Math":
                self.push("$" + content[1] + "$")
            case "RawInline" | "RawBlock":
                if content[0] == "html":
                    self.feed(content[1])
                else:
                    self.around(content[1])
            case "Emph":
                self.emphasis += 1
                self.walk(content)
                self.emphasis -= 1
            case "Strong" | "Strikeout" | "Superscript" | "Subscript" | "Underline" | "SmallCaps":
                self.walk(content)
            case "Quoted":
                # Its marks divide words: `class=3D"Apple"`.
                mark = '"' if content[0]["t"] == "DoubleQuote" else "'"
                self.push(mark)
                self.walk(content[1])
                self.push(mark)
            case "Cite" | "Span":
                self.walk(content[1])
            case "Link":
                self.link(content[2][0])
                self.walk(content[1])
            case "Image":
                self.space()
            case "Note" if content not in self.seen:
                # A note stands at each of its references.
                self.seen.append(content)
                self.note += 1
                self.walk(content)
                self.note -= 1
            case "Note":
                pass
            case "Para" | "Plain" | "BlockQuote":
                content = without_caption(content) if kind == "Para" else content
                self.space()
                self.walk(content)
                self.space()
            case "Header" | "Div":
                content = content[2] if kind == "Header" else content[1]
                self.space()
                self.walk(content)
                self.space()
            case "BulletList" | "OrderedList":
                for item in content if kind == "BulletList" else content[1]:
                    self.counts["items"] += 1
                    self.walk(item)
            case "DefinitionList":
                for term, descriptions in content:
                    self.space()
                    self.walk(term)
                    self.space()
                    for description in descriptions:
                        self.walk(description)
            case "Table":
                _, _, _, head, bodies, foot = content
                rows = [*head[1], *(row for body in bodies for row in [*body[2], *body[3]]), *foot[1]]
                for _, cells in rows:
                    for cell in cells:
                        self.counts["cells"] += 1
                        self.walk(cell[4])
            case "Figure":
                # Of a picture alone pandoc makes the alternative text the caption.
                self.walk(content[2])
            case "HorizontalRule":
                pass
            case "LineBlock":
                for line in content:
                    self.around_walk(line)
            case _:
                raise ValueError(kind)

    def around(self, text):
        self.space()
        self.push(text)
        self.space()

    # HTML in the tree

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        match tag:
            case "a":
                self.link(attributes.get("href") if attributes.get("role") != "doc-noteref" else None)
            case "em" | "i":
                self.emphasis += 1
            case "li":
                self.counts["items"] += 1
            case "td" | "th":
                self.counts["cells"] += 1
            case "aside":
                self.asides.append("footnote" in str(attributes))
                self.note += self.asides[-1]
        if tag not in self.INLINE_TAGS:
            self.space()

    def handle_endtag(self, tag):
        if tag in ("em", "i"):
            self.emphasis -= 1
        if tag == "aside" and self.asides:
            self.note -= self.asides.pop()
        if tag not in self.INLINE_TAGS:
            self.space()

    def handle_data(self, data):
        self.push(data)


def without_caption(inlines):
    """The emphasised line below a picture is its caption, which the model does not emphasise."""
    if [node["t"] for node in inlines[:3]] == ["Image", "SoftBreak", "Emph"]:
        return [*inlines[:2], *inlines[2]["c"], *inlines[3:]]
    return inlines


class Model(Page):
    """An article of ours, in the order Markdown has it."""

    def __init__(self, article, notes=None):
        """Of the footnotes, only these ids; all where none are given."""
        super().__init__()
        self.source = article
        self.notes = notes

    def article(self):
        article = self.source
        self.run(article.get("kicker", ""))
        self.run(article["headline"])
        for deck in article.get("decks", []):
            self.emphasised(lambda: self.run(deck))
        for byline in article["bylines"]:
            self.run(byline["printed"])
        if not is_plain_abstract(article.get("abstract", [])):
            self.blocks(article["abstract"])
        dateline = article.get("dateline") or {}
        self.run("" if dateline.get("repeated") else dateline.get("printed", ""))
        self.blocks(article["body"])
        lines = [credit["printed"] for credit in article["credits"]]
        for at, line in enumerate(lines):
            if at == 0 or line != lines[at - 1]:
                self.run(line)
        for copyright_ in article["copyright"]:
            self.run(copyright_["notice"])

    def emphasised(self, walk):
        self.emphasis += 1
        walk()
        self.emphasis -= 1

    def run(self, inlines):
        self.space()
        self.inlines(inlines)
        self.space()

    def inlines(self, inlines):
        for inline in [inlines] if isinstance(inlines, str) else inlines:
            self.push(inline) if isinstance(inline, str) else self.inline(inline)

    def inline(self, inline):
        match inline["type"]:
            case "break":
                self.space()
            case "image":
                self.media(inline)
            case "code":
                self.push(inline["text"])
            case "emphasis":
                self.emphasised(lambda: self.inlines(inline["content"]))
            case "link":
                self.link(inline["target"])
                self.inlines(inline.get("content", []))
            case _:
                self.inlines(inline.get("content", []))

    def media(self, media):
        self.space()
        caption = media.get("caption", [])
        self.blocks(caption)
        self.run(media.get("credit", []))

    def blocks(self, blocks):
        for block in blocks:
            self.block(block)

    def block(self, block):
        content = block.get("content", [])
        match block["type"]:
            case "paragraph" | "cross-head" | "preformatted":
                self.run(content)
            case "list":
                for item in block["items"]:
                    self.counts["items"] += 1
                    self.blocks(item["content"])
            case "definition-list":
                for item in block["items"]:
                    for term in item["terms"]:
                        self.run(term["content"])
                    for description in item["descriptions"]:
                        self.blocks(description["content"])
            case "table":
                self.run(block.get("caption", []))
                for row in [row for part in ("head", "body", "foot") for row in block.get(part, [])]:
                    for cell in row["cells"]:
                        self.counts["cells"] += 1
                        self.blocks(cell["content"])
            case "figure":
                self.media(block)
            case "footnote" if self.notes is not None and block.get("id") not in self.notes:
                pass
            case "footnote":
                self.note += 1
                self.blocks(content)
                self.note -= 1
            case _:
                self.run(block.get("heading", []))
                self.blocks(content)
                self.run(block.get("credit", []))


def is_plain_abstract(blocks):
    """An abstract of one plain text stands in the front matter."""
    return not blocks or len(blocks) == 1 and isinstance(blocks[0].get("content"), str) and set(blocks[0]) == {"type", "content"}


# The front matter

def front_matter(text, theirs):
    """What two readers of YAML and pandoc do not read alike."""
    import yaml
    from ruamel.yaml import YAML

    match = re.match(r"---\n(.*?)^---\n", text, re.S | re.M)
    if not match:
        return []
    try:
        old, new = yaml.safe_load(match[1]), YAML(typ="safe", pure=True).load(io.StringIO(match[1]))
    except Exception as error:
        return [f"front matter: {error}"]
    faults = [] if old == new else [f"front matter: YAML 1.1 reads {old}, YAML 1.2 {new}"]
    if set(map(str, old)) != set(theirs):
        faults.append(f"front matter: pandoc reads the keys {sorted(theirs)}")
    return faults


if __name__ == "__main__":
    main()
