//! Paths of a node, compared by component.

/// A path of a node without `.`, `..`, double and trailing slashes. The root is the empty text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct NodePath(String);

impl NodePath {
    /// The path, or the part of it that `sub_path` narrows a mount to. Windows ignores case.
    pub(super) fn new(path: &str, sub_path: Option<&str>, windows: bool) -> Self {
        // A subPath cannot leave its volume: it is resolved by itself.
        let mut text = normal(path, windows);
        text.push_str(&normal(sub_path.unwrap_or_default(), windows));
        // Every distribution links /var/run to /run.
        match text.strip_prefix("/var/run") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => NodePath(format!("/run{rest}")),
            _ => NodePath(text),
        }
    }

    /// Whether a place is this path or lies below it.
    pub(super) fn holds(&self, place: &str) -> bool {
        below(place, &self.0).is_some()
    }

    /// Whether this path is a place or lies below it.
    pub(super) fn lies_in(&self, place: &str) -> bool {
        below(&self.0, place).is_some()
    }

    /// Its components below a place that it lies in.
    pub(super) fn below(&self, place: &str) -> Option<&str> {
        below(&self.0, place).map(|rest| rest.trim_start_matches('/'))
    }

    /// How long it is, written out.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Its last component.
    pub(super) fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// As people write it.
    pub(super) fn words(&self) -> &str {
        if self.0.is_empty() { "/" } else { &self.0 }
    }
}

/// What is left of a path after a place that is the same or a parent of it, both without a trailing slash.
fn below<'p>(path: &'p str, place: &str) -> Option<&'p str> {
    path.strip_prefix(place).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn normal(path: &str, windows: bool) -> String {
    let folded = (windows || is_of_windows(path)).then(|| path.replace('\\', "/").to_ascii_lowercase());
    let path = folded.as_deref().map_or(path, without_drive);
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.iter().flat_map(|part| ["/", part]).collect()
}

/// `C:…` or `\…`: nobody writes a path of a Linux node so.
fn is_of_windows(path: &str) -> bool {
    path.starts_with('\\') || without_drive(path).len() < path.len()
}

fn without_drive(path: &str) -> &str {
    match path.split_once(':') {
        Some((drive, rest)) if drive.len() == 1 => rest,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::NodePath;

    #[test]
    fn a_path_is_compared_without_what_changes_nothing() {
        for (written, meant) in [
            ("/", "/"),
            ("", "/"),
            ("//etc//kubernetes/", "/etc/kubernetes"),
            ("/etc/./cni/../kubernetes", "/etc/kubernetes"),
            ("/../..", "/"),
            ("/var/run", "/run"),
            ("/var/run/docker.sock", "/run/docker.sock"),
            ("/var/runner", "/var/runner"),
            ("/ETC", "/ETC"),
            (r"C:\ETC\Kubernetes", "/etc/kubernetes"),
            (r"\\.\pipe\docker_engine", "/pipe/docker_engine"),
        ] {
            assert_eq!(NodePath::new(written, None, false).words(), meant, "{written}");
        }
        assert_eq!(NodePath::new("/ETC", None, true).words(), "/etc");
    }

    #[test]
    fn a_sub_path_narrows_and_never_leaves() {
        for (sub_path, meant) in [("pods", "/var/lib/kubelet/pods"), ("../../../etc", "/var/lib/kubelet/etc")] {
            assert_eq!(NodePath::new("/var/lib/kubelet", Some(sub_path), false).words(), meant, "{sub_path}");
        }
    }

    #[test]
    fn a_place_lies_below_by_component_and_not_by_text() {
        let path = NodePath::new("/etc", None, false);
        assert!(path.holds("/etc/kubernetes") && path.holds("/etc") && path.lies_in("/etc") && path.lies_in(""));
        assert!(!path.holds("/etcd-data") && !path.lies_in("/etc/kubernetes"));
        assert!(NodePath::new("/", None, false).holds("/etc"));
    }
}
