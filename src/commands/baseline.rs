//! `--baseline`: what was found before.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::cli::{Format, InputArgs, ScanArgs};
use crate::collect::live::Errand;
use crate::exit::Exit;
use crate::findings::{Baseline, Findings};
use crate::report::{BaselineInfo, earlier, talk};
use crate::template::Template;

use super::input::{self, Source};
use super::outputs::Outputs;
use super::{scan, trust};

/// What was found before, and whether all could be read then.
pub(super) struct Before {
    pub(super) name: String,
    pub(super) baseline: Baseline,
    pub(super) complete: bool,
}

/// Reads it; on failure it has been said why.
pub(super) fn load(
    file: &Path,
    args: &ScanArgs,
    template: &Template,
    outputs: &Outputs<Format>,
) -> Result<Before, Exit> {
    trust::check("the baseline", file, &args.source.input.filename);
    let name = file.to_string_lossy().into_owned();
    if is_empty_folder(file) {
        talk::note(&format!("{name} is empty: everything is new"));
        return Ok(Before { name, baseline: Baseline::default(), complete: true });
    }
    let text = match report(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound && outputs.will_report_to(file) => {
            talk::note(&format!("{name} is not there yet: everything is new"));
            return Ok(Before { name, baseline: Baseline::default(), complete: true });
        }
        Err(error) => {
            talk::error(&format!("the baseline {name} could not be read: {error}"));
            return Err(Exit::Failed);
        }
    };
    match text.and_then(|text| earlier::parse(&text)) {
        Some(Ok(earlier)) => {
            if earlier.narrowed {
                let by = "was narrowed by --severity or --only: what these left out is new";
                talk::warning(&format!("the baseline {name} {by}; write it again without them"));
            }
            Ok(Before { name, baseline: earlier.baseline, complete: earlier.complete })
        }
        Some(Err(why)) => {
            talk::error(&format!("the baseline {name}: {why}; write it again with scan -o json={name}"));
            Err(Exit::Failed)
        }
        None => judged(name, file, args, template),
    }
}

/// Before the first manifest there is nothing.
fn is_empty_folder(path: &Path) -> bool {
    std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// Keeps a baseline that this run would replace by a partial report: what is missing there would be new the next time.
pub(super) fn keep(file: &Path, outputs: &mut Outputs<Format>) {
    if outputs.will_report_to(file) && file.exists() {
        outputs.spare(file);
        talk::warning(&format!(
            "{} stays as it was: something could not be read, and would be new the next time; --allow-gaps replaces it",
            file.display()
        ));
    }
}

/// The text of a file that begins as a report does.
fn report(file: &Path) -> io::Result<Option<String>> {
    if std::fs::metadata(file)?.is_dir() {
        return Ok(None);
    }
    let mut start = Vec::new();
    File::open(file)?.take(earlier::START).read_to_end(&mut start)?;
    if !earlier::may_be(&start) {
        return Ok(None);
    }
    std::fs::read_to_string(file).map(Some)
}

/// Judges a snapshot, or files, in the way of this run.
fn judged(name: String, file: &Path, args: &ScanArgs, template: &Template) -> Result<Before, Exit> {
    let input = InputArgs { filename: vec![file.to_owned()], ..args.source.input.clone() };
    let source = Source { input: &input, ..Source::of(&args.source, args.quiet, args.strict) };
    let mut read = input::read(&source, &Errand::NONE)?;
    scan::set_aside(&mut read.snapshot);
    let findings = scan::judge(args, &read.snapshot, template)?;
    Ok(Before { name, baseline: Baseline::of(&findings), complete: read.snapshot.complete() && findings.whole })
}

impl Before {
    /// Marks what is new or worse since then, and counts it.
    pub(super) fn compare(self, findings: &mut Findings) -> BaselineInfo {
        let gone = findings.compare(&self.baseline);
        BaselineInfo::new(self.name, self.complete, gone, findings)
    }
}
