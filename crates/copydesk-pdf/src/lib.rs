//! PDF/UA-1 and PDF/A-2a: the accessible page.
