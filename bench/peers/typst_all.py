"""typst_all.py OUT FILE...: sets every file as a PDF in OUT, in one process, with the fonts that are built in."""
import pathlib
import sys

import typst

out = pathlib.Path(sys.argv[1])
fonts = typst.Fonts(include_system_fonts=False)
for name in sys.argv[2:]:
    source = pathlib.Path(name)
    compiler = typst.Compiler(root=str(source.parent), font_paths=fonts)
    compiler.compile(input=str(source), output=str(out / f"{source.stem}.pdf"), pdf_standards=["ua-1", "a-2a"])
