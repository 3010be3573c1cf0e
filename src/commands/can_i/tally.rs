//! What a file of reviews comes to: mistakes and differences are told as they are met, the exit code at the end.

use crate::exit::Exit;
use crate::model::Gap;
use crate::query::Reviewed;
use crate::report::talk;

use super::super::access_review;

/// How many mistakes and differences are told one by one.
const TOLD: usize = 20;

/// What the exit code depends on.
#[derive(Default)]
pub(super) struct Tally {
    file: String,
    lines: usize,
    mistakes: usize,
    differences: usize,
    unconfirmed: usize,
    /// Whether a no depends on what nodes need.
    pub(super) nodes: bool,
    /// A kind on which a no depends, and that is never read.
    pub(super) unread: Option<&'static str>,
}

/// What the server itself answered to a review: the whole object, or why there is none.
pub(super) type FromServer<'a> = Option<&'a Result<Vec<u8>, String>>;

impl Tally {
    pub(super) fn of(file: &str) -> Self {
        Tally { file: file.to_owned(), ..Tally::default() }
    }

    pub(super) fn add(&mut self, line: usize, reviewed: &Result<Reviewed<'_>, String>, server: FromServer<'_>) {
        self.lines += 1;
        let reviewed = match reviewed {
            Ok(reviewed) => reviewed,
            Err(why) => {
                self.mistakes += 1;
                return self.tell(self.mistakes, &format!("{}:{line}: {why}", self.file));
            }
        };
        if !reviewed.status.allowed {
            self.nodes |= reviewed.of_node;
            self.unread = self.unread.or(reviewed.unread);
        }
        self.compare(line, reviewed, "the file says", reviewed.recorded);
        match server.map(|answer| answer.clone().and_then(|body| access_review::decision(&body))) {
            None => {}
            Some(Ok((allowed, _))) => self.compare(line, reviewed, "the API server says", Some(allowed)),
            Some(Err(why)) => {
                self.unconfirmed += 1;
                self.tell(self.unconfirmed, &format!("{}:{line}: the server did not confirm ({why})", self.file));
            }
        }
    }

    fn compare(&mut self, line: usize, reviewed: &Reviewed<'_>, who: &str, theirs: Option<bool>) {
        let ours = reviewed.status.allowed;
        if theirs.is_none_or(|theirs| theirs == ours) {
            return;
        }
        self.differences += 1;
        let word = |allowed: bool| if allowed { "allowed" } else { "denied" };
        let text = format!("{} is {}, {who} {}", reviewed.asked(), word(ours), word(!ours));
        self.tell(self.differences, &format!("{}:{line}: {text}", self.file));
    }

    fn tell(&self, count: usize, text: &str) {
        if count <= TOLD {
            talk::error(text);
        }
    }

    /// The exit code, with what was not read and could turn a no into a yes.
    pub(super) fn verdict(&self, gaps: &[Gap], allow_gaps: bool) -> Exit {
        for gap in gaps {
            talk::warning(&format!("not read: {} in {}: {}", gap.resource, gap.scope, gap.effect));
        }
        let counts = [self.mistakes, self.differences, self.unconfirmed];
        let more: usize = counts.iter().map(|count| count.saturating_sub(TOLD)).sum();
        if more > 0 {
            talk::error(&format!("{more} more like these"));
        }
        if self.lines == 0 {
            talk::error(&format!("{} holds no review", self.file));
        }
        if self.mistakes > 0 {
            talk::error("each line is to be one SubjectAccessReview as JSON; jq -c makes lines of indented ones");
        }
        match () {
            () if self.lines == 0 || self.mistakes > 0 || self.unconfirmed > 0 => Exit::Failed,
            () if self.differences > 0 => Exit::Gate,
            () if gaps.is_empty() || allow_gaps => Exit::Done,
            () => Exit::Incomplete,
        }
    }
}
