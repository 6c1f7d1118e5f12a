#!/usr/bin/env python3
"""Prepares the bundled fonts from unpacked font packages.

    apt-get download fonts-noto-core fonts-noto-extra && for p in *.deb; do dpkg -x "$p" sources; done
    npm pack @expo-google-fonts/noto-emoji && tar xzf *.tgz -C sources
    python3 -m venv venv && venv/bin/pip install fonttools
    venv/bin/python fonts/prepare.py sources

Each font loses what a PDF never uses: hinting, glyph names, long name records, and characters and features outside the
list below. What is left is the font's own outlines and rules, unchanged. `SOURCES.tsv` records for each file the package,
its version, the file it came from and the hash of both. The same sources give the same bytes.
"""

import hashlib
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

CORE = ("debian:fonts-noto-core", "20201225-1", "usr/share/fonts/truetype/noto")
EXTRA = ("debian:fonts-noto-extra", "20201225-1", "usr/share/fonts/truetype/noto")
EMOJI = ("npm:@expo-google-fonts/noto-emoji", "0.4.7", "package/400Regular")

EUROPEAN = (
    "20-7E A0-24F 250-2AF 2B0-2FF 300-36F 370-3FF 400-52F 1E00-1EFF 1F00-1FFF 2000-206F 2070-209F 20A0-20CF 2100-214F "
    "2150-218F 2190-2199 2202 2206 220F 2211 2212 2215 221A 221E 222B 2248 2260 2264 2265 25CA 25CC FB00-FB06 FFFD"
)
MONO = "20-7E A0-17F 192 218-21B 2C6-2DD 300-304 306-308 30A-30C 327 328 370-3FF 400-45F 490-491 1E80-1E85 1EA0-1EF9 2000-203A 20A0-20BF 2122 2190-2195 2212 2248 2260 2264 2265 2500-259F 25A0 25A1 25CF FFFD"
MATH = "2190-21FF 2200-22FF"
SYMBOLS = "2190-21FF 2300-23FF 2460-24FF 2580-25FF 2600-26FF 2701-27BF 27F5-27FF 2900-297F 2B00-2BFF"
SYMBOLS_ONE = "2190-21FF 2300-23FF 2460-24FF 2600-26FF 20D0-20F0 1F100-1F1AD"
# Pictures beyond the basic planes' symbols, one code point each; sequences of several are drawn part by part.
PICTURES = "23 2A 30-39 A9 AE 200D 203C-3299 FE0F 1F000-1F3FA 1F400-1F64F 1F680-1F6FF 1F7E0-1F7EB 1F90C-1F9FF 1FA70-1FAFF 1F1E6-1F1FF"

BASE = ["ccmp", "locl", "liga", "clig", "calt", "rlig", "kern", "mark", "mkmk", "dist", "abvm", "blwm", "curs", "cpsp"]
LATIN = BASE + ["tnum", "pnum", "lnum", "onum", "case", "sups", "subs", "frac"]
CAPITALS = LATIN + ["smcp", "c2sc"]
SCRIPT = BASE + [
    "init", "medi", "med2", "fina", "fin2", "fin3", "isol", "nukt", "akhn", "rphf", "rkrf", "pref", "blwf", "half",
    "abvf", "pstf", "cfar", "vatu", "cjct", "pres", "abvs", "blws", "psts", "haln", "rclt", "stch", "ljmo", "vjmo", "tjmo",
]

# file written, package, file read, characters (None: all), features
FONTS = [
    ("NotoSerif-Regular", EXTRA, "NotoSerif-SemiCondensed", EUROPEAN, CAPITALS),
    ("NotoSerif-Italic", EXTRA, "NotoSerif-SemiCondensedItalic", EUROPEAN, LATIN),
    ("NotoSerif-Bold", EXTRA, "NotoSerif-SemiCondensedBold", EUROPEAN, CAPITALS),
    ("NotoSerif-BoldItalic", EXTRA, "NotoSerif-SemiCondensedBoldItalic", EUROPEAN, LATIN),
    ("NotoSerifDisplay-Bold", EXTRA, "NotoSerifDisplay-CondensedBold", EUROPEAN, LATIN),
    ("NotoSerifDisplay-BoldItalic", EXTRA, "NotoSerifDisplay-CondensedBoldItalic", EUROPEAN, LATIN),
    ("NotoSans-Regular", EXTRA, "NotoSans-SemiCondensed", EUROPEAN, LATIN),
    ("NotoSans-Italic", EXTRA, "NotoSans-SemiCondensedItalic", EUROPEAN, LATIN),
    ("NotoSans-Bold", EXTRA, "NotoSans-SemiCondensedBold", EUROPEAN, LATIN),
    ("NotoSans-BoldItalic", EXTRA, "NotoSans-SemiCondensedBoldItalic", EUROPEAN, LATIN),
    ("NotoSansMono-Regular", EXTRA, "NotoSansMono-SemiCondensed", MONO, BASE),
    ("NotoSansMono-Bold", EXTRA, "NotoSansMono-SemiCondensedBold", MONO, BASE),
    ("NotoSansMath-Regular", CORE, "NotoSansMath-Regular", MATH, BASE),
    ("NotoSansSymbols-Regular", CORE, "NotoSansSymbols-Regular", SYMBOLS_ONE, BASE),
    ("NotoSansSymbols2-Regular", CORE, "NotoSansSymbols2-Regular", SYMBOLS, BASE),
    ("NotoEmoji-Regular", EMOJI, "NotoEmoji_400Regular", PICTURES, []),
]
for name, weights in {
    "NotoNaskhArabic": "Regular Bold",
    "NotoSerifHebrew": "Regular Bold",
    "NotoSerifArmenian": "Regular Bold",
    "NotoSerifGeorgian": "Regular Bold",
    "NotoSerifThai": "Regular Bold",
    "NotoSerifLao": "Regular",
    "NotoSerifKhmer": "Regular",
    "NotoSerifMyanmar": "Regular",
    "NotoSerifDevanagari": "Regular Bold",
    "NotoSerifBengali": "Regular",
    "NotoSerifGujarati": "Regular",
    "NotoSerifGurmukhi": "Regular",
    "NotoSerifTamil": "Regular",
    "NotoSerifTelugu": "Regular",
    "NotoSerifKannada": "Regular",
    "NotoSerifMalayalam": "Regular",
    "NotoSerifSinhala": "Regular",
    "NotoSerifEthiopic": "Regular",
    "NotoSansOriya": "Regular",
    "NotoSansThaana": "Regular",
    "NotoSansTifinagh": "Regular",
    "NotoSansNKo": "Regular",
}.items():
    for weight in weights.split():
        FONTS.append((f"{name}-{weight}", CORE, f"{name}-{weight}", None, SCRIPT))

HINTS = ["fpgm", "prep", "cvt ", "hdmx", "VDMX", "LTSH", "DSIG", "gasp", "FFTM", "meta", "JSTF", "MATH", "BASE", "STAT"]
NAMES = [0, 1, 2, 4, 5, 6, 13, 14]


def characters(ranges):
    found = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def prepare(source, ranges, features):
    options = subset.Options(
        hinting=False, desubroutinize=False, glyph_names=False, legacy_kern=False, notdef_outline=True,
        recalc_timestamp=False, layout_features=features, name_IDs=NAMES, name_languages=[0x409],
        drop_tables=HINTS, layout_closure=True,
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters(ranges) if ranges else set(font.getBestCmap()))
    cutter.subset(font)
    for record in list(font["name"].names):
        if record.platformID != 3:
            font["name"].names.remove(record)
    return font, options


def find(sources, place, name):
    found = sorted(sources.rglob(f"{place}/{name}.ttf"))
    if not found:
        sys.exit(f"{name}.ttf is not below {sources}: unpack its package there first")
    return found[0]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    sources = pathlib.Path(sys.argv[1])
    folder = pathlib.Path(__file__).parent
    lines = ["file\tpackage\tversion\tsource\tsource sha256\tsha256\tbytes"]
    total = 0
    for name, (package, version, place), original, ranges, features in FONTS:
        source = find(sources, place, original)
        target = folder / "files" / f"{name}.ttf"
        font, options = prepare(source, ranges, features)
        subset.save_font(font, str(target), options)
        check = TTFont(target)
        assert check["OS/2"].fsType == 0, f"{name} may not be embedded"
        assert "Reserved Font Name" not in str(check["name"].getDebugName(0)), f"{name} has a reserved name"
        size = target.stat().st_size
        total += size
        print(f"{size:8} {name}")
        lines.append("\t".join([target.name, package, version, source.name, digest(source), digest(target), str(size)]))
    (folder / "SOURCES.tsv").write_text("\n".join(lines) + "\n")
    print(f"{total:8} in all")


main()
