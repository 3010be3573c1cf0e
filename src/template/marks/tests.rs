use super::{End, Mark, SaidIn, builtin, is_like, over};
use crate::model::{Binding, History, Name, RoleKind, RoleRef, Time};
use crate::template;

fn binding(name: &str, history: History) -> Binding {
    Binding {
        namespace: Some("shop".into()),
        name: name.into(),
        role_ref: RoleRef { kind: Some(RoleKind::ClusterRole), name: "edit".into() },
        subjects: Vec::new(),
        history: Some(Box::new(history)),
        location: None,
    }
}

fn annotated(key: &str, value: &str) -> Binding {
    let created = Time::parse("2026-01-01T00:00:00Z");
    let annotations = [(Name::from(key), Name::from(value))].into();
    binding("b", History { created, annotations, ..History::default() })
}

fn mark(id: &str) -> &'static Mark {
    builtin().iter().find(|mark| mark.id == id).unwrap()
}

#[test]
fn what_a_value_means_and_what_means_nothing() {
    let at = |text: &str| Some(End::At(Time::parse(text).unwrap()));
    let table = [
        ("2026-02-01T10:00:00Z", at("2026-02-01T10:00:00Z")),
        ("2026-02-01T10:00:00+02:00", at("2026-02-01T08:00:00Z")),
        ("2026-02-01T10:00", at("2026-02-01T10:00:00Z")),
        ("2026-02-01T10-00-00Z", at("2026-02-01T10:00:00Z")),
        ("20260201T100000Z", at("2026-02-01T10:00:00Z")),
        ("2026-02-01", at("2026-02-02T00:00:00Z")),
        ("20260201", at("2026-02-02T00:00:00Z")),
        ("1769940000", at("2026-02-01T10:00:00Z")),
        ("1769940000000", at("2026-02-01T10:00:00Z")),
        ("36h", at("2026-01-02T12:00:00Z")),
        ("7d", at("2026-01-08T00:00:00Z")),
        ("PT8H", at("2026-01-01T08:00:00Z")),
        ("P1DT12H30M15S", at("2026-01-02T12:30:15Z")),
        ("P1M", None),
        ("3600", None),
        ("-1h", None),
        ("1mo", None),
        ("tomorrow", None),
        ("", None),
        ("2026-02-30", None),
        ("2026-02-01T25:00:00Z", None),
    ];
    for (value, end) in table {
        let said = mark("convention").expiry(&annotated("example.com/expires", value));
        assert_eq!(said.iter().map(|said| said.end).collect::<Vec<_>>(), [end], "{value}");
    }
}

#[test]
fn a_tool_reads_only_what_it_writes() {
    let table = [
        ("kube-janitor", "janitor/expires", "2026-02-01T10:00:00Z", 1, true),
        ("kube-janitor", "janitor/expires", "7d", 1, false),
        ("kube-janitor", "janitor/ttl", "7d", 1, true),
        ("kube-janitor", "janitor/ttl", "forever", 1, true),
        ("kube-janitor", "janitor/ttl", "2026-02-01", 1, false),
        ("kube-janitor", "janitor/ttl", "PT8H", 1, false),
        ("kube-janitor", "janitor/ttls", "7d", 0, false),
        ("k8s-ttl-controller", "k8s-ttl-controller.twin.sh/ttl", "7d", 1, true),
        ("k8s-ttl-controller", "k8s-ttl-controller.twin.sh/ttl", "forever", 1, false),
    ];
    for (tool, key, value, count, understood) in table {
        let said = mark(tool).expiry(&annotated(key, value));
        assert_eq!(said.len(), count, "{key}={value}");
        assert_eq!(said.iter().any(|said| said.end.is_some()), understood, "{key}={value}");
    }
}

#[test]
fn keys_end_in_a_word_that_stands_alone() {
    let words = ["expiresat".to_owned(), "ttl".to_owned(), "notafter".to_owned()];
    for key in ["expires-at", "example.com/expiresAt", "EXPIRES_AT", "my-ttl", "a.b/x.not-after"] {
        assert!(is_like(key, &words), "{key}");
    }
    for key in ["battle", "throttl", "expires", "ttl-controller", "example.com/expires-at-all", ""] {
        assert!(!is_like(key, &words), "{key}");
    }
}

#[test]
fn a_lifetime_counts_from_where_the_tool_counts_it() {
    let key = "k8s-ttl-controller.twin.sh/ttl";
    let mut refreshed = annotated(key, "1h");
    let history = refreshed.history.as_mut().unwrap();
    history.annotations.insert("k8s-ttl-controller.twin.sh/refreshed-at".into(), "2026-01-05T00:00:00Z".into());
    let end = |binding: &Binding| mark("k8s-ttl-controller").expiry(binding)[0].end;
    assert_eq!(end(&refreshed), Some(End::At(Time::parse("2026-01-05T01:00:00Z").unwrap())));
    refreshed
        .history
        .as_mut()
        .unwrap()
        .annotations
        .insert("k8s-ttl-controller.twin.sh/refreshed-at".into(), "lately".into());
    assert!(matches!(end(&refreshed), Some(End::After(_))), "a start that cannot be read is not the creation");
    let mut manifest = annotated(key, "1h");
    manifest.history.as_mut().unwrap().created = None;
    assert!(matches!(end(&manifest), Some(End::After(_))), "a manifest was not made yet");
}

#[test]
fn a_name_tells_an_end_after_a_word_for_it_and_no_other_number() {
    let said = |name: &str| mark("convention").expiry(&binding(name, History::default()));
    let found = said("alice-until-20260201");
    assert_eq!((found.len(), &found[0].place), (1, &SaidIn::Name));
    assert_eq!(found[0].end, Some(End::At(Time::parse("2026-02-02T00:00:00Z").unwrap())));
    assert_eq!(said("bob-expires-soon")[0].end, None);
    assert!(said("jit-1769940000").is_empty(), "this may be when it was made");
}

#[test]
fn a_tool_is_told_by_what_it_leaves() {
    let labelled = |key: &str, value: &str| {
        binding("b", History { labels: [(key.into(), value.into())].into(), ..History::default() })
    };
    assert!(mark("infra").recognises(&labelled("app.kubernetes.io/managed-by", "infra")));
    assert!(!mark("infra").recognises(&labelled("app.kubernetes.io/managed-by", "helm")));
    assert!(mark("tarbac").recognises(&labelled("tarbac.io/owner", "any")));
}

/// A template with these marks.
fn own(base: &str, marks: &str) -> Result<template::Template, template::TemplateError> {
    template::load("own.yaml", &format!("version: 1\n{base}marks:\n{marks}"))
}

#[test]
fn a_template_adds_and_replaces_marks() {
    let marks = "  - {id: p0, tool: P0, recognise: {names: [p0-*]}, elsewhere: P0 knows}\n  \
                 - {id: infra, tool: ours, recognise: {names: [infra]}}\n";
    let loaded = own("extends: builtin\n", marks).unwrap();
    assert_eq!(loaded.marks.len(), builtin().len() + 1);
    assert_eq!(loaded.marks[0].id, "p0");
    assert!(loaded.marks[0].recognises(&binding("p0-7", History::default())));
    assert!(!loaded.marks[0].recognises(&binding("xp0-7", History::default())));
    assert_eq!(loaded.marks.iter().find(|mark| mark.id == "infra").unwrap().tool, "ours");
    assert_eq!(over(&[], Vec::new()), [], "without a base there are only its own");
}

#[test]
fn mistakes_in_marks_are_told_with_their_place() {
    let table = [
        ("  - {id: a, tool: t}\n", "marks nothing"),
        ("  - {id: A b, tool: t, recognise: {names: [x]}}\n", "lower case with hyphens"),
        ("  - {id: a, tool: t, recognise: {names: ['x*y']}}\n", "at the end of a name"),
        ("  - {id: a, tool: t, recognise: {label: [x]}}\n", "did you mean `labels`"),
        ("  - {id: a, tool: t, expiry: [{reads: time}]}\n", "exactly one of"),
        ("  - {id: a, tool: t, expiry: [{labels: [x], annotations: [y], reads: time}]}\n", "exactly one of"),
        ("  - {id: a, tool: t, expiry: [{labels: [x], reads: date}]}\n", "unknown reads `date`"),
        ("  - {id: a, tool: t, expiry: [{labels: [''], reads: time}]}\n", "is empty"),
        ("  - {id: a, tool: t, expiry: [{labels: [x]}]}\n", "lacks `reads`"),
        ("  []\n", "at least one item"),
        (
            "  - {id: a, tool: t, recognise: {names: [x]}}\n  - {id: a, tool: t, recognise: {names: [x]}}\n",
            "stands twice",
        ),
    ];
    for (marks, expected) in table {
        let error = own("extends: builtin\n", marks).unwrap_err().to_string();
        assert!(error.contains(expected) && error.starts_with("own.yaml:"), "{marks}: {error}");
    }
}
