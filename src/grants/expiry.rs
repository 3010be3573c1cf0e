//! When a binding ends, settled from everything that it says.

use crate::model::{Binding, Lifetime, Time};
use crate::template::{End, Mark, Said, SaidIn};

/// When a binding ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expiry {
    /// At this instant.
    At(Time, Said),
    /// So long after its creation, and that is not known.
    After(Lifetime, Said),
    /// Never, in so many words.
    Never(Said),
    /// The tool keeps it where kubescan does not read.
    Elsewhere(String),
    /// It says something that cannot be understood, and nothing else.
    Unparseable,
    /// It says nothing.
    None,
}

/// A value that says something of the end, and nobody knows what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unparseable {
    /// Where it stands.
    pub place: String,
    /// The value.
    pub value: String,
}

impl Unparseable {
    /// How it should read, where one can guess what was meant.
    pub(super) fn hint(&self) -> String {
        let Unparseable { value, .. } = self;
        let digit = |letter: char| letter.is_ascii_digit();
        let of_iso = value.strip_prefix('P').is_some_and(|rest| rest.starts_with(|it| it == 'T' || digit(it)));
        match () {
            () if !value.is_empty() && value.chars().all(digit) => {
                format!(" (a number has no unit: write {value}s, {value}m or {value}h)")
            }
            () if Lifetime::parse_iso(value).is_some() => " (its tool reads a length such as 8h or 90m)".to_owned(),
            () if of_iso => " (months and years have no fixed length: write days, as 30d)".to_owned(),
            () => String::new(),
        }
    }
}

/// Everything that was read of a binding's end.
#[derive(Clone, Debug)]
pub(super) struct Reading<'t> {
    pub(super) expiry: Expiry,
    pub(super) unparseable: Vec<Unparseable>,
    /// All places that say something, by whatever mark.
    pub(super) places: Vec<SaidIn>,
    /// The marks that it bears.
    pub(super) marks: Vec<&'t Mark>,
}

/// What a place is called.
pub(super) fn place(said: &SaidIn) -> String {
    match said {
        SaidIn::Annotation(key) => format!("annotation {}", key.as_str()),
        SaidIn::Label(key) => format!("label {}", key.as_str()),
        SaidIn::Name => "name".to_owned(),
    }
}

/// Reads a binding by all marks. Annotations count before labels, these before what a tool keeps elsewhere, that before
/// the name; within each the first mark that is understood.
pub(super) fn read<'t>(binding: &Binding, marks: &'t [Mark]) -> Reading<'t> {
    let mut all: Vec<Said> = Vec::new();
    let mut borne: Vec<&Mark> = Vec::new();
    let mut elsewhere = None;
    for mark in marks {
        let recognised = mark.recognises(binding);
        // Where a tool has spoken, that its key looks like one of a convention says nothing more.
        let said = mark.expiry(binding).into_iter().filter(|said| all.iter().all(|known| known.place != said.place));
        let said: Vec<Said> = said.collect();
        if recognised {
            elsewhere = elsewhere.or(mark.elsewhere.as_deref());
        }
        if recognised || !said.is_empty() {
            borne.push(mark);
        }
        all.extend(said);
    }
    let unclear = all.iter().filter(|said| said.end.is_none());
    let unparseable =
        unclear.map(|said| Unparseable { place: place(&said.place), value: said.value.as_str().to_owned() });
    let unparseable: Vec<Unparseable> = unparseable.collect();
    let expiry = settled(&all, elsewhere.map(str::to_owned), !unparseable.is_empty());
    Reading { expiry, unparseable, places: all.into_iter().map(|said| said.place).collect(), marks: borne }
}

fn settled(all: &[Said], elsewhere: Option<String>, unclear: bool) -> Expiry {
    let by_rank = |wanted: u8| all.iter().find(|said| rank(&said.place) == wanted && said.end.is_some());
    let written = by_rank(0).or_else(|| by_rank(1));
    match (written.or_else(|| by_rank(2).filter(|_| elsewhere.is_none())), elsewhere) {
        (Some(said), _) => by_word(said),
        (None, Some(place)) => Expiry::Elsewhere(place),
        (None, None) if unclear => Expiry::Unparseable,
        (None, None) => Expiry::None,
    }
}

fn rank(place: &SaidIn) -> u8 {
    match place {
        SaidIn::Annotation(_) => 0,
        SaidIn::Label(_) => 1,
        SaidIn::Name => 2,
    }
}

fn by_word(said: &Said) -> Expiry {
    match said.end {
        Some(End::At(time)) => Expiry::At(time, said.clone()),
        Some(End::After(lifetime)) => Expiry::After(lifetime, said.clone()),
        Some(End::Never) => Expiry::Never(said.clone()),
        None => Expiry::Unparseable,
    }
}

#[cfg(test)]
mod tests {
    use super::{Expiry, place, read};
    use crate::model::{Binding, History, RoleKind, RoleRef};
    use crate::template::builtin;

    /// A binding of this name with annotations and labels, each as `KEY=VALUE` and after a word for the place.
    fn binding(name: &str, says: &[&str]) -> Binding {
        let mut history = History::default();
        for said in says {
            let (place, pair) = said.split_once(' ').unwrap();
            let (key, value) = pair.split_once('=').unwrap();
            let map = if place == "label" { &mut history.labels } else { &mut history.annotations };
            map.insert(key.into(), value.into());
        }
        Binding {
            namespace: None,
            name: name.into(),
            role_ref: RoleRef { kind: Some(RoleKind::ClusterRole), name: "view".into() },
            subjects: Vec::new(),
            history: Some(Box::new(history)),
            location: None,
        }
    }

    fn told(binding: &Binding) -> (String, usize) {
        let reading = read(binding, &builtin().marks);
        let told = match &reading.expiry {
            Expiry::At(time, said) => format!("{time} {}", place(&said.place)),
            Expiry::Elsewhere(_) => "elsewhere".to_owned(),
            Expiry::Unparseable => "unparseable".to_owned(),
            Expiry::None => "none".to_owned(),
            Expiry::After(..) | Expiry::Never(_) => "other".to_owned(),
        };
        (told, reading.unparseable.len())
    }

    #[test]
    fn the_place_decides_which_end_counts_and_what_is_unclear_is_never_lost() {
        let (may, june) = ("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z");
        let vault = "label app.kubernetes.io/created-by=vault-plugin-secrets-kubernetes";
        let annotation = format!("annotation x.io/expires={may}");
        let (label, unclear) = ("label expires=1780272000", "annotation x.io/expires=soon");
        let table: &[(&str, &[&str], &str, usize)] = &[
            ("b", &[&annotation, label], &format!("{may} annotation x.io/expires"), 0),
            ("b", &[unclear, label], &format!("{june} label expires"), 1),
            ("b", &[unclear], "unparseable", 1),
            ("b", &[vault, unclear], "elsewhere", 1),
            ("b", &[vault, label], &format!("{june} label expires"), 0),
            ("b-until-20260531", &[label], &format!("{june} label expires"), 0),
            ("b-until-20260531", &[], &format!("{june} name"), 0),
            ("b-until-20260531", &[vault], "elsewhere", 0),
            ("b", &["annotation janitor/ttl=soon"], "unparseable", 1),
            ("b", &[], "none", 0),
        ];
        for (name, says, expected, unparseable) in table {
            let found = told(&binding(name, says));
            assert_eq!((found.0.as_str(), found.1), (*expected, *unparseable), "{name} {says:?}");
        }
    }
}
