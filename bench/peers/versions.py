"""Says which versions are measured; fails if one cannot be loaded."""
from importlib.metadata import version

import typst  # noqa: F401
import weasyprint  # noqa: F401

print(f"typst {version('typst')}, WeasyPrint {version('weasyprint')}")
