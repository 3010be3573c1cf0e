//! Where identities, access entries and associations stand in exports: read a second time, only for reports that point at
//! lines. Cost: linear in the exports.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::collect::files::{FileText, Input, JsonPlaces, Limits, texts};
use crate::model::cloud::Arn;

use super::shape::{self, Shape, TABLES};
use super::value::{self, Fields, Value};

/// Where things of the cloud stand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CloudPlaces {
    /// By ARN: users, groups, roles, policies and clusters.
    things: BTreeMap<String, CloudPlace>,
    /// Access entries by principal.
    entries: BTreeMap<String, CloudPlace>,
    /// The first file of all, for what stands nowhere.
    pub first: Option<String>,
}

/// Where one of them stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloudPlace {
    /// The file, as messages name it.
    pub file: String,
    /// Its line and column, from 1.
    pub place: (u32, u32),
}

/// As much of a thing as is looked at: IAM and EKS write their keys differently.
#[derive(Deserialize)]
struct Named {
    #[serde(alias = "Arn")]
    arn: Option<Arn>,
    #[serde(rename = "principalArn")]
    principal: Option<Arn>,
}

impl CloudPlaces {
    /// Looks through these; what cannot be read was told when it was read for the scan.
    #[must_use]
    pub fn find(inputs: &[Input], limits: &Limits) -> Self {
        let named: Vec<Input> = inputs.iter().filter(|input| **input != Input::Stdin).cloned().collect();
        let files = texts(&named, limits, &mut Vec::new()).unwrap_or_default();
        let mut found = CloudPlaces::default();
        for file in &files {
            let values = value::values(&file.name, &file.text).unwrap_or_default();
            let mut at = JsonPlaces::new(&file.text);
            values.iter().for_each(|value| found.add_all(file, value, &mut at));
        }
        found
    }

    /// Where the identity of this ARN stands; one that was not exported, where its access entry does.
    #[must_use]
    pub fn of(&self, arn: &str) -> Option<&CloudPlace> {
        self.things.get(arn).or_else(|| self.entry(arn))
    }

    /// Where the access entry of this principal stands.
    #[must_use]
    pub fn entry(&self, principal: &str) -> Option<&CloudPlace> {
        self.entries.get(principal)
    }

    fn add_all<'t>(&mut self, file: &FileText, value: &Value<'t>, at: &mut JsonPlaces<'t>) {
        let Ok(fields) = value.fields() else { return };
        let Ok(shape) = shape::of(value, &fields) else { return };
        self.first.get_or_insert_with(|| file.name.clone());
        match shape {
            Shape::Account => tables(&fields).iter().for_each(|item| self.add(file, item, at)),
            Shape::Cluster(thing) | Shape::Entry(thing) => self.add(file, &thing, at),
            Shape::AccessPolicies => self.add(file, value, at),
            Shape::Entries(_) | Shape::Associations(_) | Shape::Association(_) => {}
            Shape::Reservations(_) | Shape::Instances(_) => {}
        }
    }

    /// Of what is there twice, the first counts.
    fn add<'t>(&mut self, file: &FileText, value: &Value<'t>, at: &mut JsonPlaces<'t>) {
        let Ok(Named { arn, principal }) = value.decode() else { return };
        let place = CloudPlace { file: file.name.clone(), place: at.of(value.text()).numbers() };
        let named = arn.map(|arn| (&mut self.things, arn)).or(principal.map(|arn| (&mut self.entries, arn)));
        if let Some((table, arn)) = named {
            table.entry(arn.as_str().to_owned()).or_insert(place);
        }
    }
}

/// The items of all tables, in the order of the text: places are counted from its beginning to its end.
fn tables<'t>(fields: &Fields<'t>) -> Vec<Value<'t>> {
    let tables = fields.keys().filter(|key| TABLES.contains(key)).filter_map(|key| fields.get(key)?.items().ok());
    tables.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::CloudPlaces;
    use crate::collect::files::{Input, Limits};

    #[test]
    fn what_was_exported_stands_on_a_line() {
        let places = CloudPlaces::find(&[Input::Path("examples/eks/aws".into())], &Limits::default());
        let role = |name: &str| format!("arn:aws:iam::111122223333:role/{name}");
        let text = std::fs::read_to_string("examples/eks/aws/iam.json").unwrap();
        for name in ["shop-web", "deployer"] {
            // The path, the name, the id and the ARN come first in each.
            let arn = text.lines().position(|line| line.contains(&format!("\"Arn\": \"{}\"", role(name)))).unwrap();
            let place = places.of(&role(name)).unwrap();
            assert!(place.file.ends_with("aws/iam.json"), "{place:?}");
            assert_eq!(place.place, (u32::try_from(arn - 3).unwrap(), 5), "{name}");
        }
        assert_eq!(places.of(&role("absent")), None);
        let entry = places.entry(&role("platform-admin")).unwrap();
        assert!(entry.file.ends_with("entry-platform-admin.json"), "{entry:?}");
        assert_eq!(places.entry(&role("shop-web")), None);
    }
}
