"""weasyprint_all.py OUT FILE...: sets every file as a PDF in OUT, in one process."""
import pathlib
import sys

import weasyprint
from weasyprint.text.fonts import FontConfiguration

out = pathlib.Path(sys.argv[1])
fonts = FontConfiguration()
for name in sys.argv[2:]:
    source = pathlib.Path(name)
    page = weasyprint.HTML(filename=str(source))
    page.write_pdf(str(out / f"{source.stem}.pdf"), font_config=fonts, pdf_variant="pdf/ua-1")
