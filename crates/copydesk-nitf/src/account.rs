//! Where the words of a source went: each into the article, into an extra, into the report, or nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use copydesk_core::{
    Article, Block, Converted, Error, Inlines, Limits, Place, Report, Value, child_blocks, child_inlines,
};
use copydesk_xml::{Lines, Token, XmlReader, decode, named_character};

use crate::moments::{norm, parse};

/// What became of the words of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// How many words and values the source has.
    pub words: usize,
    /// Found only in extras: what the model has no field for.
    pub in_extras: Vec<Piece>,
    /// Found only in the report.
    pub reported: Vec<Piece>,
    /// Found nowhere. There should be none.
    pub gone: Vec<Piece>,
}

/// Words of a source, and where they stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The element, or `element@attribute`.
    pub element: String,
    /// Where it begins.
    pub at: Place,
    /// The words.
    pub words: String,
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of `{}` at {}", self.words, self.element, self.at)
    }
}

/// Accounts for the words of a source: the text of each element and the values of its attributes, read once more and
/// independently of the reader, are looked for in the part of the articles where their role says, then in extras, then
/// in the report.
///
/// A source that is not well-formed is read leniently.
///
/// # Errors
/// The source is no XML at all.
pub fn account(source: &[u8], read: &[Converted<Article>]) -> Result<Account, Error> {
    let decoded = decode(source);
    let mut places = Places::of(read);
    let mut lines = Lines::new(&decoded.text);
    let mut account = Account::default();
    for text in source_texts(&decoded.text)? {
        places.look(&text, &mut account, || lines.place(text.at));
    }
    Ok(account)
}

/// Text of one element, with that of the inline elements in it, or the value of one attribute.
struct SourceText {
    element: String,
    role: Role,
    at: usize,
    words: String,
    is_attribute: bool,
}

/// The part of the article that text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Heading,
    Byline,
    Dateline,
    Summary,
    Body,
    /// Metadata, and whatever has no role of its own.
    Any,
}

/// Reads the texts of a source, in order.
fn source_texts(text: &str) -> Result<Vec<SourceText>, Error> {
    let limits = Limits { nesting: 10_000, ..Limits::default() };
    let mut xml = XmlReader::new(text, &limits).lenient();
    let mut found: Vec<SourceText> = Vec::new();
    let mut open: Vec<(String, Role)> = Vec::new();
    let mut inside = 0usize;
    let mut run: Option<SourceText> = None;
    let mut after_comment: Option<bool> = None;
    loop {
        match xml.next()? {
            Token::Start(tag) => {
                let name = tag.name.rsplit(':').next().unwrap_or_default().to_owned();
                inside += usize::from(name == "nitf");
                let around = open.last().map_or(Role::Any, |(_, role)| *role);
                // What a container says has no place of its own.
                let role = if inside > 0 { role_of(&name, around) } else { Role::Any };
                {
                    if divides_words(&name, open.last().map_or("", |(around, _)| around)) {
                        found.extend(run.take());
                    } else if name == "br"
                        && let Some(run) = &mut run
                    {
                        run.words.push(' ');
                    }
                    for (attribute, value) in &tag.attributes {
                        // What this crate writes beside the text, for itself.
                        let is_own = tag.name.starts_with("cd:") || attribute.starts_with("cd:");
                        if !is_own && !is_furniture(&name, attribute, value) {
                            let element = format!("{name}@{attribute}");
                            let words = value.to_string();
                            let role = Role::Any;
                            found.push(SourceText { element, role, at: tag.at, words, is_attribute: true });
                        }
                    }
                }
                open.push((name, role));
            }
            Token::End => {
                if let Some((name, _)) = open.pop() {
                    if divides_words(&name, open.last().map_or("", |(around, _)| around)) {
                        found.extend(run.take());
                    }
                    inside -= usize::from(name == "nitf" && inside > 0);
                }
            }
            Token::Text(piece) => {
                let (element, role) = open.last().cloned().unwrap_or((String::new(), Role::Any));
                let run = run.get_or_insert_with(|| SourceText {
                    element,
                    role,
                    at: xml.position(),
                    words: String::new(),
                    is_attribute: false,
                });
                // A comment may stand where the apostrophe of `don’t` was.
                if after_comment.take().is_some_and(|divides| divides || follows_apostrophe(&piece)) {
                    run.words.push(' ');
                }
                run.words.push_str(&piece);
            }
            Token::Comment(comment) => {
                let stood = comment.trim();
                after_comment = Some(stood.chars().count() == 1 && !stood.contains(char::is_alphanumeric));
            }
            Token::Done => break,
        }
    }
    found.extend(run);
    for object in found.iter_mut().filter(|text| text.element == "media-object") {
        // Bytes are no words.
        object.is_attribute = true;
        object.words.retain(|c| !c.is_whitespace());
    }
    found.retain(|text| !text.words.trim().is_empty());
    Ok(found)
}

/// Whether an element divides the words before it from those after it.
fn divides_words(name: &str, around: &str) -> bool {
    const LISTS: [&str; 6] = ["identified-content", "byline", "postaddr", "addressee", "docdata", "head"];
    !INLINE.contains(&name) || LISTS.contains(&around)
}

fn follows_apostrophe(piece: &str) -> bool {
    let word = piece.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(word, "s" | "t" | "d" | "m" | "re" | "ve" | "ll")
}

/// Elements that do not divide words.
const INLINE: &[&str] = &[
    "em",
    "a",
    "br",
    "lang",
    "q",
    "person",
    "org",
    "location",
    "chron",
    "money",
    "num",
    "event",
    "pronounce",
    "classifier",
    "function",
    "object.title",
    "virtloc",
    "copyrite",
    "b",
    "strong",
    "i",
    "u",
    "s",
    "strike",
    "del",
    "span",
    "sub",
    "sup",
    "code",
    "city",
    "state",
    "region",
    "country",
    "sublocation",
    "frac",
    "numer",
    "denom",
    "frac-sep",
    "x",
    "copyrite.year",
    "copyrite.holder",
    "story.date",
];

fn role_of(name: &str, around: Role) -> Role {
    match name {
        "hedline" | "headline" => Role::Heading,
        "byline" if around == Role::Any => Role::Byline,
        "dateline" if around == Role::Any => Role::Dateline,
        "abstract" if around == Role::Any => Role::Summary,
        "body.content" | "body.end" | "note" => Role::Body,
        // Kept whole, as an extra of the table.
        "nitf-table-metadata" => Role::Any,
        "nitf" | "head" | "body.head" | "body" => Role::Any,
        _ => around,
    }
}

/// Attributes that say nothing of the article: versions, schemas, defaults, flags the model holds as such.
fn is_furniture(element: &str, attribute: &str, value: &str) -> bool {
    attribute.starts_with("xmlns")
        || attribute.starts_with("xsi:")
        || matches!(attribute, "schemaLocation" | "change.date" | "change.time" | "lede" | "cols")
        || (element == "nitf" && attribute == "version")
        || matches!((element, attribute), ("media", "media-type") | ("note", "type") | ("tagline", "type"))
        || matches!((element, attribute), ("docdata", "management-status" | "management-idref-status"))
        || (element == "em" && attribute == "class")
        || matches!(
            (element, attribute, value),
            ("hl2", "class", "kicker") | ("note", "noteclass", "cpyrt") | ("tagline", "class", "credits")
        )
        || matches!(
            (attribute, value),
            ("colspan" | "rowspan" | "span", _) | ("align", "left" | "center" | "right")
        )
        || (element == "series" && value.trim() == "0")
        || attribute == "encoding"
        || is_furniture_of_container(element, attribute, value)
        // Names that became fields.
        || (element == "meta"
            && attribute == "name"
            && matches!(value, "slug" | "print_section" | "print_page_number" | "online_sections"))
}

/// The same, of what stands around articles.
fn is_furniture_of_container(element: &str, attribute: &str, value: &str) -> bool {
    matches!((element, attribute), ("NewsML", "Version") | ("Status", "FormalName") | ("pubStatus", "qcode"))
        || matches!(attribute, "standard" | "standardversion" | "conformance")
        || matches!((element, attribute, value), ("Property", "FormalName", "Keyword" | "City"))
}

/// The words of the articles, by the role they play; then of the extras; then of the report.
struct Places {
    roles: BTreeMap<Role, Words>,
    extras: Words,
    report: Words,
}

/// How often each word stands somewhere, and every text as a whole.
#[derive(Default)]
struct Words {
    counts: BTreeMap<String, usize>,
    texts: BTreeSet<String>,
}

impl Words {
    fn add(&mut self, text: &str) {
        for word in words_of(text) {
            *self.counts.entry(word).or_default() += 1;
        }
        self.texts.insert(squeezed(text));
    }

    /// Takes a word out, if it is there.
    fn take(&mut self, word: &str) -> bool {
        match self.counts.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    fn has(&self, word: &str) -> bool {
        self.counts.contains_key(word)
    }
}

impl Places {
    fn of(read: &[Converted<Article>]) -> Self {
        let mut places = Self { roles: BTreeMap::new(), extras: Words::default(), report: Words::default() };
        for Converted { output, report } in read {
            places.add_article(output);
            places.add_report(report);
        }
        places
    }

    fn add_article(&mut self, article: &Article) {
        let mut heading = Words::default();
        for inlines in [&article.kicker, &article.headline].into_iter().chain(&article.decks) {
            heading.add(&inlines.plain_text());
            add_inlines(inlines, &mut heading, &mut self.extras);
        }
        self.merge(Role::Heading, heading);
        let mut byline = Words::default();
        for line in &article.bylines {
            byline.add(&line.printed);
            if line.printed.is_empty() {
                line.people.iter().for_each(|person| byline.add(&person.name));
            }
        }
        self.merge(Role::Byline, byline);
        let mut dateline = Words::default();
        article.dateline.iter().for_each(|line| dateline.add(&line.printed));
        self.merge(Role::Dateline, dateline);
        let mut summary = Words::default();
        add_blocks(&article.summary, &mut summary, &mut self.extras);
        self.merge(Role::Summary, summary);
        let mut body = Words::default();
        add_blocks(&article.body, &mut body, &mut self.extras);
        for (line, _) in article.credit_lines() {
            body.add(line);
        }
        for copyright in &article.copyright {
            body.add(&copyright.notice);
        }
        self.merge(Role::Body, body);
        let any = self.roles.entry(Role::Any).or_default();
        add_metadata(article, any, &mut self.extras);
    }

    fn merge(&mut self, role: Role, words: Words) {
        let known = self.roles.entry(role).or_default();
        for (word, count) in words.counts {
            *known.counts.entry(word).or_default() += count;
        }
        known.texts.extend(words.texts);
    }

    fn add_report(&mut self, report: &Report) {
        for loss in &report.losses {
            self.report.add(&loss.detail);
        }
        for repair in &report.repairs {
            self.report.add(&repair.found);
            self.report.add(&repair.read_as);
        }
    }

    fn look(&mut self, text: &SourceText, account: &mut Account, mut at: impl FnMut() -> Place) {
        let is_date = || text.role == Role::Any && text.words.len() < 40 && parse(&text.words).is_some();
        if text.is_attribute || is_date() {
            return self.look_for_value(text, account, at);
        }
        let plain = without_tags(&text.words);
        let (mut in_extras, mut reported, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for word in words_of(&plain) {
            account.words += 1;
            let known = self.roles.get_mut(&text.role).is_some_and(|words| words.take(&word));
            if known || (text.role == Role::Any && self.roles.values().any(|words| words.has(&word))) {
                continue;
            }
            if self.extras.has(&word) {
                in_extras.push(word);
            } else if self.report.has(&word) || self.is_repeated(text, &word) {
                reported.push(word);
            } else {
                gone.push(word);
            }
        }
        for (words, list) in [
            (in_extras, &mut account.in_extras),
            (reported, &mut account.reported),
            (gone, &mut account.gone),
        ] {
            if !words.is_empty() {
                list.push(Piece { element: text.element.clone(), at: at(), words: words.join(" ") });
            }
        }
    }

    /// A lead that the full text repeats is read once, and a title that repeats the headline.
    fn is_repeated(&self, text: &SourceText, word: &str) -> bool {
        let once = |role| self.roles.get(&role).is_some_and(|words| words.has(word));
        (text.element == "title" && once(Role::Heading))
            || (text.role == Role::Body
                && self.report.texts.iter().any(|said| said.contains("lead_paragraph"))
                && once(Role::Body))
            || (text.role == Role::Byline && once(Role::Byline))
            || (text.element == "sections" && once(Role::Any))
    }

    fn look_for_value(&mut self, text: &SourceText, account: &mut Account, mut at: impl FnMut() -> Place) {
        account.words += 1;
        let value = squeezed(&text.words);
        let spellings = spellings(&value);
        let found = |words: &Words| spellings.iter().any(|spelling| words.texts.contains(spelling));
        if self.roles.values().any(found) {
            return;
        }
        // Several values in one: `Science; Front Page`.
        let mut several = value.split(';').map(squeezed).filter(|part| !part.is_empty());
        if value.contains(';')
            && several.all(|part| self.roles.values().any(|words| words.texts.contains(&part)))
        {
            return;
        }
        let piece = Piece { element: text.element.clone(), at: at(), words: value.clone() };
        if found(&self.extras) {
            account.in_extras.push(piece);
        } else if self.report.texts.iter().any(|said| said.contains(&value)) {
            account.reported.push(piece);
        } else {
            account.gone.push(piece);
        }
    }
}

/// How the article may spell a value: as it stands, a date in normal form, a number, classes one by one.
fn spellings(value: &str) -> Vec<String> {
    let mut spellings = vec![value.to_owned()];
    if let Some((moment, _)) = parse(value) {
        spellings.push(moment.to_string());
        spellings.push(norm(&moment));
        spellings.push(moment.date().year().to_string());
    }
    if let Some(number) = value.trim_start_matches('0').parse::<u64>().ok().filter(|_| !value.is_empty()) {
        spellings.push(number.to_string());
    }
    spellings.push(value.strip_prefix('#').unwrap_or(value).to_owned());
    spellings
}

fn add_blocks(blocks: &[Block], words: &mut Words, extras: &mut Words) {
    for block in blocks {
        if let Some(attributes) = block.attributes() {
            add_attributes(attributes, words, extras);
        }
        add_block_fields(block, words, extras);
        for inlines in child_inlines(block) {
            words.add(&inlines.plain_text());
            add_inlines(inlines, words, extras);
        }
        for blocks in child_blocks(block) {
            add_blocks(blocks, words, extras);
        }
    }
}

fn add_block_fields(block: &Block, words: &mut Words, extras: &mut Words) {
    match block {
        Block::Figure(media) => add_media(media, words, extras),
        Block::Footnote(footnote) => words.texts.extend([footnote.id.clone()]),
        Block::List(list) => {
            words.texts.extend(list.start.map(|start| start.to_string()));
            for attributes in list.items.iter().filter_map(|item| item.attributes.as_deref()) {
                add_attributes(attributes, words, extras);
            }
        }
        Block::Table(table) => {
            for row in table.head.iter().chain(&table.body).chain(&table.foot) {
                let cells = row.cells.iter().filter_map(|cell| cell.attributes.as_deref());
                for attributes in row.attributes.as_deref().into_iter().chain(cells) {
                    add_attributes(attributes, words, extras);
                }
            }
        }
        Block::DefinitionList(list) => {
            for item in &list.items {
                let terms = item.terms.iter().filter_map(|term| term.attributes.as_deref());
                let descriptions = item.descriptions.iter().filter_map(|said| said.attributes.as_deref());
                for attributes in terms.chain(descriptions) {
                    add_attributes(attributes, words, extras);
                }
            }
        }
        Block::Paragraph(_)
        | Block::CrossHead(_)
        | Block::Quotation(_)
        | Block::Preformatted(_)
        | Block::Rule(_)
        | Block::Note(_)
        | Block::Container(_)
        | Block::Unknown(_) => {}
    }
}

fn add_media(media: &copydesk_core::Media, words: &mut Words, extras: &mut Words) {
    words.texts.extend(media.alternative.iter().chain(&media.title).map(|text| squeezed(text)));
    for rendition in &media.renditions {
        for text in [&rendition.source, &rendition.media_type, &rendition.role].into_iter().flatten() {
            words.texts.insert(squeezed(text));
        }
        words.texts.extend(rendition.data.iter().map(|data| STANDARD.encode(data)));
        words
            .texts
            .extend([rendition.width, rendition.height].into_iter().flatten().map(|size| size.to_string()));
        add_extras(&rendition.extras, extras);
    }
}

fn add_attributes(attributes: &copydesk_core::Attributes, words: &mut Words, extras: &mut Words) {
    words.texts.extend(attributes.id.clone());
    words.texts.extend(attributes.class.iter().cloned());
    words.texts.insert(attributes.class.join(" "));
    words.texts.extend(attributes.language.clone());
    add_extras(&attributes.extras, extras);
}

fn add_inlines(inlines: &Inlines, words: &mut Words, extras: &mut Words) {
    use copydesk_core::Inline;
    for inline in inlines {
        if let Some(attributes) = inline.attributes() {
            add_attributes(attributes, words, extras);
        }
        match inline {
            Inline::Link(link) => {
                words.texts.insert(squeezed(&link.target));
                words.texts.extend(link.title.iter().map(|title| squeezed(title)));
            }
            Inline::Entity(entity) => words.texts.extend(entity.value.iter().chain(&entity.scheme).cloned()),
            Inline::Image(media) => {
                add_media(media, words, extras);
                let figure = Block::Figure(media.clone());
                add_blocks(std::slice::from_ref(&figure), words, extras);
            }
            Inline::FootnoteReference(reference) => words.texts.extend([reference.id.clone()]),
            Inline::Text(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Break
            | Inline::Quote(_)
            | Inline::Code(_)
            | Inline::Unknown(_) => {}
        }
        if let Some(content) = inline.content() {
            add_inlines(content, words, extras);
        }
    }
}

fn add_extras(extras: &copydesk_core::Extras, words: &mut Words) {
    for (key, value) in extras {
        words.texts.insert(key.clone());
        for prefix in ["http-equiv:", "nitf:"] {
            words.texts.extend(key.strip_prefix(prefix).map(str::to_owned));
        }
        add_value(value, words);
    }
}

fn add_value(value: &Value, words: &mut Words) {
    match value {
        Value::Text(text) => {
            words.add(text);
            words.texts.extend(text.split("; ").map(squeezed));
        }
        Value::List(values) => values.iter().for_each(|value| add_value(value, words)),
        Value::Map(values) => {
            for (key, value) in values {
                words.texts.insert(key.clone());
                add_value(value, words);
            }
        }
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Number(_) => {}
    }
}

/// Every field of the metadata and of what is printed around the story, extras apart.
fn add_metadata(article: &Article, words: &mut Words, extras: &mut Words) {
    let metadata = &article.metadata;
    add_extras(&metadata.extras, extras);
    let mut text = |text: &Option<String>| text.iter().for_each(|text| words.add(text));
    for field in
        [&metadata.id, &metadata.provider, &metadata.version, &metadata.language, &metadata.slug_line]
    {
        text(field);
    }
    for field in [&metadata.title, &metadata.source, &metadata.distributor] {
        text(field);
    }
    for moment in [metadata.created, metadata.issued, metadata.modified, metadata.release, metadata.expiry] {
        text(&moment.map(|moment| moment.to_string()));
    }
    text(&metadata.urgency.map(|urgency| urgency.to_string()));
    metadata.editor_notes.iter().chain(&metadata.keywords).for_each(|note| words.add(note));
    for id in &metadata.other_ids {
        words.add(&id.value);
        id.scheme.iter().for_each(|scheme| words.add(scheme));
    }
    for concepts in [
        &metadata.subjects,
        &metadata.genres,
        &metadata.places,
        &metadata.people,
        &metadata.organisations,
        &metadata.events,
    ] {
        for concept in concepts {
            let fields = [&concept.name, &concept.code, &concept.scheme, &concept.role];
            fields.into_iter().flatten().for_each(|text| words.add(text));
            if let (Some(scheme), Some(code)) = (&concept.scheme, &concept.code) {
                words.texts.insert(format!("{scheme}:{code}"));
            }
            add_extras(&concept.extras, extras);
        }
    }
    for relation in &metadata.relations {
        relation.id.iter().chain(&relation.printed).for_each(|text| words.add(text));
        add_extras(&relation.extras, extras);
    }
    add_publication(article, words, extras);
    add_front(article, words, extras);
}

fn add_publication(article: &Article, words: &mut Words, extras: &mut Words) {
    let metadata = &article.metadata;
    if let Some(series) = &metadata.series {
        series.name.iter().for_each(|name| words.add(name));
        let numbers = [series.part, series.parts].into_iter().flatten();
        numbers.for_each(|number| words.add(&number.to_string()));
        add_extras(&series.extras, extras);
    }
    if let Some(publication) = &metadata.publication {
        let copydesk_core::Publication {
            name,
            publisher,
            date,
            volume,
            issue,
            edition,
            section,
            page,
            url,
            extras: own,
        } = publication;
        let date = date.map(|date| date.to_string());
        for text in [name, publisher, &date, volume, issue, edition, section, page, url].into_iter().flatten()
        {
            words.add(text);
        }
        add_extras(own, extras);
    }
    for revision in &metadata.revisions {
        let moment = revision.moment.map(|moment| moment.to_string());
        for text in [&revision.name, &revision.function, &moment, &revision.comment].into_iter().flatten() {
            words.add(text);
        }
        add_extras(&revision.extras, extras);
    }
}

fn add_front(article: &Article, words: &mut Words, extras: &mut Words) {
    for byline in &article.bylines {
        add_extras(&byline.extras, extras);
        for person in &byline.people {
            words.add(&person.name);
            let fields = person.role.iter().chain(&person.affiliation).chain(&person.contacts);
            fields.for_each(|text| words.add(text));
            add_extras(&person.extras, extras);
        }
    }
    if let Some(dateline) = &article.dateline {
        let moment = dateline.moment.map(|moment| moment.to_string());
        [&dateline.place, &dateline.date, &moment].into_iter().flatten().for_each(|text| words.add(text));
        add_extras(&dateline.extras, extras);
    }
    for copyright in &article.copyright {
        copyright.years.iter().for_each(|year| words.add(&year.to_string()));
        copyright.holder.iter().for_each(|holder| words.add(holder));
        add_extras(&copyright.extras, extras);
    }
    for rights in &article.rights {
        let starts = rights.starts.map(|moment| moment.to_string());
        let ends = rights.ends.map(|moment| moment.to_string());
        for text in [
            &rights.terms,
            &rights.owner,
            &rights.owner_contact,
            &rights.agent,
            &rights.agent_contact,
            &rights.kind,
            &rights.geography,
            &rights.limitations,
            &starts,
            &ends,
        ]
        .into_iter()
        .flatten()
        {
            words.add(text);
        }
        add_extras(&rights.extras, extras);
    }
}

/// Words in one case, without what divides them: `re-elected` is two.
fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text in which HTML stands escaped, once or twice.
fn without_tags(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match after.find('>').filter(|_| is_tag) {
            Some(close) => {
                out.push(' ');
                rest = &after[close + 1..];
            }
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    if out.is_empty() {
        return rest.to_owned();
    }
    out.push_str(rest);
    // Where tags stand escaped, so do references.
    for _ in 0..2 {
        out = referred(&out);
    }
    out
}

/// The text with its references resolved: `&amp;`, `&nbsp;`, `&#233;`.
fn referred(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(amp) = rest.find('&') {
        out.push_str(&rest[..amp]);
        rest = &rest[amp + 1..];
        let name = rest.split_once(';').map(|(name, _)| name).filter(|name| name.len() < 12);
        let number = name.and_then(|name| name.strip_prefix('#'));
        let code = number.and_then(|digits| match digits.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        });
        match name {
            Some("amp") => out.push('&'),
            Some(name) => match code.and_then(char::from_u32).or_else(|| named_character(name)) {
                Some(c) => out.push(c),
                None => out.push_str(&format!("&{name};")),
            },
            None => {
                out.push('&');
                continue;
            }
        }
        rest = &rest[name.map_or(0, str::len) + 1..];
    }
    out.push_str(rest);
    out
}
