"""typst_warm.py FILE...: sets every file in one process, and prints what one took: milliseconds of CPU, and bytes. The first
file warms typst up and is not counted; no file is set twice, so that nothing can be remembered."""
import pathlib
import sys
import time

import typst

fonts = typst.Fonts(include_system_fonts=False)
times, sizes = [], []
for name in sys.argv[1:]:
    source = pathlib.Path(name)
    start = time.process_time()
    compiler = typst.Compiler(root=str(source.parent), font_paths=fonts)
    page = compiler.compile(input=str(source), pdf_standards=["ua-1", "a-2a"])
    times.append(time.process_time() - start)
    sizes.append(len(page))
print(1000 * sum(times[1:]) / len(times[1:]), sum(sizes[1:]) // len(sizes[1:]))
