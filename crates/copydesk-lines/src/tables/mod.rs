//! The language tables. A new language is a new file and a line here.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod nl;
mod pt;

use crate::Table;

/// Every table; English first.
pub(crate) const ALL: &[&Table] =
    &[&en::TABLE, &fr::TABLE, &de::TABLE, &es::TABLE, &pt::TABLE, &it::TABLE, &nl::TABLE];
