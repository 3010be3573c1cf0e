//! The known word that was probably meant.

/// The known word nearest to this one, if it is near: another case, or few letters changed.
#[must_use]
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let near = |known: &&'k str| {
        let distance = distance(&lower, &known.to_lowercase());
        (distance <= known.len().max(3) / 3).then_some((distance, *known))
    };
    known.iter().filter_map(near).min().map(|(_, word)| word)
}

/// How many letters must be inserted, removed or replaced (Levenshtein), a row of the table at a time.
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut next = vec![line + 1];
        let mut left = line + 1;
        for (above, letters) in row.windows(2).zip(&other) {
            if let [diagonal, up] = above {
                let replace = diagonal + usize::from(letter != *letters);
                left = replace.min(up + 1).min(left + 1);
                next.push(left);
            }
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        let known = ["apiGroups", "resources", "resourceNames", "verbs"];
        assert_eq!(nearest("verb", &known), Some("verbs"));
        assert_eq!(nearest("Verbs", &known), Some("verbs"));
        assert_eq!(nearest("apigroup", &known), Some("apiGroups"));
        assert_eq!(nearest("resourcenames", &known), Some("resourceNames"));
        assert_eq!(nearest("labels", &known), None);
    }
}
