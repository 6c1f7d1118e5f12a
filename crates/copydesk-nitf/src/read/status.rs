//! What the status lets be done with the article, and what the article does to others: embargoes, kills, corrections.

use copydesk_core::{Embargo, Feature, Moment, Relation, RelationKind, Status, Value};
use copydesk_xml::Tag;

use super::{Reading, Result};

impl<'t> Reading<'t, '_> {
    /// The status; gives whether it is an embargo.
    pub(super) fn status(&mut self, value: &str, at: usize) -> Option<bool> {
        match value.trim().to_ascii_lowercase().as_str() {
            "" => {}
            "usable" => self.article.metadata.status = Status::Usable,
            "embargoed" => return Some(true),
            "withheld" => self.article.metadata.status = Status::Withheld,
            "canceled" | "cancelled" => self.article.metadata.status = Status::Cancelled,
            _ => {
                self.repaired(Feature::Status, at, value, "usable; kept as an extra");
                self.keep("nitf:docdata.management-status", Value::from(value));
            }
        }
        None
    }

    /// What the article does to the one it names.
    pub(super) fn idref(&mut self, tag: &Tag<'t>, id: &str) -> (usize, Relation) {
        let status = tag.attribute("management-idref-status").unwrap_or_default();
        let kind = match status.to_ascii_lowercase().as_str() {
            "canceled" | "cancelled" => RelationKind::Kills,
            "" | "usable" => RelationKind::Updates,
            _ => RelationKind::Related,
        };
        let mut relation = Relation { kind, id: Some(id.to_owned()), ..Relation::default() };
        if !matches!(status, "" | "canceled") {
            relation.extras.insert("nitf:status".to_owned(), Value::from(status));
        }
        (self.at(tag, 0), relation)
    }

    /// The place in its list, as this crate writes it.
    pub(super) fn at(&self, tag: &Tag<'t>, otherwise: usize) -> usize {
        let at = tag.attribute("cd:at").filter(|_| self.own).and_then(|at| at.parse().ok());
        at.unwrap_or(otherwise)
    }

    pub(super) fn correction(&mut self, tag: &Tag<'t>, index: usize) -> Result<Option<(usize, Relation)>> {
        let mut relation = Relation {
            kind: RelationKind::Corrects,
            id: self.value(tag, "id-string"),
            printed: self.value(tag, "info"),
            extras: self.extras(tag, &["id-string", "info"]),
        };
        let text = self.text_content()?;
        if !text.is_empty() {
            relation.printed = Some(text);
        }
        let says =
            relation.id.is_some() || relation.printed.is_some() || !relation.extras.is_empty() || self.own;
        Ok(says.then(|| (self.at(tag, index), relation)))
    }

    pub(super) fn relation(&mut self, tag: &Tag<'t>) -> Result<(usize, Relation)> {
        let kind = match tag.attribute("kind") {
            Some("kills") => RelationKind::Kills,
            Some("corrects") => RelationKind::Corrects,
            Some("replaces") => RelationKind::Replaces,
            Some("updates") => RelationKind::Updates,
            Some("translates") => RelationKind::Translates,
            _ => RelationKind::Related,
        };
        let (id, printed) = (tag.attribute("id"), tag.attribute("printed"));
        let (id, printed) = (id.map(str::to_owned), printed.map(str::to_owned));
        let at = self.at(tag, 0);
        Ok((at, Relation { kind, id, printed, extras: self.own_extras()? }))
    }

    /// An embargo where the status says so, or where the release lies after the issue and the caller's clock.
    pub(super) fn embargo(&mut self, embargoed: Option<bool>, at: usize) {
        let metadata = &self.article.metadata;
        let release = metadata.release;
        if embargoed == Some(true) {
            self.article.metadata.embargo = Some(Embargo { until: release, printed: None });
            return;
        }
        let time = |moment: Option<Moment>| moment.and_then(|moment| moment.timestamp_or_utc());
        if let (Some(release), Some(now)) = (time(release), time(self.context.now)) {
            let after_issue = time(metadata.issued).is_none_or(|issued| release > issued);
            if release > now && after_issue {
                self.article.metadata.embargo = Some(Embargo { until: metadata.release, printed: None });
                self.repaired(Feature::Embargo, at, "a release time that lies ahead", "an embargo");
            }
        }
    }
}
