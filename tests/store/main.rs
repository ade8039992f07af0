//! The file seen from outside: what is written is there afterwards, whatever happens.

mod bad_days;
mod breaking;
mod copying;
mod keeping;
mod killing;
mod living;
mod sharing;
mod support;
