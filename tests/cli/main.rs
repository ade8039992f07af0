//! The command line's contract, checked on the real program.
