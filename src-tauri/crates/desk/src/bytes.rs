//! Files on the wire are base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The bytes, if it is base64.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Bytes as base64.
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
