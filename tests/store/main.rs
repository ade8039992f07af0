//! The file seen from outside: what is written is there afterwards, whatever happens.

// Tests, and what they share, fail where something is not as it must be.
#![allow(clippy::unwrap_used)]

mod bad_days;
mod breaking;
mod copying;
mod keeping;
mod killing;
mod living;
mod sharing;
mod support;
