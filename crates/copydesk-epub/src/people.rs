//! Who made the article: creators and contributors, with their roles as MARC relators and the name to sort by.

use std::collections::{BTreeMap, HashMap};

use copydesk_core::{Article, Work};

/// One of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Maker {
    /// The name.
    pub(crate) name: String,
    /// A creator, not a contributor.
    pub(crate) creator: bool,
    /// MARC relator codes.
    pub(crate) relators: Vec<&'static str>,
    /// Roles in the words of the article.
    pub(crate) roles: Vec<String>,
    /// For whom they worked.
    pub(crate) affiliations: Vec<String>,
    /// The login they are printed by.
    pub(crate) login: Option<String>,
    /// The name stands for a house and is not turned round for sorting.
    pub(crate) house: bool,
}

/// Everybody, each once: bylines, then credits, then copyright holders.
pub(crate) fn makers(article: &Article, aliases: &BTreeMap<String, String>) -> Vec<Maker> {
    let mut makers = Makers { list: Vec::new(), by_name: HashMap::new(), aliases };
    for person in article.bylines.iter().flat_map(|byline| &byline.people) {
        let maker = makers.called(&person.name);
        maker.creator = true;
        add(&mut maker.relators, "aut");
        maker.roles.extend(person.role.clone().filter(|role| !maker.roles.contains(role)));
        maker.affiliations.extend(person.affiliation.clone());
    }
    for credit in &article.credits {
        for name in &credit.names {
            let maker = makers.called(name);
            maker.creator |= matches!(credit.work, Work::Reporting | Work::Writing);
            add(&mut maker.relators, relator(credit.work));
            if credit.work == Work::Other {
                maker.roles.extend(credit.role.clone().filter(|role| !maker.roles.contains(role)));
            }
            maker.affiliations.extend(credit.affiliation.clone());
        }
    }
    for holder in article.copyright.iter().filter_map(|copyright| copyright.holder.as_deref()) {
        let known = makers.by_name.contains_key(holder);
        let maker = makers.called(holder);
        maker.house |= !known;
        add(&mut maker.relators, "cph");
    }
    makers.list.retain(|maker| !maker.name.trim().is_empty());
    for maker in &mut makers.list {
        maker.affiliations.dedup();
    }
    makers.list
}

struct Makers<'a> {
    list: Vec<Maker>,
    by_name: HashMap<String, usize>,
    aliases: &'a BTreeMap<String, String>,
}

impl Makers<'_> {
    /// The one of this name, or behind this login.
    fn called(&mut self, printed: &str) -> &mut Maker {
        let alias = self.aliases.get(printed);
        let name = alias.map_or(printed, String::as_str);
        let at = match self.by_name.get(name) {
            Some(at) => *at,
            None => {
                self.list.push(Maker { name: name.to_owned(), ..Maker::default() });
                self.by_name.insert(name.to_owned(), self.list.len() - 1);
                self.list.len() - 1
            }
        };
        if alias.is_some() {
            self.list[at].login = Some(printed.to_owned());
        }
        &mut self.list[at]
    }
}

fn add(relators: &mut Vec<&'static str>, relator: &'static str) {
    if !relators.contains(&relator) {
        relators.push(relator);
    }
}

/// The MARC relator of a kind of work.
fn relator(work: Work) -> &'static str {
    match work {
        Work::Reporting => "rpt",
        Work::Writing => "aut",
        Work::Editing => "edt",
        Work::Photography => "pht",
        Work::Translation => "trl",
        Work::Illustration => "ill",
        Work::Video => "vdg",
        Work::Research => "res",
        Work::Other => "ctb",
    }
}

impl Maker {
    /// The name to sort by: the family name first, with the particles that belong to it. Names of houses, of one
    /// word, with a comma, and in scripts that put the family name first stay as they are.
    pub(crate) fn file_as(&self) -> String {
        const PARTICLES: &[&str] = &[
            "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la",
            "le", "ten", "ter", "van", "von", "zu",
        ];
        let family_last = self.name.chars().filter(|c| c.is_alphabetic()).all(|c| {
            // Latin, Greek, Cyrillic, Armenian: scripts whose names stand with the family name last.
            u32::from(c) < 0x590 || (0x1E00..0x2000).contains(&u32::from(c))
        });
        let words: Vec<&str> = self.name.split_whitespace().collect();
        if self.house || words.len() < 2 || !family_last || self.name.contains([',', '/', '&', '(']) {
            return self.name.clone();
        }
        let mut family = words.len() - 1;
        while family > 1 && PARTICLES.contains(&words[family - 1].to_lowercase().as_str()) {
            family -= 1;
        }
        format!("{}, {}", words[family..].join(" "), words[..family].join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_core::{Byline, Copyright, Credit, Person};

    fn file_as(name: &str) -> String {
        Maker { name: name.to_owned(), ..Maker::default() }.file_as()
    }

    #[test]
    fn names_are_filed_by_family() {
        assert_eq!(file_as("Jane Q. Doe"), "Doe, Jane Q.");
        assert_eq!(file_as("Ludwig van der Berg"), "van der Berg, Ludwig");
        assert_eq!(file_as("Reuters"), "Reuters");
        assert_eq!(file_as("習 近平"), "習 近平");
        assert_eq!(file_as("Smith & Sons"), "Smith & Sons");
    }

    #[test]
    fn a_login_is_the_person_it_stands_for() {
        let credit = |role: &str, work, name: &str| Credit {
            role: Some(role.to_owned()),
            work,
            names: vec![name.to_owned()],
            ..Credit::default()
        };
        let article = Article {
            bylines: vec![Byline {
                people: vec![Person { name: "jdoe".to_owned(), ..Person::default() }],
                ..Byline::default()
            }],
            credits: vec![
                credit("Reporting", Work::Reporting, "Jane Doe"),
                credit("Editing", Work::Editing, "Al Roe"),
                credit("Additions", Work::Other, "Jane Doe"),
            ],
            copyright: vec![Copyright { holder: Some("The Gazette".to_owned()), ..Copyright::default() }],
            ..Article::default()
        };
        let aliases = BTreeMap::from([("jdoe".to_owned(), "Jane Doe".to_owned())]);
        let makers = makers(&article, &aliases);
        assert_eq!(makers.len(), 3);
        assert_eq!(makers[0].relators, ["aut", "rpt", "ctb"]);
        assert_eq!(makers[0].roles, ["Additions"]);
        assert!(makers[0].creator && !makers[1].creator && !makers[2].creator);
        assert_eq!(
            (makers[2].relators.as_slice(), makers[2].file_as().as_str()),
            (["cph"].as_slice(), "The Gazette")
        );
    }
}
