//! `Principal`: `"*"`, or an object of one or several for each kind.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::{Serialize, Serializer};

use super::PrincipalPattern;
use super::entries::Entries;
use super::many::Many;
use crate::model::Name;

const EVERYONE: &str = "*";

#[derive(Clone)]
pub(super) struct Principals(pub(super) Vec<PrincipalPattern>);

impl<'de> Deserialize<'de> for Principals {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PrincipalsVisitor)
    }
}

struct PrincipalsVisitor;

impl<'de> Visitor<'de> for PrincipalsVisitor {
    type Value = Principals;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`*`, or an object with `AWS`, `Service`, `Federated` or `CanonicalUser`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Principals, E> {
        match text {
            EVERYONE => Ok(Principals(vec![PrincipalPattern::Anyone])),
            _ => Err(E::custom("a principal without its kind; only `*` can stand alone")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Principals, A::Error> {
        let Entries(kinds) = Entries::<Many<Name>>::deserialize(MapAccessDeserializer::new(map))?;
        let mut patterns = Vec::new();
        for (kind, Many(names)) in kinds {
            let made = made(&kind).ok_or_else(|| {
                A::Error::custom(format_args!("`{}` is no kind of principal that kubescan knows", kind.as_str()))
            })?;
            patterns.extend(names.into_iter().map(made));
        }
        Ok(Principals(patterns))
    }
}

fn made(kind: &str) -> Option<fn(Name) -> PrincipalPattern> {
    Some(match kind {
        "AWS" => PrincipalPattern::Aws,
        "Service" => PrincipalPattern::Service,
        "Federated" => PrincipalPattern::Federated,
        "CanonicalUser" => PrincipalPattern::CanonicalUser,
        _ => return None,
    })
}

impl Serialize for Principals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut kinds: Vec<(Name, Many<Name>)> = Vec::new();
        for pattern in &self.0 {
            let (kind, name) = match pattern {
                PrincipalPattern::Anyone => return serializer.serialize_str(EVERYONE),
                PrincipalPattern::Aws(name) => ("AWS", name),
                PrincipalPattern::Service(name) => ("Service", name),
                PrincipalPattern::Federated(name) => ("Federated", name),
                PrincipalPattern::CanonicalUser(name) => ("CanonicalUser", name),
            };
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, Many(names))) => names.push(name.clone()),
                None => kinds.push((kind.into(), Many(vec![name.clone()]))),
            }
        }
        Entries(kinds).serialize(serializer)
    }
}
