//! What an element of a container says of an article. The container fills what the article leaves open; where the two
//! say different things the article's word stands, the container's is an extra, and a repair tells.

use copydesk_core::{
    Article, Block, Byline, Copyright, Dateline, Embargo, Feature, Inlines, Metadata, Moment, Rights, Series,
    Status, Value,
};
use copydesk_lines as lines;

use super::parts::{
    add, code, concept_in, copyright, id, language as language_of, once, other_id, same, text, text_and_code,
    usage,
};
use super::{MOST_HEARD, Node, Reading};
use crate::moments::parse;
use crate::read::line_of;

/// Which parts that may repeat the article has of its own: a container adds nothing to these.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given {
    decks: bool,
    bylines: bool,
    summary: bool,
    credits: bool,
    copyright: bool,
    rights: bool,
}

impl Given {
    pub(super) fn by(article: &Article) -> Self {
        Self {
            decks: !article.decks.is_empty(),
            bylines: !article.bylines.is_empty(),
            summary: !article.summary.is_empty(),
            credits: !article.credits.is_empty(),
            copyright: !article.copyright.is_empty(),
            rights: !article.rights.is_empty(),
        }
    }
}

/// What became of something a container says.
pub(super) enum Heard {
    /// It has its place in the article; these attributes are part of it.
    Taken(&'static [&'static str]),
    /// It has its place, with everything in it.
    Whole,
    /// The article says something else.
    Differs(String),
    /// There is no field for it.
    Extra,
}

pub(super) const TAKEN: Heard = Heard::Taken(&[]);

impl<'t> Reading<'t, '_> {
    /// An element of the container, and what is in it.
    pub(super) fn hear(&mut self, node: &Node<'t>, around: &str, given: Given) {
        self.container.heard += 1;
        if self.container.heard > MOST_HEARD {
            if self.container.heard == MOST_HEARD + 1 {
                let place = self.place(node.at);
                let detail = "what the container says, for the articles from here on: there are too many";
                self.report.dropped(Feature::Metadata, place, detail);
            }
            return;
        }
        if is_section(node.name) {
            self.hear_attributes(node);
            if !node.text.is_empty() {
                self.keep(&format!("newsml:{}.text", node.name), Value::from(node.text.as_str()));
            }
            for child in &node.children {
                self.hear(child, node.name, given);
            }
            return;
        }
        let key = format!("newsml:{}", node.name);
        match self.take(node, around, given) {
            Heard::Whole => {}
            Heard::Taken(said) => {
                for (name, value) in node.attributes.iter().filter(|(name, _)| !said.contains(name)) {
                    self.keep_attribute(node.name, name, value);
                }
                for child in node.children.iter().filter(|child| child.has_attributes()) {
                    self.keep(&key, child.value());
                }
            }
            Heard::Differs(known) => {
                let found = format!("`{}` of the container: {}", node.name, said(node));
                self.repaired(
                    Feature::Metadata,
                    node.at,
                    found,
                    format!("an extra; the article says: {known}"),
                );
                self.keep(&key, node.value());
            }
            Heard::Extra
                if node.text.is_empty() && node.attributes.is_empty() && node.children.is_empty() => {}
            Heard::Extra => self.keep(&key, node.value()),
        }
    }

    /// The attributes of an element around articles.
    pub(super) fn hear_attributes(&mut self, node: &Node<'t>) {
        for (name, value) in &node.attributes {
            let metadata = &mut self.article.metadata;
            let heard = match (node.name, *name) {
                ("newsItem", "guid") => id(metadata, "guid", value),
                ("newsItem", "version") => text(&mut metadata.version, value.clone()),
                ("newsItem" | "NewsItem", "xml:lang") => language_of(&mut metadata.language, value),
                // Versions, as those of NITF.
                ("NewsML", "Version") | (_, "standard" | "standardversion" | "conformance") => TAKEN,
                _ => Heard::Extra,
            };
            match heard {
                Heard::Taken(_) | Heard::Whole => {}
                Heard::Differs(known) => {
                    let found = format!("`{}@{name}` of the container: {value}", node.name);
                    let read_as = format!("an extra; the article says: {known}");
                    self.repaired(Feature::Metadata, node.at, found, read_as);
                    self.keep_attribute(node.name, name, value);
                }
                Heard::Extra => self.keep_attribute(node.name, name, value),
            }
        }
    }

    fn keep_attribute(&mut self, element: &str, name: &str, value: &str) {
        let says_language = name == "xml:lang" && self.article.metadata.language.as_deref() == Some(value);
        if !says_language {
            self.keep(&format!("newsml:{element}.{name}"), Value::from(value));
        }
    }

    fn take(&mut self, node: &Node<'t>, around: &str, given: Given) -> Heard {
        let words = node.words();
        match node.name {
            "Status" | "pubStatus" | "PublishingStatus" | "DateAndTime" | "embargoed" | "Urgency"
            | "urgency" | "Language" | "language" | "Subject" | "SubjectMatter" | "SubjectDetail"
            | "subject" | "Genre" | "genre" | "Property" | "provider" | "Provider" | "Source"
            | "infoSource" | "Location" | "located" | "Copyright" | "copyrightHolder" | "UsageRights"
            | "altId" => self.take_coded(node, around, given),
            _ if words.is_empty() => Heard::Extra,
            "FirstCreated"
            | "firstCreated"
            | "ThisRevisionCreated"
            | "versionCreated"
            | "DateId"
            | "LastModifiedDateTime" => self.take_moment(node.name, &words),
            "published" | "updated" if around == "entry" => self.take_moment(node.name, &words),
            // What a feed says of itself is said of no article.
            _ if matches!(around, "feed" | "channel") => Heard::Extra,
            "id" if around == "entry" => id(&mut self.article.metadata, "atom", &words),
            "summary" if around == "entry" => self.take_abstract(words, given),
            "rights" if around == "entry" => self.take_notice(words, given),
            _ => self.take_line(node, words, given),
        }
    }

    /// What is printed around the story, and other plain text.
    fn take_line(&mut self, node: &Node<'t>, words: String, given: Given) -> Heard {
        let language = self.language;
        let article = &mut self.article;
        let metadata = &mut article.metadata;
        match node.name {
            "HeadLine" | "headline" if !is_deck(node) => {
                if article.headline.is_empty() {
                    article.headline = Inlines::from(words);
                    return TAKEN;
                }
                same(line_of(&article.headline), &words)
            }
            "SubHeadLine" | "headline" => {
                let known: Vec<String> = article.decks.iter().map(line_of).collect();
                add(&mut article.decks, known, given.decks, words, Inlines::from)
            }
            "ByLine" | "by" => {
                let known = article.bylines.iter().map(|line| line.printed.clone()).collect();
                add(&mut article.bylines, known, given.bylines, words, |words| Byline {
                    printed: words.clone(),
                    ..lines::known_byline(&words, language)
                })
            }
            "DateLine" | "dateline" => self.take_dateline(words),
            "description" => self.take_abstract(words, given),
            "CreditLine" | "creditline" => self.take_credits(&words, given),
            "CopyrightLine" | "copyrightNotice" => self.take_notice(words, given),
            "RightsLine" | "usageTerms" => {
                let known =
                    article.rights.iter().map(|said| said.terms.clone().unwrap_or_default()).collect();
                add(&mut article.rights, known, given.rights, words, |words| Rights {
                    terms: Some(words),
                    ..Rights::default()
                })
            }
            "SlugLine" | "slugline" => text(&mut metadata.slug_line, words),
            "NameLabel" if metadata.slug_line.is_none() => {
                metadata.slug_line = Some(words);
                self.repaired(Feature::SlugLine, node.at, "`NameLabel`", "the slug line");
                TAKEN
            }
            "title" => text(&mut metadata.title, words),
            "ProviderId" => text(&mut metadata.provider, words),
            "NewsItemId" | "ItemId" => id(metadata, node.name, &words),
            "DefaultLanguage" => language_of(&mut metadata.language, &words),
            "PublicIdentifier" => other_id(metadata, "urn", &words),
            "RevisionId" => text(&mut metadata.version, words),
            "KeywordLine" | "keyword" => once(&mut metadata.keywords, words),
            "edNote" => once(&mut metadata.editor_notes, words),
            "SeriesLine" => match &metadata.series {
                Some(known) => same(known.name.clone().unwrap_or_default(), &words),
                None => {
                    metadata.series = Some(Series { name: Some(words), ..Series::default() });
                    TAKEN
                }
            },
            _ => Heard::Extra,
        }
    }

    fn take_abstract(&mut self, words: String, given: Given) -> Heard {
        let summary = &mut self.article.summary;
        let known = vec![Article { body: summary.clone(), ..Article::default() }.body_text(true)];
        add(summary, known, given.summary, words, Block::paragraph)
    }

    fn take_credits(&mut self, words: &str, given: Given) -> Heard {
        let credits = &mut self.article.credits;
        let known: Vec<&str> = credits.iter().map(|credit| credit.printed.as_str()).collect();
        if known.contains(&words) {
            return TAKEN;
        }
        if given.credits {
            return Heard::Differs(known.join("; "));
        }
        credits.extend(lines::known_credits(words, self.language).credits);
        TAKEN
    }

    fn take_notice(&mut self, words: String, given: Given) -> Heard {
        let known: Vec<&str> = self.article.copyright.iter().map(|said| said.notice.as_str()).collect();
        if known.contains(&words.as_str()) {
            return TAKEN;
        }
        if given.copyright {
            return Heard::Differs(known.join("; "));
        }
        let read = lines::known_copyright(&words, self.language);
        self.add_copyright(Copyright { notice: words, ..read });
        TAKEN
    }

    fn take_dateline(&mut self, words: String) -> Heard {
        if let Some(known) = self.article.dateline.as_ref().filter(|known| !known.printed.is_empty()) {
            return same(known.printed.clone(), &words);
        }
        let mut dateline = Dateline { printed: words, ..self.article.dateline.take().unwrap_or_default() };
        self.read_dateline(&mut dateline);
        self.article.dateline = Some(dateline);
        TAKEN
    }

    fn take_moment(&mut self, name: &str, words: &str) -> Heard {
        let Some((found, _)) = parse(words) else { return Heard::Extra };
        let metadata = &mut self.article.metadata;
        let slot = match name {
            "FirstCreated" | "firstCreated" => &mut metadata.created,
            "DateId" | "published" => &mut metadata.issued,
            _ => &mut metadata.modified,
        };
        match slot {
            None => {
                *slot = Some(found);
                TAKEN
            }
            Some(known) if known.timestamp_or_utc() == found.timestamp_or_utc() => TAKEN,
            Some(known) => Heard::Differs(known.to_string()),
        }
    }

    /// What is said by a code.
    fn take_coded(&mut self, node: &Node<'t>, around: &str, given: Given) -> Heard {
        let code = code(node).unwrap_or_default().to_owned();
        let article = &mut self.article;
        let metadata = &mut article.metadata;
        match node.name {
            "Status" | "pubStatus" | "PublishingStatus" if code.is_empty() => self.take_status(&node.words()),
            "Status" | "pubStatus" | "PublishingStatus" => self.take_status(&code),
            "embargoed" => self.take_embargo(node),
            "DateAndTime" if around == "StatusWillChange" && metadata.embargo.is_some() => {
                self.take_embargo(node)
            }
            "Urgency" | "urgency" => {
                let number = if node.name == "Urgency" { code } else { node.words() };
                match (number.trim().parse::<u8>(), metadata.urgency) {
                    (Ok(found), None) if (1..=9).contains(&found) => metadata.urgency = Some(found),
                    (Ok(found), Some(known)) if known == found => {}
                    (Ok(_), Some(known)) => return Heard::Differs(known.to_string()),
                    _ => return Heard::Extra,
                }
                Heard::Taken(&["FormalName"])
            }
            "Language" if !code.is_empty() => language_of(&mut metadata.language, &code),
            "language" => match node.attribute("tag") {
                Some(tag) => language_of(&mut metadata.language, tag),
                None => Heard::Extra,
            },
            "Subject" | "SubjectMatter" | "SubjectDetail" | "subject" => {
                concept_in(&mut metadata.subjects, node, None)
            }
            "Genre" | "genre" => concept_in(&mut metadata.genres, node, None),
            "located" => concept_in(&mut metadata.places, node, Some("located")),
            "Location" => concept_in(&mut metadata.places, node, node.attribute("HowPresent")),
            "Property" if code == "Keyword" => match node.attribute("Value") {
                Some(keyword) => {
                    let _ = once(&mut metadata.keywords, keyword.to_owned());
                    Heard::Taken(&["FormalName", "Value"])
                }
                None => Heard::Extra,
            },
            "provider" => text_and_code(&mut metadata.provider, node, &code),
            "infoSource" => text_and_code(&mut metadata.source, node, &code),
            "Source" | "Provider" => party(metadata, node),
            "Copyright" | "copyrightHolder" => {
                let known: Vec<String> =
                    article.copyright.iter().filter_map(|said| said.holder.clone()).collect();
                let found = copyright(node);
                let Some(holder) = found.holder.clone() else { return Heard::Extra };
                if known.contains(&holder) && found.extras.is_empty() {
                    return Heard::Whole;
                }
                let open =
                    article.copyright.first_mut().filter(|said| said.holder.is_none() && !given.copyright);
                match open {
                    Some(said) => {
                        said.holder = found.holder;
                        said.extras.extend(found.extras);
                    }
                    None if given.copyright || !known.is_empty() => return Heard::Differs(known.join("; ")),
                    None => article.copyright.push(found),
                }
                Heard::Whole
            }
            "UsageRights" if !given.rights => {
                article.rights.push(usage(node));
                Heard::Whole
            }
            "altId" => other_id(metadata, node.attribute("type").unwrap_or("altId"), &node.words()),
            _ => Heard::Extra,
        }
    }

    /// The status: the stricter one holds.
    fn take_status(&mut self, code: &str) -> Heard {
        let metadata = &mut self.article.metadata;
        let name = code.rsplit([':', '/']).next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "usable" => {}
            "withheld" if metadata.status == Status::Usable => metadata.status = Status::Withheld,
            "canceled" | "cancelled" => metadata.status = Status::Cancelled,
            "embargoed" => drop(metadata.embargo.get_or_insert_default()),
            "withheld" => {}
            _ => return Heard::Extra,
        }
        Heard::Taken(&["FormalName", "qcode", "uri"])
    }

    /// An embargo: the later one holds. Without a time it has no end: NewsML-G2 allows that (`DateTimeOrNullPropType`), and
    /// an article that is not under embargo has no such element.
    fn take_embargo(&mut self, node: &Node<'t>) -> Heard {
        let words = node.words();
        let until = parse(&words).map(|(until, _)| until);
        let embargo = self.article.metadata.embargo.get_or_insert_default();
        let time = |moment: Option<Moment>| moment.and_then(|moment| moment.timestamp_or_utc());
        match (embargo.until, until) {
            // A time that cannot be read: it is under embargo all the same.
            (known, None) => {
                let (found, heard) = match words.is_empty() {
                    true => (format!("an empty `{}`", node.name), TAKEN),
                    false => (format!("`{}`: {words}", node.name), Heard::Extra),
                };
                let read_as = match known {
                    None => "an embargo without end".to_owned(),
                    Some(known) => format!("an embargo; it ends as the article says: {known}"),
                };
                self.repaired(Feature::Embargo, node.at, found, read_as);
                heard
            }
            (None, until) => {
                *embargo = Embargo { until, printed: embargo.printed.take() };
                TAKEN
            }
            (known, found) if time(known) == time(found) => TAKEN,
            (Some(known), found) if time(found) > time(Some(known)) => {
                embargo.until = found;
                self.keep("newsml:embargo.article", Value::Text(known.to_string()));
                TAKEN
            }
            (Some(known), _) => Heard::Differs(known.to_string()),
        }
    }
}

/// Who provides or made it: a party, or just its name.
fn party(metadata: &mut Metadata, node: &Node<'_>) -> Heard {
    match &node.children[..] {
        [party] if party.name == "Party" && party.children.is_empty() && party.attributes.len() == 1 => {
            let slot = if node.name == "Source" { &mut metadata.source } else { &mut metadata.distributor };
            match text(slot, party.attribute("FormalName").unwrap_or_default().to_owned()) {
                Heard::Taken(_) => Heard::Whole,
                heard @ (Heard::Whole | Heard::Differs(_) | Heard::Extra) => heard,
            }
        }
        [] if node.name == "Provider" && !node.text.is_empty() => {
            text(&mut metadata.provider, node.text.clone())
        }
        _ => Heard::Extra,
    }
}

/// Whether an element only holds others, which are heard one by one.
fn is_section(name: &str) -> bool {
    matches!(
        name,
        "NewsEnvelope"
            | "Identification"
            | "NewsIdentifier"
            | "NewsManagement"
            | "PublicationManagement"
            | "StatusWillChange"
            | "NewsLines"
            | "AdministrativeMetadata"
            | "DescriptiveMetadata"
            | "RightsMetadata"
            | "SubjectCode"
            | "Metadata"
            | "header"
            | "rightsInfo"
            | "itemMeta"
            | "contentMeta"
            | "ContentMetadata"
    )
}

/// Whether a headline of NewsML-G2 stands below another.
fn is_deck(node: &Node<'_>) -> bool {
    node.attribute("role").is_some_and(|role| role.to_ascii_lowercase().contains("sub"))
}

/// What an element says, in one line.
fn said(node: &Node<'_>) -> String {
    let words = node.words();
    if !words.is_empty() {
        return words;
    }
    let values: Vec<&str> = node.attributes.iter().map(|(_, value)| value.as_str()).collect();
    values.join(" ")
}
