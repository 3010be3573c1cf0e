//! The fields of a report, one after the other: whoever writes them may write a long list on all cores.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Report;

/// Writes the fields of an object.
pub(super) trait Fields {
    /// Why it failed.
    type Error;

    /// A field with a short value.
    fn one(&mut self, name: &'static str, value: &impl Serialize) -> Result<(), Self::Error>;

    /// A field with a list that may be long.
    fn list(&mut self, name: &'static str, items: &[impl Serialize + Sync]) -> Result<(), Self::Error>;
}

impl Report {
    /// All fields, in the order of the contract.
    pub(super) fn fields<F: Fields>(&self, out: &mut F) -> Result<(), F::Error> {
        out.one("schema", &self.schema)?;
        out.one("kubescan", &self.kubescan)?;
        out.one("source", &self.source)?;
        out.one("complete", &self.complete)?;
        out.one("gaps", &self.gaps)?;
        out.one("notes", &self.notes)?;
        out.one("counts", &self.counts)?;
        out.one("summary", &self.summary)?;
        if let Some(baseline) = &self.baseline {
            out.one("baseline", baseline)?;
        }
        out.list("hotPods", &self.hot_pods)?;
        out.list("paths", &self.paths)?;
        out.list("riskySubjects", &self.risky_subjects)?;
        out.list("riskyRoles", &self.risky_roles)?;
        out.list("riskyBindings", &self.risky_bindings)?;
        out.one("chokePoints", &self.choke_points)?;
        out.one("podChokePoints", &self.pod_choke_points)?;
        if let Some(separation) = &self.separation {
            out.one("separation", separation)?;
        }
        if !self.fixes.is_empty() {
            out.one("fixes", &self.fixes)?;
        }
        out.list("nodes", &self.nodes)?;
        if let Some(compliance) = &self.compliance {
            out.one("compliance", compliance)?;
        }
        out.list("findings", &self.findings)
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = Entries(serializer.serialize_map(None)?);
        self.fields(&mut map)?;
        map.0.end()
    }
}

/// One after the other, into whatever format.
struct Entries<M>(M);

impl<M: SerializeMap> Fields for Entries<M> {
    type Error = M::Error;

    fn one(&mut self, name: &'static str, value: &impl Serialize) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn list(&mut self, name: &'static str, items: &[impl Serialize + Sync]) -> Result<(), M::Error> {
        self.0.serialize_entry(name, items)
    }
}
