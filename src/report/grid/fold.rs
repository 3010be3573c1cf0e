//! Paragraphs that fit the terminal, broken between words only.

use unicode_width::UnicodeWidthStr;

/// A paragraph behind its label, in lines of at most so many columns; those after the first are indented as far as the
/// label is wide. A word that is longer than a line stays whole: the terminal breaks it, and it is copied as one.
pub(in crate::report) fn fold(width: Option<u16>, label: &str, text: &str) -> Vec<String> {
    let Some(width) = width.map(usize::from) else { return vec![format!("{label}{text}")] };
    let margin = " ".repeat(label.width().min(width / 2));
    let mut lines = Vec::new();
    let (mut line, mut is_empty) = (label.to_owned(), true);
    for word in text.split(' ') {
        if !is_empty && line.width() + 1 + word.width() > width {
            let full = std::mem::replace(&mut line, margin.clone());
            lines.push(full.trim_end().to_owned());
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn words_stay_whole() {
        let text = "remove clusterrolebinding:a-rather-long-name-of-a-binding or less";
        assert_eq!(
            fold(Some(30), "  fix  ", text),
            ["  fix  remove", "       clusterrolebinding:a-rather-long-name-of-a-binding", "       or less"]
        );
        assert_eq!(fold(None, "  fix  ", text), [format!("  fix  {text}")]);
    }
}
