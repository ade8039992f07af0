//! Where cards and rooms go.
