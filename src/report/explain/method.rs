//! The text of a way up within a cloud account.

use std::fmt::Write as _;

use crate::template::Method;

use super::paragraph::section;

/// Everything that is known of a method.
#[must_use]
pub fn method(method: &Method) -> String {
    let mut text = format!("{}\n  {}\n\nneeds\n", method.id, method.title);
    for need in &method.needs {
        let actions: Vec<&str> = need.actions.iter().map(|action| action.as_str()).collect();
        let _ = writeln!(text, "  {:<10} {}", need.on.word(), actions.join(" or "));
    }
    let _ = writeln!(text, "gives     {}", method.gives.word());
    if !method.service.is_empty() {
        let services: Vec<&str> = method.service.iter().map(|service| service.as_str()).collect();
        let _ = writeln!(text, "the role trusts {}", services.join(" or "));
    }
    section(&mut text, "Why", method.why());
    section(&mut text, "Fix", method.fix());
    text
}
