//! What is known of every article: which version stands where, and whether it was killed. Pure: records go in, in the
//! order of the journal, and the same records give the same index.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use copydesk::{Article, RelationKind, Status};
use serde::{Deserialize, Serialize};

use super::edition::Edition;

/// Seconds since 1970.
pub(super) type Seconds = i64;

/// What the index asks of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// What it is known by: its id, else the name of its file.
    pub(super) key: String,
    /// Its other ids.
    pub(super) also: BTreeSet<String>,
    /// Which version it is.
    pub(super) edition: Edition,
    /// The ids of what it kills. Its own where it is itself killed.
    pub(super) kills: BTreeSet<String>,
    /// The line of a kill that names no id.
    pub(super) kills_unnamed: Option<String>,
}

/// What is known of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    also: BTreeSet<String>,
    #[serde(flatten)]
    edition: Edition,
    /// Its outputs, below the folder of outputs.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    outputs: BTreeSet<String>,
    /// Outputs that are to be withdrawn, and why.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    leaving: BTreeMap<String, String>,
    /// What killed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    killed: Option<String>,
    /// When it was last heard of.
    at: Seconds,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(super) enum Record {
    /// Where outputs are. The first line.
    Begun { output: String },
    /// All that is known of an article: what earlier lines come to.
    Known { key: String, known: Known },
    /// A version of an article stands in these outputs. `held`: more will come, and what stands stays.
    Published {
        key: String,
        also: BTreeSet<String>,
        #[serde(flatten)]
        edition: Edition,
        outputs: BTreeSet<String>,
        held: bool,
        at: Seconds,
    },
    /// An article was killed.
    Killed { key: String, why: String, at: Seconds },
    /// Outputs of an article were withdrawn.
    Withdrawn { key: String, outputs: BTreeSet<String> },
    /// All is done about an input but to move it, with its report, to `target`.
    Finished { input: String, sha256: String, target: String },
    /// It was moved.
    Moved { input: String },
    /// A picture was used by an input that is finished.
    Used { picture: String },
}

/// What to do about an article that has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judgement {
    /// It is new, or newer than what stands.
    Publish,
    /// A newer version stands already: this one.
    Older(String),
    /// It was killed, by this.
    Killed(String),
}

/// What is known of all articles and inputs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// Where outputs are.
    pub(super) output: Option<String>,
    articles: BTreeMap<String, Known>,
    owners: BTreeMap<String, String>,
    other_ids: BTreeMap<String, String>,
    /// Inputs that are finished and may not be moved yet: SHA-256 and target.
    pub(super) unmoved: BTreeMap<String, (String, String)>,
    /// Pictures of finished inputs.
    pub(super) used: BTreeSet<String>,
}

impl Facts {
    /// The facts of an article that is called `name` if it has no id.
    pub(super) fn of(article: &Article, name: &str) -> Self {
        let metadata = &article.metadata;
        let key =
            metadata.id.clone().filter(|id| !id.trim().is_empty()).unwrap_or_else(|| format!("file:{name}"));
        let also = metadata.other_ids.iter().map(|id| id.value.clone()).filter(|id| *id != key).collect();
        let moment = metadata.modified.or(metadata.issued).and_then(|moment| moment.timestamp_or_utc());
        let mut facts = Self {
            also,
            edition: Edition {
                version: metadata.version.clone(),
                moment: moment.map(|moment| moment.as_second()),
            },
            ..Self::default()
        };
        for relation in metadata.relations.iter().filter(|relation| relation.kind == RelationKind::Kills) {
            match &relation.id {
                Some(id) => drop(facts.kills.insert(id.clone())),
                None => facts.kills_unnamed = Some(relation.printed.clone().unwrap_or_default()),
            }
        }
        if metadata.status == Status::Cancelled {
            facts.kills.insert(key.clone());
        }
        Self { key, ..facts }
    }
}

impl Index {
    /// Takes in a line of the journal.
    pub(super) fn apply(&mut self, record: Record) {
        match record {
            Record::Begun { output } => self.output = Some(output),
            Record::Known { key, known } => {
                self.own(&key, &known.outputs);
                self.call(&key, &known.also);
                self.articles.insert(key, known);
            }
            Record::Published { key, also, edition, outputs, held, at } => {
                self.own(&key, &outputs);
                self.call(&key, &also);
                let known = self.articles.entry(key).or_default();
                let why = format!("replaced by {}", edition.told());
                for old in std::mem::take(&mut known.outputs) {
                    if held {
                        known.outputs.insert(old);
                    } else if !outputs.contains(&old) {
                        known.leaving.insert(old, why.clone());
                    }
                }
                known.leaving.retain(|output, _| !outputs.contains(output));
                known.outputs.extend(outputs);
                known.also.extend(also);
                (known.edition, known.at) = (edition, at);
            }
            Record::Killed { key, why, at } => {
                let key = self.key(&key).to_owned();
                let known = self.articles.entry(key).or_default();
                let outputs = std::mem::take(&mut known.outputs);
                known.leaving.extend(outputs.into_iter().map(|output| (output, why.clone())));
                known.killed.get_or_insert(why);
                known.at = at;
            }
            Record::Withdrawn { key, outputs } => {
                if let Some(known) = self.articles.get_mut(&key) {
                    known.leaving.retain(|output, _| !outputs.contains(output));
                }
                self.owners.retain(|output, _| !outputs.contains(output));
            }
            Record::Finished { input, sha256, target } => drop(self.unmoved.insert(input, (sha256, target))),
            Record::Moved { input } => {
                self.unmoved.remove(&input);
                self.used.remove(&input);
            }
            Record::Used { picture } => drop(self.used.insert(picture)),
        }
    }

    /// What to do about an article.
    pub(super) fn judge(&self, facts: &Facts) -> Judgement {
        let Some(known) = self.articles.get(self.key(&facts.key)) else { return Judgement::Publish };
        if let Some(killed) = &known.killed {
            return Judgement::Killed(killed.clone());
        }
        match facts.edition.compare(&known.edition) {
            Some(Ordering::Less) => Judgement::Older(known.edition.told()),
            _ => Judgement::Publish,
        }
    }

    /// Whether an article of this id stands in outputs, or has been killed.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.articles.contains_key(self.key(id))
    }

    /// Whether an output may be called so by the article `key`: no other article's is.
    pub(super) fn may_write(&self, key: &str, output: &str) -> bool {
        self.owners.get(output).is_none_or(|owner| owner == self.key(key))
    }

    /// Outputs that are to be withdrawn: of each article, with the reason of each.
    pub(super) fn leaving(&self) -> Vec<(String, BTreeMap<String, String>)> {
        let leaving = self.articles.iter().filter(|(_, known)| !known.leaving.is_empty());
        leaving.map(|(key, known)| (key.clone(), known.leaving.clone())).collect()
    }

    /// The fewest lines that give this index again, without articles not heard of since `since`.
    pub(super) fn compact(&self, since: Seconds) -> Vec<Record> {
        let begun = self.output.iter().map(|output| Record::Begun { output: output.clone() });
        let articles =
            self.articles.iter().filter(|(_, known)| known.at >= since || !known.leaving.is_empty());
        let articles = articles.map(|(key, known)| Record::Known { key: key.clone(), known: known.clone() });
        let unmoved = self.unmoved.iter().map(|(input, (sha256, target))| Record::Finished {
            input: input.clone(),
            sha256: sha256.clone(),
            target: target.clone(),
        });
        let used = self.used.iter().map(|picture| Record::Used { picture: picture.clone() });
        begun.chain(articles).chain(unmoved).chain(used).collect()
    }

    /// The key of an article that is called by any of its ids.
    fn key<'a>(&'a self, id: &'a str) -> &'a str {
        if self.articles.contains_key(id) { id } else { self.other_ids.get(id).map_or(id, String::as_str) }
    }

    fn own(&mut self, key: &str, outputs: &BTreeSet<String>) {
        self.owners.extend(outputs.iter().map(|output| (output.clone(), key.to_owned())));
    }

    fn call(&mut self, key: &str, also: &BTreeSet<String>) {
        self.other_ids.extend(also.iter().map(|id| (id.clone(), key.to_owned())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(key: &str, version: &str) -> Facts {
        let edition =
            Edition { version: Some(version.to_owned()).filter(|text| !text.is_empty()), moment: None };
        Facts { key: key.to_owned(), edition, ..Facts::default() }
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn published(key: &str, version: &str, outputs: &[&str], held: bool) -> Record {
        let Facts { key, also, edition, .. } = facts(key, version);
        Record::Published { key, also, edition, outputs: set(outputs), held, at: 5 }
    }

    fn killed(key: &str) -> Record {
        Record::Killed { key: key.to_owned(), why: "killed by k".to_owned(), at: 6 }
    }

    #[test]
    fn an_older_version_never_overwrites_a_newer_one() {
        let mut index = Index::default();
        index.apply(published("a", "10", &["a.pdf"], false));
        assert_eq!(index.judge(&facts("a", "9")), Judgement::Older("version 10".to_owned()));
        for version in ["10", "11", ""] {
            assert_eq!(index.judge(&facts("a", version)), Judgement::Publish, "{version}");
        }
        assert_eq!(index.judge(&facts("b", "1")), Judgement::Publish);
    }

    #[test]
    fn a_kill_withdraws_what_stands_and_keeps_out_what_comes() {
        let mut index = Index::default();
        index.apply(published("a", "1", &["a.pdf", "a.xml"], false));
        index.apply(killed("a"));
        let leaving = index.leaving();
        assert_eq!(leaving[0].1.keys().collect::<Vec<_>>(), ["a.pdf", "a.xml"]);
        assert_eq!(index.judge(&facts("a", "2")), Judgement::Killed("killed by k".to_owned()));
        index.apply(Record::Withdrawn { key: "a".to_owned(), outputs: set(&["a.pdf", "a.xml"]) });
        assert!(index.leaving().is_empty() && index.may_write("b", "a.pdf"));
        index.apply(killed("not seen yet"));
        assert!(matches!(index.judge(&facts("not seen yet", "1")), Judgement::Killed(_)));
    }

    #[test]
    fn a_kill_finds_an_article_by_any_of_its_ids() {
        let mut index = Index::default();
        let Record::Published { key, edition, outputs, held, at, .. } =
            published("a", "1", &["a.pdf"], false)
        else {
            unreachable!()
        };
        index.apply(Record::Published { key, also: set(&["urn:a"]), edition, outputs, held, at });
        index.apply(killed("urn:a"));
        assert_eq!(index.leaving()[0].0, "a");
    }

    #[test]
    fn a_newer_version_takes_the_place_of_the_older() {
        let mut index = Index::default();
        index.apply(published("a", "1", &["a1.pdf", "a.xml"], false));
        index.apply(published("a", "2", &["a.xml"], true));
        assert!(index.leaving().is_empty(), "a page stands until the next may be published");
        index.apply(published("a", "2", &["a2.pdf", "a.xml"], false));
        assert_eq!(
            index.leaving()[0].1.iter().next().unwrap(),
            (&"a1.pdf".to_owned(), &"replaced by version 2".to_owned())
        );
        assert!(!index.may_write("b", "a.xml") && index.may_write("a", "a.xml"));
    }

    #[test]
    fn a_compacted_journal_gives_the_same_index() {
        let mut index = Index::default();
        for record in [
            Record::Begun { output: "/out".to_owned() },
            published("a", "1", &["a.pdf"], false),
            published("b", "1", &["b.pdf"], false),
            killed("b"),
            Record::Finished {
                input: "b.xml".to_owned(),
                sha256: "12".to_owned(),
                target: "done/b.xml".to_owned(),
            },
            Record::Used { picture: "b.jpg".to_owned() },
        ] {
            let line = serde_json::to_string(&record).unwrap();
            assert_eq!(serde_json::from_str::<Record>(&line).unwrap(), record, "{line}");
            index.apply(record);
        }
        let mut again = Index::default();
        index.compact(0).into_iter().for_each(|record| again.apply(record));
        assert_eq!(again.leaving(), index.leaving());
        assert_eq!(again.articles, index.articles);
        assert_eq!(
            (&again.unmoved, &again.used, &again.output),
            (&index.unmoved, &index.used, &index.output)
        );
        assert_eq!(index.compact(6).len(), 4, "`a` was not heard of for so long that it is forgotten");
    }
}
