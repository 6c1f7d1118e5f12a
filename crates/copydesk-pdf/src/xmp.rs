//! The metadata packet (XMP, ISO 16684-1), with a description of every property that PDF/A does not know.

/// A set of properties under one namespace.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Schema {
    /// The prefix it is written with.
    prefix: &'static str,
    /// Its namespace.
    uri: &'static str,
    /// Its name, where PDF/A asks for a description (ISO 19005-2, 6.6.2.3); `None` where PDF/A knows it.
    described: Option<&'static str>,
}

/// What a property is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Property {
    schema: &'static Schema,
    name: &'static str,
    kind: Kind,
    /// What it says, for the description.
    about: &'static str,
}

/// What kind of value a property has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Date,
    Uri,
    Boolean,
    /// One text, by default and in the document's language.
    Alternative,
    Bag,
    Sequence,
    DateSequence,
}

/// The values of a document, in the order they were given.
#[derive(Debug, Default)]
pub(crate) struct Packet {
    values: Vec<(&'static Property, Vec<String>)>,
    /// How many characters were left out that XML cannot hold.
    pub(crate) removed: usize,
}

macro_rules! schemas {
    ($($schema:ident = $prefix:literal, $uri:literal, $described:expr => {
        $($property:ident = $name:literal, $kind:ident, $about:literal;)*
    })*) => {
        $(
            static $schema: Schema = Schema { prefix: $prefix, uri: $uri, described: $described };
            $(
                #[doc = $about]
                pub(crate) static $property: Property =
                    Property { schema: &$schema, name: $name, kind: Kind::$kind, about: $about };
            )*
        )*
        /// In the order they are written.
        static SCHEMAS: &[&Schema] = &[$(&$schema),*];
    };
}

schemas! {
    DC = "dc", "http://purl.org/dc/elements/1.1/", None => {
        FORMAT = "format", Text, "The media type.";
        TITLE = "title", Alternative, "The title.";
        CREATOR = "creator", Sequence, "The authors.";
        CONTRIBUTOR = "contributor", Bag, "Who else worked on it.";
        DESCRIPTION = "description", Alternative, "The abstract.";
        SUBJECT = "subject", Bag, "Keywords and subjects.";
        DATE = "date", DateSequence, "When it was issued.";
        LANGUAGE = "language", Bag, "The languages.";
        PUBLISHER = "publisher", Bag, "Who publishes it.";
        RIGHTS = "rights", Alternative, "The copyright notices.";
        SOURCE = "source", Text, "Where it comes from.";
        IDENTIFIER = "identifier", Text, "The id the provider gave it.";
        TYPE = "type", Bag, "What kind of piece it is.";
        COVERAGE = "coverage", Text, "Where it is set.";
    }
    XMP = "xmp", "http://ns.adobe.com/xap/1.0/", None => {
        CREATE_DATE = "CreateDate", Date, "The date of the document.";
        MODIFY_DATE = "ModifyDate", Date, "The date of the document.";
        METADATA_DATE = "MetadataDate", Date, "The date of the metadata.";
        CREATOR_TOOL = "CreatorTool", Text, "What made it.";
        OTHER_IDENTIFIERS = "Identifier", Bag, "Its other ids.";
    }
    PDF = "pdf", "http://ns.adobe.com/pdf/1.3/", None => {
        PRODUCER = "Producer", Text, "What wrote the file.";
        KEYWORDS = "Keywords", Text, "The keywords.";
    }
    XMP_MM = "xmpMM", "http://ns.adobe.com/xap/1.0/mm/", None => {
        DOCUMENT_ID = "DocumentID", Text, "The id of the document in all its versions.";
        VERSION_ID = "VersionID", Text, "Its version.";
        INSTANCE_ID = "InstanceID", Text, "The id of this file.";
    }
    XMP_RIGHTS = "xmpRights", "http://ns.adobe.com/xap/1.0/rights/", None => {
        MARKED = "Marked", Boolean, "Rights are reserved.";
        OWNER = "Owner", Bag, "Who holds the rights.";
        USAGE_TERMS = "UsageTerms", Alternative, "How it may be used.";
        WEB_STATEMENT = "WebStatement", Text, "The address of a licence.";
    }
    PHOTOSHOP = "photoshop", "http://ns.adobe.com/photoshop/1.0/", None => {
        HEADLINE = "Headline", Text, "The headline.";
        CREDIT = "Credit", Text, "The credit line, as printed.";
        PHOTOSHOP_SOURCE = "Source", Text, "Where it comes from.";
        AUTHORS_POSITION = "AuthorsPosition", Text, "The author's job.";
        CITY = "City", Text, "The place of the dateline.";
        DATE_CREATED = "DateCreated", Date, "The date of the dateline.";
        URGENCY = "Urgency", Integer, "The urgency, 1 to 8.";
        TRANSMISSION_REFERENCE = "TransmissionReference", Text, "The slug line.";
    }
    PDFA_ID = "pdfaid", "http://www.aiim.org/pdfa/ns/id/", None => {
        PDFA_PART = "part", Integer, "The part of PDF/A.";
        PDFA_CONFORMANCE = "conformance", Text, "The conformance level of PDF/A.";
        PDFA_REVISION = "rev", Integer, "The year of the part's revision.";
    }
    PDFUA_ID = "pdfuaid", "http://www.aiim.org/pdfua/ns/id/", Some("PDF/UA identification") => {
        PDFUA_PART = "part", Integer, "The part of PDF/UA.";
    }
    IPTC = "Iptc4xmpCore", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", Some("IPTC Core") => {
        SUBJECT_CODE = "SubjectCode", Bag, "Subjects, as IPTC codes.";
    }
    PLUS = "plus", "http://ns.useplus.org/ldf/xmp/1.0/", Some("PLUS") => {
        DATA_MINING = "DataMining", Uri, "Whether data mining is allowed.";
        OTHER_CONSTRAINTS = "OtherConstraints", Alternative, "What limits its use.";
    }
    TDM = "tdm", "http://www.w3.org/ns/tdmrep/", Some("Text and data mining reservation") => {
        TDM_RESERVATION = "reservation", Integer, "1: text and data mining are reserved.";
        TDM_POLICY = "policy", Uri, "The address of the policy.";
    }
    PRISM = "prism", "http://prismstandard.org/namespaces/basic/3.0/", Some("PRISM Basic") => {
        PRISM_NAME = "publicationName", Text, "The newspaper or magazine.";
        PRISM_DATE = "publicationDate", Date, "When it was issued.";
        PRISM_CREATED = "creationDate", Date, "When it was first written.";
        PRISM_MODIFIED = "modificationDate", Date, "When it was last changed.";
        PRISM_COVER = "coverDate", Date, "The date of the issue.";
        PRISM_VOLUME = "volume", Text, "The volume.";
        PRISM_NUMBER = "number", Text, "The number of the issue.";
        PRISM_EDITION = "edition", Text, "The edition.";
        PRISM_SECTION = "section", Text, "The section.";
        PRISM_PAGE = "startingPage", Text, "The page.";
        PRISM_URL = "url", Uri, "Where it stands on the web.";
        PRISM_VERSION = "versionIdentifier", Text, "The version.";
        PRISM_DISTRIBUTOR = "distributor", Text, "Who distributes it.";
        PRISM_SERIES = "seriesTitle", Text, "The series.";
        PRISM_SERIES_NUMBER = "seriesNumber", Integer, "Which part of the series.";
        PRISM_KICKER = "kicker", Text, "The line above the headline.";
        PRISM_BYLINE = "byline", Bag, "The bylines, as printed.";
        PRISM_TEASER = "teaser", Bag, "The decks.";
        PRISM_PERSON = "person", Bag, "The people it is about.";
        PRISM_ORGANIZATION = "organization", Bag, "The organisations it is about.";
        PRISM_LOCATION = "location", Bag, "The places it is about.";
        PRISM_EVENT = "event", Bag, "The events it is about.";
        PRISM_GENRE = "genre", Bag, "What kind of piece it is.";
    }
    PUR = "pur", "http://prismstandard.org/namespaces/prismusagerights/3.0/", Some("PRISM Usage Rights") => {
        PUR_EMBARGO = "embargoDate", Date, "It must not be published before.";
        PUR_EXPIRATION = "expirationDate", Date, "It must not be published after.";
        PUR_COPYRIGHT = "copyright", Bag, "The copyright notices.";
        PUR_AGENT = "rightsAgent", Text, "Who grants the rights.";
        PUR_RESTRICTIONS = "restrictions", Bag, "What limits its use.";
        PUR_PERMISSIONS = "permissions", Bag, "What is allowed.";
    }
}

impl Packet {
    /// Adds a value, if there is any. A property of one value keeps the first.
    pub(crate) fn set(&mut self, property: &'static Property, value: impl AsRef<str>) {
        self.add(property, [value]);
    }

    /// Adds values. Empty ones and repetitions are left out.
    pub(crate) fn add<T: AsRef<str>>(
        &mut self,
        property: &'static Property,
        values: impl IntoIterator<Item = T>,
    ) {
        for value in values {
            let value = value.as_ref().trim();
            let clean: String = value.chars().filter(|character| is_xml(*character)).collect();
            self.removed += value.chars().count() - clean.chars().count();
            if clean.is_empty() {
                continue;
            }
            match self.values.iter_mut().find(|(known, _)| std::ptr::eq(*known, property)) {
                Some((_, known)) => {
                    if property.kind.holds_many() && !known.contains(&clean) {
                        known.push(clean);
                    }
                }
                None => self.values.push((property, vec![clean])),
            }
        }
    }

    /// Whether a property has a value, as it would be written.
    pub(crate) fn says(&self, property: &'static Property, value: &str) -> bool {
        let clean: String = value.trim().chars().filter(|character| is_xml(*character)).collect();
        clean.is_empty()
            || self
                .values
                .iter()
                .any(|(known, values)| std::ptr::eq(*known, property) && values.contains(&clean))
    }

    /// The packet as it stands in the file. `language` is a BCP 47 tag.
    pub(crate) fn write(&self, language: &str) -> String {
        let mut out = String::with_capacity(4_096);
        out.push_str("<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
        out.push_str("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n");
        out.push_str("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
        for schema in SCHEMAS {
            let mut values = self.values.iter().filter(|(property, _)| property.schema == *schema).peekable();
            if values.peek().is_none() {
                continue;
            }
            let Schema { prefix, uri, .. } = schema;
            out.push_str(&format!("<rdf:Description rdf:about=\"\" xmlns:{prefix}=\"{uri}\">\n"));
            for (property, values) in values {
                write_property(property, values, language, &mut out);
            }
            out.push_str("</rdf:Description>\n");
        }
        self.write_descriptions(&mut out);
        out.push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        out
    }

    /// Describes the properties in use that PDF/A does not know (ISO 19005-2, 6.6.2.3).
    fn write_descriptions(&self, out: &mut String) {
        let used = |schema: &Schema| self.values.iter().any(|(property, _)| property.schema == schema);
        if !SCHEMAS.iter().any(|schema| schema.described.is_some() && used(schema)) {
            return;
        }
        out.push_str("<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n<pdfaExtension:schemas><rdf:Bag>\n");
        for schema in SCHEMAS.iter().filter(|schema| used(schema)) {
            let Some(name) = schema.described else { continue };
            let Schema { prefix, uri, .. } = schema;
            out.push_str(&format!("<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{name}</pdfaSchema:schema><pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\n"));
            for (property, _) in self.values.iter().filter(|(property, _)| property.schema == *schema) {
                let Property { name, about, kind, .. } = property;
                out.push_str(&format!("<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>{}</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>\n", kind.name()));
            }
            out.push_str("</rdf:Seq></pdfaSchema:property></rdf:li>\n");
        }
        out.push_str("</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
    }
}

fn write_property(property: &Property, values: &[String], language: &str, out: &mut String) {
    let Property { schema: Schema { prefix, .. }, name, kind, .. } = property;
    out.push_str(&format!("<{prefix}:{name}>"));
    let mut array = |container: &str, attributes: &[String]| {
        out.push_str(&format!("<rdf:{container}>"));
        for attribute in attributes {
            for value in values {
                out.push_str(&format!("<rdf:li{attribute}>"));
                push_escaped(out, value);
                out.push_str("</rdf:li>");
            }
        }
        out.push_str(&format!("</rdf:{container}>"));
    };
    match kind {
        Kind::Text | Kind::Integer | Kind::Date | Kind::Uri | Kind::Boolean => {
            push_escaped(out, values.first().map_or("", String::as_str));
        }
        Kind::Alternative if language == "und" => array("Alt", &[" xml:lang=\"x-default\"".to_owned()]),
        Kind::Alternative => {
            let own = format!(" xml:lang=\"{language}\"");
            array("Alt", &[" xml:lang=\"x-default\"".to_owned(), own]);
        }
        Kind::Bag => array("Bag", &[String::new()]),
        Kind::Sequence | Kind::DateSequence => array("Seq", &[String::new()]),
    }
    out.push_str(&format!("</{prefix}:{name}>\n"));
}

impl Kind {
    fn holds_many(self) -> bool {
        match self {
            Self::Bag | Self::Sequence | Self::DateSequence => true,
            Self::Text | Self::Integer | Self::Date | Self::Uri | Self::Boolean | Self::Alternative => false,
        }
    }

    /// The value type, as PDF/A's descriptions name it.
    fn name(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Integer => "Integer",
            Self::Date => "Date",
            Self::Uri => "URI",
            Self::Boolean => "Boolean",
            Self::Alternative => "Lang Alt",
            Self::Bag => "bag Text",
            Self::Sequence => "seq Text",
            Self::DateSequence => "seq Date",
        }
    }
}

fn push_escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            character => out.push(character),
        }
    }
}

/// Whether XML 1.0 can hold a character (XML 1.0, 2.2).
fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_written_and_described() {
        let mut packet = Packet::default();
        packet.set(&TITLE, "Salt & <Pepper>");
        packet.set(&PLUS_PROBE, "x\u{1}y");
        packet.add(&CREATOR, ["A", "", "B", "A"]);
        let written = packet.write("en");
        assert!(written.contains("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Salt &amp; &lt;Pepper&gt;</rdf:li><rdf:li xml:lang=\"en\">"), "{written}");
        assert!(written.contains("<rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq>"), "{written}");
        assert!(written.contains("<pdfaSchema:prefix>plus</pdfaSchema:prefix>"), "{written}");
        assert!(!written.contains("<pdfaSchema:prefix>dc</pdfaSchema:prefix>"), "{written}");
        assert_eq!(packet.removed, 1);
    }

    static PLUS_PROBE: Property =
        Property { schema: &PLUS, name: "Probe", kind: Kind::Text, about: "A property." };

    #[test]
    fn what_pdfa_knows_is_not_described() {
        let mut packet = Packet::default();
        packet.set(&TITLE, "Plain");
        assert!(!packet.write("und").contains("pdfaExtension"));
    }
}
