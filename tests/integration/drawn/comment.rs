//! The picture in a comment of a review: one block that nothing in a name can leave, and that the library draws.

use kubescan::report::visible::visible;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::hostile;
use super::mermaid::{Page, unmarked};
use crate::run::kubescan_with_input;

/// The text of every block of Mermaid in a comment.
fn blocks(markdown: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut within = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                assert_eq!(&*info, "mermaid");
                blocks.push(String::new());
                within = true;
            }
            Event::End(TagEnd::CodeBlock) => within = false,
            Event::Text(text) if within => blocks.last_mut().unwrap().push_str(&text),
            _ => {}
        }
    }
    blocks
}

#[test]
fn the_picture_in_a_comment_is_drawn_whatever_the_names() {
    let page = Page::new("mermaid@11.4.1", "default", true);
    for command in [&["scan", "-f", "-"][..], &["diff", "examples/hardened", "-"]] {
        let run = kubescan_with_input(&[command, &["-o", "markdown"]].concat(), hostile().as_bytes());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let blocks = blocks(&run.stdout);
        assert_eq!(blocks.len(), 1, "{command:?}");
        let (labels, edges) = page.draw(&blocks[0]).unwrap();
        assert!(labels.len() > 10 && edges > 10, "{command:?}: {labels:?}");
        let users = super::names().map(|name| unmarked(&visible(&format!("user:{name}"))));
        let mut known: Vec<String> = users.chain(["cluster-admin".to_owned()]).collect();
        known.iter_mut().for_each(|name| *name = name.replace('\u{a0}', " "));
        for label in labels.iter().map(|label| label.replace('\u{a0}', " ")) {
            assert!(known.contains(&label), "{label} is no name");
        }
    }
}

#[test]
fn the_pictures_of_the_shop_and_of_a_change_are_drawn() {
    let page = Page::new("mermaid@12.3.0", "dark", true);
    let (old, new) = ("tests/fixtures/diff/old.yaml", "tests/fixtures/diff/new.yaml");
    for (name, command) in [("scan", ["scan", "-f", "examples/shop"]), ("diff", ["diff", old, new])] {
        let run = kubescan_with_input(&[&command[..], &["-o", "markdown"]].concat(), b"");
        let (labels, edges) = page.draw(&blocks(&run.stdout)[0]).unwrap();
        page.screenshot(&format!("comment-{name}"));
        assert!(labels.contains(&"cluster-admin".to_owned()) && edges >= 3, "{labels:?}");
    }
}
