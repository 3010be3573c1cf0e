//! What the API server takes as a name, a label or an annotation: nothing else is tried.

use super::write::RBAC;

/// Whether it may be the key of a label or of an annotation (`IsQualifiedName` upstream).
pub(super) fn is_mark_name(key: &str) -> bool {
    let (prefix, name) = key.split_once('/').unwrap_or(("x", key));
    let is_prefix = prefix
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || char == '-'));
    is_prefix && !name.is_empty() && is_label_value(name)
}

/// Whether it may be the value of a label (`IsValidLabelValue` upstream).
pub(super) fn is_label_value(value: &str) -> bool {
    let is_inner = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.');
    let ends = [value.chars().next(), value.chars().next_back()];
    value.len() <= 63
        && value.chars().all(is_inner)
        && ends.into_iter().flatten().all(|char| char.is_ascii_alphanumeric())
}

/// Whether an object of this group may be called so: those of RBAC by any segment of a path, all others that are made by
/// subdomains.
pub(super) fn is_name_of(group: &str, name: &str) -> bool {
    if group == RBAC { !is_path(name) } else { is_subdomain(name) }
}

/// Whether a service account, a pod or a Secret may be called so (`NameIsDNSSubdomain` upstream).
pub(super) fn is_subdomain(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(is_part)
}

/// Whether a namespace may be called so (`ValidateNamespaceName` upstream).
pub(super) fn is_label(name: &str) -> bool {
    name.len() <= 63 && is_part(name)
}

fn is_part(name: &str) -> bool {
    let inner = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    !name.is_empty() && name.chars().all(inner) && !name.starts_with('-') && !name.ends_with('-')
}

/// Whether RBAC refuses it as a name, and nothing else: `ValidatePathSegmentName` upstream.
pub(super) fn is_path(name: &str) -> bool {
    matches!(name, "." | "..") || name.contains(['/', '%'])
}

#[cfg(test)]
mod tests {
    use super::{is_label, is_label_value, is_mark_name, is_subdomain};

    #[test]
    fn names_of_namespaces_are_labels() {
        assert!(["a", "break-glass", "7"].into_iter().all(is_label));
        assert!(!["", "-a", "a-", "A", "a.b", "system:x"].into_iter().any(is_label));
    }

    #[test]
    fn accounts_have_names_of_several_labels() {
        assert!(["a", "job-1", "a.b-c.d"].into_iter().all(is_subdomain));
        assert!(!["", "a..b", "job-", "Not_Valid", ".a"].into_iter().any(is_subdomain));
    }

    #[test]
    fn marks_have_keys_and_values_of_their_own() {
        assert!(["a", "jit/open", "example.com/A_b"].into_iter().all(is_mark_name));
        assert!(!["", "a b", "/a", "a/", "not valid!"].into_iter().any(is_mark_name));
        assert!(["", "a", "A.b_c-d"].into_iter().all(is_label_value));
        assert!(!["a b", "-a", "not valid!"].into_iter().any(is_label_value));
    }
}
