//! How a need that ships names rows of the table: by their class, of which it means all.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Operator, OperatorClass, of_class};

pub(in crate::template) fn serialize<S: Serializer>(rows: &[&Operator], serializer: S) -> Result<S::Ok, S::Error> {
    rows.first().map(|row| row.class).serialize(serializer)
}

pub(in crate::template) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<&'static Operator>, D::Error> {
    let class = Option::<OperatorClass>::deserialize(deserializer)?;
    Ok(class.map_or_else(Vec::new, of_class))
}
