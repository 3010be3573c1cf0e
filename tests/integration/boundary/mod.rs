//! Whether the guards around a subject hold: a table of sound and hollow ones, and what an API server says to each.
//!
//! All variants are small changes of one controller that hands out access, with one guard around it. kubescan judges them
//! from files. Then they stand together in a real cluster, and the subject tries to get more in every way of a list that is
//! not kubescan's: where one is let in the guard is broken, where all are refused it holds.

mod accounts; // accounts that are made, and parameters
mod apart; // guards that tell one object from another
mod attempts; // what a subject would send
mod case; // a cluster with a guard
mod combined; // more than one thing at once
mod content; // what is in an object
mod coverage; // what a guard looks at
mod escapes; // pods that get out
mod exemptions; // what it looks away from
mod follows; // routes that only follow from others
mod generated; // guards that kubescan writes
mod holders; // who holds what
mod hollow; // what is told of guards
mod hooks; // webhooks
mod params; // parameters
mod powers; // rights besides
mod spellings; // how a subject is named, and what it holds
mod truth; // a real API server

use serde_json::Value;

use self::case::Case;
use crate::cluster::ControlPlane;
use crate::run::kubescan_with_input;

/// A change of the cluster with the sound guard, and what the boundary of the controller is then.
struct Variant {
    name: &'static str,
    verdict: &'static str,
    edit: fn(&mut Case),
}

const fn v(name: &'static str, verdict: &'static str, edit: fn(&mut Case)) -> Variant {
    Variant { name, verdict, edit }
}

impl Variant {
    fn case(&self) -> Case {
        let mut case = Case::sound();
        (self.edit)(&mut case);
        case
    }
}

const TABLES: &[&[Variant]] = &[
    coverage::VARIANTS,
    spellings::VARIANTS,
    exemptions::VARIANTS,
    powers::VARIANTS,
    params::VARIANTS,
    holders::VARIANTS,
    hooks::VARIANTS,
    combined::VARIANTS,
    escapes::VARIANTS,
    content::VARIANTS,
    accounts::VARIANTS,
];

/// All variants, or those whose names hold the text that a person asks for.
fn variants() -> Vec<&'static Variant> {
    let only = std::env::var("KUBESCAN_VARIANT").unwrap_or_default();
    TABLES.iter().copied().flatten().filter(|variant| variant.name.contains(&only)).collect()
}

fn judged(case: &Case) -> Value {
    kubescan_with_input(&["boundary", &case.subject, "-f", "-", "-o", "json"], case.list().as_bytes()).json()
}

/// The routes that are not blocked, for a person.
fn open(boundary: &Value) -> String {
    let routes = boundary["routes"].as_array().unwrap().iter().filter(|route| route["state"] != "blocked");
    routes
        .map(|route| format!("\n    {} {} {} {}", route["entry"], route["to"], route["state"], route["past"]))
        .collect()
}

#[test]
fn guards_hold_or_are_broken_as_the_table_says() {
    let variants = variants();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let parts = variants.chunks(variants.len().div_ceil(2));
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(|| part.iter().filter_map(|variant| wrong(variant)).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} of {} are not as they should be:\n{}", wrong.len(), variants.len(), wrong.join("\n"));
}

fn wrong(variant: &Variant) -> Option<String> {
    let found = judged(&variant.case());
    let differs = found["verdict"] != variant.verdict;
    differs.then(|| format!("{}: {} and not {}{}", variant.name, found["verdict"], variant.verdict, open(&found)))
}

#[test]
fn the_three_questions_are_answered() {
    // Could it empower another and be that, take tokens, add permissions to itself?
    let cases = [
        ("as it should be", ["", "", "blocked"]),
        ("makes accounts", ["", "", "blocked"]),
        ("makes accounts and asks for their tokens", ["open", "open", "blocked"]),
        ("is any user", ["open", "", "blocked"]),
        ("makes pods in its own namespace", ["open", "open", "blocked"]),
        ("makes pods of its own account alone", ["blocked", "", "blocked"]),
        ("hands out nothing", ["", "", ""]),
    ];
    for (name, expected) in cases {
        let variant = TABLES.iter().copied().flatten().find(|variant| variant.name == name);
        let found = judged(&variant.map_or_else(Case::sound, Variant::case));
        let answers: Vec<&str> = found["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|told| told["answer"].as_str().unwrap_or_default())
            .collect();
        assert_eq!(answers, expected, "{name}");
        assert_eq!(found["holds"][0], "clusterrolebinding:jit-controller -> clusterrole:jit-controller", "{name}");
    }
}

#[test]
fn each_variant_is_told_apart_by_its_name() {
    let mut names: Vec<&str> = TABLES.iter().copied().flatten().map(|variant| variant.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn the_api_server_agrees() {
    let live = variants().into_iter().map(|variant| (variant.name, variant.verdict, variant.case()));
    let live: Vec<_> = live.filter(|(_, _, case)| case.live).collect();
    let plane = ControlPlane::start();
    let start = std::time::Instant::now();
    let told = truth::tell(&plane, live);
    let tried: usize = told.iter().map(|told| told.tried).sum();
    println!("{tried} attempts on {} variants in {:?}", told.len(), start.elapsed());
    let mut wrong = Vec::new();
    for told in &told {
        let gets_more = told.admitted.is_some();
        let agrees = match told.expected {
            "broken" | "no-guard" => gets_more,
            // Whichever it is, nobody is told that the guard holds.
            "unknown" => true,
            _ => !gets_more,
        };
        if !agrees {
            wrong.push(format!(
                "{} is {}, and of {} attempts are let in: {:?}",
                told.name, told.expected, told.tried, told.admitted
            ));
        }
    }
    assert!(told.iter().map(|told| told.tried).min() > Some(40), "hardly anything was tried");
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), told.len(), wrong.join("\n"));
}
