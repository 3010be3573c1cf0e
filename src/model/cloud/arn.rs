//! Amazon Resource Names.

use serde::{Deserialize, Serialize};

use crate::model::Name;

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, checked to have these parts; compared with regard to case, as AWS does.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "Name", into = "Name")]
pub struct Arn(Name);

impl Arn {
    /// The ARN of this text, if it is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let mut named = || parts.next().filter(|part| !part.is_empty());
        (named()? == "arn").then_some(())?;
        // Partition and service.
        named()?;
        named()?;
        // Region and account may be empty; the resource may not.
        let resource = parts.nth(2)?;
        (!resource.is_empty()).then(|| Arn(text.into()))
    }

    /// The whole text.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.0
    }

    /// The whole text, unescaped.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `aws`, `aws-cn`, `aws-us-gov`.
    #[must_use]
    pub fn partition(&self) -> &str {
        self.part(1)
    }

    /// `iam`, `sts`, `eks`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// The region; empty for what has none.
    #[must_use]
    pub fn region(&self) -> &str {
        self.part(3)
    }

    /// The account; empty for what names none, `aws` for what AWS maintains.
    #[must_use]
    pub fn account(&self) -> &str {
        self.part(4)
    }

    /// What follows the account: `role/ops/deployer`.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    /// What the resource is, if it says so: `role` of `role/ops/deployer`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.resource().split('/').next().unwrap_or_default()
    }

    /// The last part of the resource: `deployer` of `role/ops/deployer`.
    #[must_use]
    pub fn short(&self) -> &str {
        self.resource().rsplit('/').next().unwrap_or_default()
    }

    fn part(&self, index: usize) -> &str {
        self.0.as_str().splitn(6, ':').nth(index).unwrap_or_default()
    }
}

impl TryFrom<Name> for Arn {
    type Error = &'static str;

    fn try_from(name: Name) -> Result<Self, Self::Error> {
        Arn::parse(&name).ok_or("expected an ARN (`arn:aws:…`)")
    }
}

impl From<Arn> for Name {
    fn from(arn: Arn) -> Self {
        arn.0
    }
}

#[cfg(test)]
mod tests {
    use super::Arn;

    #[test]
    fn an_arn_has_six_parts() {
        let arn = Arn::parse("arn:aws-cn:iam::111122223333:role/ops/deployer").unwrap();
        assert_eq!((arn.partition(), arn.service(), arn.region()), ("aws-cn", "iam", ""));
        assert_eq!((arn.account(), arn.resource()), ("111122223333", "role/ops/deployer"));
        assert_eq!((arn.kind(), arn.short()), ("role", "deployer"));
        assert_eq!(Arn::parse("arn:aws:logs:eu-west-1:1:log-group:a:b").unwrap().resource(), "log-group:a:b");
        for text in ["", "arn", "arn:aws:iam::1", "arn:aws:iam::1:", "arn::iam::1:role/a", "ARN:aws:iam::1:role/a"] {
            assert_eq!(Arn::parse(text), None, "{text}");
        }
    }
}
