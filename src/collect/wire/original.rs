//! Replicas: a pod whose text is that of another one, but for what tells the two apart, is not decoded again.
//!
//! Of the text of a decoded pod it is known which strings were looked at. All others may be anything in a replica; a few
//! that were looked at may differ because it is known what they become: the name, the uid, the node, the random name of
//! the token's volume. Whatever else differs makes it another pod, to be decoded as any.
//!
//! Cost of a replica: comparing its text, at the speed of memory, and a few strings; no allocation but its name.

use memchr::{memchr, memchr2};

use crate::collect::found::{Found, FoundPod};
use crate::collect::kind::Kind;
use crate::model::Name;

use super::pod_spec::TOKEN_VOLUME;
use super::pods::OwnTexts;
use super::replicas::is_generated;
use super::text::LookedAt;

/// Keys of numbers and booleans that tell replicas apart. No struct here has a field of such a name.
const STATE: [&str; 3] = ["ready", "restartCount", "started"];

/// What a text says it is must be the same, although it was read elsewhere.
const TYPE: [&str; 2] = ["apiVersion", "kind"];

/// A decoded pod, and what may differ in the texts of its replicas.
pub(in crate::collect) struct Original<'t> {
    text: &'t str,
    pod: FoundPod,
    uid: Option<&'t str>,
    /// In the order of the text.
    gaps: Vec<Gap>,
    /// How many of them are the name of the token's volume.
    volume_names: usize,
}

/// A part of the text that may differ: all between the quotes of a string, or a number, or a boolean.
#[derive(Clone, Copy)]
struct Gap {
    start: usize,
    end: usize,
    holds: Holds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A string that nobody looks at.
    Anything,
    /// A number or boolean that nobody looks at.
    State,
    Name,
    Uid,
    Node,
    VolumeName,
}

/// What a replica has of its own, where that is not what the original has.
#[derive(Default)]
struct Own<'t> {
    name: Option<&'t str>,
    uid: Option<&'t str>,
    node: Option<&'t str>,
    volume_name: Option<&'t str>,
    volume_names: usize,
}

impl<'t> Original<'t> {
    /// The pod that was decoded from this text; nothing where it has what makes replicas hard to tell.
    pub(super) fn new(text: &'t str, pod: FoundPod, own: &OwnTexts<'t>, looked_at: &LookedAt) -> Option<Self> {
        let at = |text: &str| looked_at.offset(text);
        let offsets =
            [(Holds::Name, at(own.name)), (Holds::Uid, own.uid.and_then(at)), (Holds::Node, own.node.and_then(at))];
        let renamed = pod.spec.volumes.iter().any(|volume| volume.name == TOKEN_VOLUME);
        let mut original = Original { text, pod, uid: own.uid, gaps: Vec::new(), volume_names: 0 };
        let mut volume_name = None;
        for Value { start, end, is_state } in values(text) {
            let holds = match offsets.iter().find(|(_, offset)| *offset == Some(start)) {
                Some((holds, _)) => *holds,
                None if is_state => Holds::State,
                None if !looked_at.has(start) => Holds::Anything,
                None => match text.get(start..end)? {
                    // What admission named and what somebody named so are hard to tell apart in a replica.
                    TOKEN_VOLUME => return None,
                    name if !is_generated(name) => continue,
                    name if renamed && *volume_name.get_or_insert(name) == name => Holds::VolumeName,
                    _ => return None,
                },
            };
            original.volume_names += usize::from(holds == Holds::VolumeName);
            original.gaps.push(Gap { start, end, holds });
        }
        Some(original)
    }

    /// Adds the replica that this text starts with, and gives its length; nothing if it is none.
    pub(in crate::collect) fn replica(&self, text: &str, found: &mut Found) -> Option<usize> {
        let (mut gaps, mut own) = (self.gaps.iter(), Own::default());
        let (mut here, mut there) = (0, 0);
        loop {
            let (rest, other) = (self.text.as_bytes().get(here..)?, text.as_bytes().get(there..)?);
            let same = common(rest, other);
            if same == rest.len() {
                there += same;
                break;
            }
            let differs = here + same;
            let gap = gaps.find(|gap| gap.end >= differs).filter(|gap| gap.start <= differs)?;
            // Up to the gap both are the same.
            let start = there + (gap.start - here);
            let value = gap.holds.value(text.get(start..)?)?;
            own.take(gap.holds, value)?;
            (here, there) = (gap.end, start + value.len());
        }
        if own.volume_names != 0 && own.volume_names != self.volume_names {
            return None;
        }
        self.add(&own, found);
        Some(there)
    }

    fn add(&self, own: &Own<'_>, found: &mut Found) {
        let mut pod = self.pod.clone();
        if let Some(name) = own.name {
            pod.name = Name::from(name);
        }
        if let Some(node) = own.node {
            pod.node = Some(Name::from(node));
        }
        found.saw(Kind::Pod, own.uid.or(self.uid));
        found.pods.push(pod);
    }
}

impl Holds {
    /// The value of a gap that this text starts with.
    fn value(self, text: &str) -> Option<&str> {
        if self == Holds::State {
            return state(text);
        }
        let value = text.get(..memchr(b'"', text.as_bytes())?)?;
        // What is escaped has to be decoded, and control characters are no JSON.
        value.bytes().all(|byte| byte >= 0x20 && byte != b'\\').then_some(value)
    }
}

impl<'t> Own<'t> {
    fn take(&mut self, holds: Holds, value: &'t str) -> Option<()> {
        let slot = match holds {
            Holds::Anything | Holds::State => return Some(()),
            Holds::Name => &mut self.name,
            Holds::Uid => &mut self.uid,
            Holds::Node => &mut self.node,
            Holds::VolumeName => {
                self.volume_names += 1;
                if !is_generated(value) || self.volume_name.is_some_and(|name| name != value) {
                    return None;
                }
                &mut self.volume_name
            }
        };
        *slot = Some(value);
        // What is empty counts as not there.
        (!value.is_empty()).then_some(())
    }
}

/// The boolean or whole number that a text starts with.
fn state(text: &str) -> Option<&str> {
    let end = text.bytes().position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'))?;
    let value = text.get(..end)?;
    let is_number = value == "0" || (!value.starts_with('0') && value.bytes().all(|byte| byte.is_ascii_digit()));
    (matches!(value, "true" | "false") || (is_number && !value.is_empty())).then_some(value)
}

/// A value that may differ.
struct Value {
    start: usize,
    end: usize,
    is_state: bool,
}

/// The strings of a JSON text that are values, and the state of containers. The text is known to be JSON.
fn values(text: &str) -> impl Iterator<Item = Value> {
    let mut at = 0;
    let mut key = "";
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr(b'"', text.as_bytes().get(at..)?)? + 1;
            let end = string_end(text, start)?;
            at = end + 1;
            let Some(value) = text.get(at..)?.trim_ascii_start().strip_prefix(':') else {
                if TYPE.contains(&std::mem::take(&mut key)) {
                    continue;
                }
                return Some(Value { start, end, is_state: false });
            };
            key = text.get(start..end)?;
            let value = value.trim_ascii_start();
            at = text.len() - value.len();
            if STATE.contains(&key)
                && let Some(state) = state(value)
            {
                return Some(Value { start: at, end: at + state.len(), is_state: true });
            }
        }
    })
}

fn string_end(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += memchr2(b'"', b'\\', text.as_bytes().get(at..)?)?;
        if text.as_bytes().get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// How many bytes two texts have in common at their beginning.
fn common(one: &[u8], other: &[u8]) -> usize {
    let (blocks, _) = one.as_chunks::<32>();
    let (others, _) = other.as_chunks::<32>();
    let whole = 32 * blocks.iter().zip(others).take_while(|(one, other)| one == other).count();
    let (one, other) = (one.get(whole..).unwrap_or_default(), other.get(whole..).unwrap_or_default());
    whole + one.iter().zip(other).take_while(|(one, other)| one == other).count()
}
