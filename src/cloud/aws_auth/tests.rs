use super::{Finding, List, Mappings, Part, Principal};
use crate::model::AwsAuth;

mod callers;
mod mapped;
mod names;
mod texts;

fn roles(text: &str) -> Mappings {
    Mappings::parse(&AwsAuth { map_roles: text.to_owned(), ..AwsAuth::default() })
}

fn users(text: &str) -> Mappings {
    Mappings::parse(&AwsAuth { map_users: text.to_owned(), ..AwsAuth::default() })
}

fn accounts(text: &str) -> Mappings {
    Mappings::parse(&AwsAuth { map_accounts: text.to_owned(), ..AwsAuth::default() })
}

/// Whom somebody becomes, as `user [group, group]`; `-` for nobody. Placeholders stand in angle brackets.
fn becomes(mappings: &Mappings, arn: &str) -> String {
    let Some(identity) = mappings.map(arn) else { return "-".to_owned() };
    let groups: Vec<String> = identity.groups.iter().map(shown).collect();
    format!("{} [{}]", shown(&identity.username), groups.join(", "))
}

fn shown(template: &super::Template) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.as_str().to_owned(),
        other => format!("<{other:?}>"),
    };
    template.parts().iter().map(part).collect()
}

/// The places of what is dropped, from 0, and of what is read in part.
fn remarked(mappings: &Mappings) -> Vec<(List, Option<usize>, bool)> {
    mappings.remarks.iter().map(|remark| (remark.list, remark.index, remark.dropped)).collect()
}

/// The findings of the only entry.
fn findings(mappings: &Mappings) -> Vec<Finding> {
    let [entry] = mappings.entries.as_slice() else { panic!("{mappings:?}") };
    entry.findings.clone()
}
