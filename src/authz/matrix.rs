//! Rules as a table: a row for each thing that they name, a column for each verb.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Name, Pattern, ResourcePattern, Rule, UrlPattern};

/// The verbs of the API server's own requests, in the order of the columns.
pub const STANDARD_VERBS: [&str; 8] =
    ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/// One row: what the verbs are held on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What is named, as rules write it.
    pub target: Target,
    /// What may be done with it.
    pub verbs: VerbMarks,
}

/// What a row is about. Resources come before URLs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Target {
    /// A resource pattern of an API group.
    Resource {
        /// The API group.
        api_group: Pattern,
        /// The resource, with its subresource.
        resource: ResourcePattern,
        /// On these names only, sorted; empty for any name and none.
        names: Vec<Name>,
    },
    /// A URL that is no resource.
    Url(UrlPattern),
}

/// The verbs of a row.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VerbMarks {
    /// `*`: every verb there is. All standard ones are marked then, and no other is named.
    pub any: bool,
    /// The verbs of [`STANDARD_VERBS`], in that order.
    pub standard: [bool; STANDARD_VERBS.len()],
    /// All others, sorted.
    pub others: BTreeSet<Name>,
}

/// The rows of these rules, sorted by API group, resource and names, URLs last; one row for all rules that name the same.
///
/// Patterns stand as they are written: `*` has a row of its own and adds no mark to the rows that it contains. Linear in
/// the rows that the rules make, which are the products of their groups and resources.
#[must_use]
pub fn matrix(rules: &[Rule]) -> Vec<Row> {
    let mut rows: BTreeMap<Target, VerbMarks> = BTreeMap::new();
    for rule in rules {
        for target in targets(rule) {
            let marks = rows.entry(target).or_default();
            rule.verbs.iter().for_each(|verb| marks.mark(verb));
        }
    }
    // A rule without verbs names something and allows nothing.
    let rows = rows.into_iter().filter(|(_, verbs)| *verbs != VerbMarks::default());
    rows.map(|(target, verbs)| Row { target, verbs }).collect()
}

fn targets(rule: &Rule) -> impl Iterator<Item = Target> {
    let mut names = rule.resource_names.clone();
    names.sort_unstable();
    names.dedup();
    let of_group = move |api_group: &Pattern| {
        let (api_group, names) = (api_group.clone(), names.clone());
        rule.resources.iter().map(move |resource| Target::Resource {
            api_group: api_group.clone(),
            resource: resource.clone(),
            names: names.clone(),
        })
    };
    rule.api_groups.iter().flat_map(of_group).chain(rule.non_resource_urls.iter().cloned().map(Target::Url))
}

impl VerbMarks {
    fn mark(&mut self, verb: &Pattern) {
        match verb {
            Pattern::Any => *self = VerbMarks { any: true, standard: [true; STANDARD_VERBS.len()], ..Self::default() },
            Pattern::Exact(_) if self.any => {}
            Pattern::Exact(name) => match STANDARD_VERBS.iter().zip(&mut self.standard).find(|(verb, _)| name == *verb)
            {
                Some((_, marked)) => *marked = true,
                None => drop(self.others.insert(name.clone())),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, STANDARD_VERBS, Target, matrix};
    use crate::authz::written_rules::rules;
    use crate::model::Name;

    fn shown(row: &Row) -> String {
        let text = |name: Name| if name.is_empty() { "''".to_owned() } else { name.as_str().to_owned() };
        let target = match row.target.clone() {
            Target::Resource { api_group, resource, names } => {
                let names: Vec<String> = names.into_iter().map(text).collect();
                format!("{} {} [{}]", text(api_group.into()), text(resource.into()), names.join(","))
            }
            Target::Url(url) => text(url.into()),
        };
        let marked = STANDARD_VERBS.iter().zip(row.verbs.standard).filter(|(_, marked)| *marked).map(|(verb, _)| *verb);
        let others = row.verbs.others.iter().map(Name::as_str);
        let any = row.verbs.any.then_some("*");
        format!("{target}: {}", any.into_iter().chain(marked).chain(others).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn there_is_a_row_for_each_thing_as_it_is_written() {
        let rows = matrix(&rules(
            "get,escalate '',apps pods,*; get url /b,/a; list '' pods; watch '' pods b,a; use '' pods a,b,a; * apps pods; \
             bind apps pods; - '' nodes; get '' -",
        ));
        let shown: Vec<String> = rows.iter().map(shown).collect();
        let expected = [
            "'' * []: get,escalate",
            "'' pods []: get,list,escalate",
            "'' pods [a,b]: watch,use",
            "apps * []: get,escalate",
            "apps pods []: *,get,list,watch,create,update,patch,delete,deletecollection",
            "/a: get",
            "/b: get",
        ];
        assert_eq!(shown, expected);
    }
}
