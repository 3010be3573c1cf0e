//! `kubescan grants`: the audit of temporary access.

use crate::authz::Access;
use crate::cli::{GrantsArgs, QueryFormat};
use crate::collect::live::{Discovery, Errand};
use crate::escalation;
use crate::exit::Exit;
use crate::grants::{self, Audit, Rules};
use crate::model::{Snapshot, SourceKind, Time};
use crate::report::answer::who_can::Options;
use crate::report::answer::{Answer, grants as people, write_gaps};
use crate::report::{grid, json, talk, yaml};
use crate::template::Template;

use super::input::{self, Source};
use super::learn::learn;
use super::{analysis, output, scan, template};

pub(super) fn run(args: &GrantsArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &GrantsArgs) -> Result<Exit, Exit> {
    let shared = &args.ways_args;
    let template = template::load(shared.template.as_deref(), &shared.source.input.filename)?;
    // Whether an owner can still be there depends on which custom resources there are.
    let errand = Errand { discover: Discovery::Groups, ..Errand::NONE };
    let mut read = input::read(&Source::of(&shared.source, shared.quiet, shared.strict), &errand)?;
    scan::set_aside(&mut read.snapshot);
    learn(&mut read.snapshot, std::mem::take(&mut read.known));
    let snapshot = &read.snapshot;
    let clock = Clock::of(args, snapshot);
    let audit = audit(args, snapshot, &template, clock.now);
    let exit = match analysis::verdict(shared, &read) {
        Exit::Done | Exit::Incomplete if trips(args, &audit) => Exit::Gate,
        exit => exit,
    };
    let unmet: Vec<String> = args.temporary.iter().filter_map(|declared| declared.unmet(snapshot)).collect();
    unmet.iter().for_each(|text| talk::warning(text));
    if shared.strict && !unmet.is_empty() {
        talk::error("there are warnings, and --strict makes them errors");
        return Err(Exit::Failed);
    }
    let mut notes = notes(args, clock.note, &audit);
    notes.extend(unmet);
    let body = people::Body::new(audit, clock.now.to_string(), clock.word, args.expired);
    let answer = Answer::new("kubescan/grants/v1", snapshot, body, notes, &snapshot.gaps);
    Ok(match args.output {
        QueryFormat::Json => output::deliver(exit, |out| json::write(out, &answer)),
        QueryFormat::Yaml => output::deliver(exit, |out| yaml::write(out, &answer)),
        QueryFormat::Name => output::deliver(exit, |out| people::names(out, &answer.answer)),
        QueryFormat::Table | QueryFormat::Wide => output::deliver_styled(exit, |out| {
            let options = Options { width: grid::terminal_width(), wide: args.output == QueryFormat::Wide };
            write_gaps(out, &answer.gaps)?;
            people::write(out, &answer.answer, &options)
        }),
    })
}

fn audit(args: &GrantsArgs, snapshot: &Snapshot, template: &Template, now: Time) -> Audit {
    let access = Access::new(snapshot);
    let escalation = escalation::draw(snapshot, &access, template);
    let rules = Rules { now, grace: args.grace, older_than: args.older_than, declared: args.temporary.clone() };
    grants::audit(snapshot, &access, template, &escalation, &rules)
}

/// Whether the gate trips; what is shown plays no part.
fn trips(args: &GrantsArgs, audit: &Audit) -> bool {
    args.fail_on.is_some_and(|least| audit.findings.iter().any(|finding| finding.severity.0 >= least))
}

/// The time at which is judged.
struct Clock {
    now: Time,
    /// Whose it is.
    word: &'static str,
    /// What the user should know of it.
    note: Option<String>,
}

impl Clock {
    /// The API server's, since its tools go by it; that of this machine only where no server told.
    fn of(args: &GrantsArgs, snapshot: &Snapshot) -> Self {
        if let Some(now) = args.now {
            return Clock { now, word: "given", note: None };
        }
        let from_file = !args.ways_args.source.input.filename.is_empty();
        if let Some(now) = snapshot.source.time {
            let note = from_file
                .then(|| format!("judged at {now}, when the snapshot was collected; --now takes another time"));
            return Clock { now, word: "server", note };
        }
        let now = Time::of_this_machine();
        let why = match snapshot.source.kind {
            SourceKind::Cluster => "the server did not tell its time",
            SourceKind::Files => "files hold no time",
        };
        Clock {
            now,
            word: "machine",
            note: Some(format!("judged at {now} by the clock of this machine: {why}; --now takes another")),
        }
    }
}

/// Says what is worth knowing, and returns it.
fn notes(args: &GrantsArgs, of_clock: Option<String>, audit: &Audit) -> Vec<String> {
    let mut notes: Vec<String> = of_clock.into_iter().collect();
    if args.older_than.is_some() && audit.grants.iter().all(|grant| grant.temporary.is_empty()) {
        notes.push(
            "--older-than judges temporary bindings, and none is marked; say with --temporary which are".to_owned(),
        );
    }
    notes.extend(args.older_than.and_then(|_| ageless(audit)));
    notes.iter().for_each(|note| talk::note(note));
    notes
}

/// How many bindings --older-than passes over because nothing tells their age.
fn ageless(audit: &Audit) -> Option<String> {
    let temporary = || audit.grants.iter().filter(|grant| !grant.temporary.is_empty());
    let count = temporary().filter(|grant| grant.created.is_none()).count();
    let all = temporary().count();
    (count > 0).then(|| {
        format!("--older-than could not judge {count} of {all} temporary bindings: they have no creationTimestamp")
    })
}
