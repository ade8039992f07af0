//! What goes IN and OUT: one file per format.
//!
//! - [`import`] reads a list, a table or a graph from outside into an [`ecosystem::Incoming`], with what was refused
//!   and what was understood. It changes no map; [`ecosystem::Edit::Merge`] does.
//! - [`export`] writes the drawing ([`picture::scene::Scene`]) or the model ([`ecosystem::Map`]) in a format that other
//!   programs read. The same input gives the same bytes on every machine and in every run: dates arrive from outside.
//!
//! This crate draws with [`picture`] and knows no other crate beside it: no store, no lens, no desk. It reads and
//! returns bytes; opening and writing files is the caller's. It starts no threads; slow work takes an
//! [`ecosystem::Watch`].

pub mod export;
pub mod import;
