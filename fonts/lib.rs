//! The bundled fonts.
