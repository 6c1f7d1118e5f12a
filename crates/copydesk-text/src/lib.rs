//! Wire text both ways: plain copy and framed wires.
