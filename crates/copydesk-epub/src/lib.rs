//! EPUB 3.3: the accessible book.
