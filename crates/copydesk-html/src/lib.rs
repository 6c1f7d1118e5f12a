//! One self-contained, accessible HTML page; EPUB's XHTML from the same code.
