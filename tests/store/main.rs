//! The file seen from outside: what is written is there afterwards, whatever happens.

mod keeping;
mod support;
