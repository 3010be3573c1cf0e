//! `SEVERITY` or `KIND=SEVERITY`: from when on findings fail a run.

use clap::ValueEnum;

use crate::findings::Threshold;

use super::scan::{Kind, severity};

/// Parses one threshold.
pub(super) fn threshold(text: &str) -> Result<Threshold, String> {
    let Some((kind, word)) = text.split_once('=') else {
        return Ok(Threshold { kind: None, severity: severity(text)? });
    };
    let known: Vec<String> = Kind::value_variants()
        .iter()
        .filter_map(|kind| kind.to_possible_value().map(|value| value.get_name().to_owned()))
        .collect();
    let kind = Kind::from_str(kind, false)
        .map_err(|_| format!("there is no kind {kind:?}; it is one of: {}", known.join(", ")))?;
    Ok(Threshold { kind: Some(kind.into()), severity: severity(word)? })
}

#[cfg(test)]
mod tests {
    use super::{Threshold, threshold};
    use crate::findings::FindingKind;
    use crate::template::Severity;

    #[test]
    fn a_severity_for_all_kinds_or_for_one() {
        assert_eq!(threshold("high"), Ok(Threshold { kind: None, severity: Severity::High }));
        let hot = Threshold { kind: Some(FindingKind::HotPod), severity: Severity::Critical };
        assert_eq!(threshold("hot-pod=critical"), Ok(hot));
        assert!(threshold("pod=critical").unwrap_err().contains("one of: hot-pod, path"));
        assert!(threshold("path=banana").unwrap_err().contains("one of: critical"));
        assert!(threshold("banana").is_err() && threshold("path=").is_err());
    }
}
