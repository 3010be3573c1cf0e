//! Verbs over resources, as a table.

use std::io;

use anstyle::Style;

use crate::authz::{Row, Target};
use crate::model::{Name, Scope};
use crate::query::RuleText;

use super::super::grid::{self, Cell, cell, list_cell};
use super::super::visible::sentence;
use super::place;
use super::who_can::Options;

/// Column heads, in the order of the standard verbs; the longest would take the room of three.
const HEAD: [&str; 10] = ["ON", "GET", "LIST", "WATCH", "CREATE", "UPDATE", "PATCH", "DELETE", "DELCOLL", "OTHER"];

/// A table for each scope.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, matrices: &[(Scope, Vec<Row>)], options: &Options) -> io::Result<()> {
    for (scope, rows) in matrices {
        let bold = Style::new().bold();
        writeln!(out, "\n{bold}{}{bold:#}", sentence(&place(&scope.id())))?;
        let rows = rows.iter().map(cells).collect();
        grid::lines(options.width, &HEAD, rows).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

fn cells(row: &Row) -> Vec<Cell> {
    let mark = |held: bool| cell(if held { "x" } else { "" });
    let mut cells = vec![list_cell(&object(&row.target))];
    cells.extend(row.verbs.standard.iter().map(|held| mark(*held)));
    let mut others: Vec<&str> = row.verbs.others.iter().map(Name::as_str).collect();
    if row.verbs.any {
        others.push("*");
    }
    cells.push(cell(&others.join(",")));
    cells
}

/// `deployments.apps/scale named web`, or the path.
fn object(target: &Target) -> String {
    let text = |name: Name| vec![name.as_str().to_owned()];
    match target {
        Target::Url(url) => Name::from(url.clone()).as_str().to_owned(),
        Target::Resource { api_group, resource, names } => {
            let rule = RuleText {
                api_groups: text(api_group.clone().into()),
                resources: text(resource.clone().into()),
                resource_names: names.iter().map(|name| name.as_str().to_owned()).collect(),
                ..RuleText::default()
            };
            rule.objects()
        }
    }
}
