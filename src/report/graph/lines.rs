//! A name in lines, so that figures are no wider than they must be: read as one, the lines are the name.

use super::super::visible::visible;
use super::super::words::node;

/// Characters of a line.
const WIDTH: usize = 26;

/// Characters behind which a name goes on in another line.
const JOINTS: &[char] = &[' ', ':', '/', '@'];

/// Those where it may, if it has to.
const WEAK_JOINTS: &[char] = &['-', '.', '_', ','];

/// The name of a figure as people read it, made visible, in lines.
pub(super) fn lines(id: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in visible(node(id)).split_inclusive(JOINTS).flat_map(fitting) {
        match lines.last_mut() {
            Some(last) if last.chars().count() + piece.trim_end().chars().count() <= WIDTH => last.push_str(&piece),
            _ => lines.push(piece),
        }
    }
    lines
}

/// A word as it is, or cut where it is longer than a line: at weak joints, and anywhere where there are none.
fn fitting(word: &str) -> Vec<String> {
    if word.chars().count() <= WIDTH {
        return vec![word.to_owned()];
    }
    let parts = word.split_inclusive(WEAK_JOINTS).map(|part| part.chars().collect::<Vec<char>>());
    parts.flat_map(|part| part.chunks(WIDTH).map(|piece| piece.iter().collect()).collect::<Vec<String>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_name_goes_on_behind_a_joint() {
        assert_eq!(lines("objective:cluster-admin"), ["cluster-admin"]);
        let long = "clusterrole:system:controller:clusterrole-aggregation-controller";
        assert_eq!(lines(long), ["clusterrole:system:", "controller:clusterrole-", "aggregation-controller"]);
        assert_eq!(lines("clusterrolebinding:ci-deployer"), ["clusterrolebinding:", "ci-deployer"]);
        assert_eq!(lines("every service account in kube-system"), ["every service account in ", "kube-system"]);
        assert_eq!(lines(&"x".repeat(60)).iter().map(String::len).collect::<Vec<_>>(), [26, 26, 8]);
    }

    #[test]
    fn its_lines_are_the_name() {
        for name in
            ["", " ", "user:a@b.example", "sa:kube-system/clusterrole-aggregation-controller", "  two  blanks  "]
        {
            assert_eq!(lines(name).concat(), name);
        }
    }
}
