//! What the schema of NITF 3.6 lets stand where: attributes kept as extras, and elements inside inline elements.

use copydesk_xml::is_name_token;

/// What an attribute of the schema may hold.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Token,
    OneOf(&'static [&'static str]),
}

/// Whether the schema lets `element` carry the attribute `name` with this value. Only attributes the model has no
/// field for are listed.
pub(crate) fn takes_attribute(element: &str, name: &str, value: &str) -> bool {
    match kind(element, name) {
        Some(Kind::Text) => true,
        Some(Kind::Token) => is_name_token(value),
        Some(Kind::OneOf(values)) => values.contains(&value),
        None => false,
    }
}

fn kind(element: &str, name: &str) -> Option<Kind> {
    let kind = match (element, name) {
        ("nitf" | "media-reference" | "pubdata" | "revision-history" | "correction" | "byttl", "style") => {
            return None;
        }
        (_, "style")
        | ("byline" | "dateline", "class")
        | ("p", "summary" | "optional-text")
        | ("table", "width" | "border" | "cellspacing" | "cellpadding")
        | ("td" | "th", "axis" | "axes" | "char" | "charoff")
        | ("tr", "char" | "charoff")
        | ("bq" | "q", "quote-source")
        | ("a", "name")
        | (
            "lang" | "object.title" | "function" | "virtloc" | "classifier" | "person" | "org",
            "idsrc" | "value",
        )
        | ("classifier", "type")
        | ("pronounce", "guide" | "phonetic")
        | ("event", "start-date" | "end-date")
        | ("money", "date")
        | ("num", "decimal-ch" | "thousands-ch")
        | ("city", "city-code" | "code-source")
        | ("state", "state-code" | "code-source")
        | ("region", "region-code" | "code-source")
        | ("country", "iso-cc")
        | ("sublocation", "location-code" | "code-source")
        | ("pubdata", "issn" | "item-length" | "unit-of-measure" | "edition.area" | "issue")
        | (
            "media-reference",
            "name"
            | "coding"
            | "time"
            | "time-unit-of-measure"
            | "outcue"
            | "source-credit"
            | "copyright"
            | "imagemap"
            | "data-location"
            | "alternate-text",
        ) => Kind::Text,
        ("table", "cols") | ("a", "rel" | "rev") => Kind::Token,
        ("table", "align") => Kind::OneOf(&["left", "center", "right"]),
        ("table", "frame") => {
            Kind::OneOf(&["void", "above", "below", "hsides", "lhs", "rhs", "vsides", "box", "border"])
        }
        ("table", "rules") => Kind::OneOf(&["none", "basic", "rows", "cols", "all"]),
        ("td" | "th" | "tr", "valign") => Kind::OneOf(&["top", "middle", "bottom", "baseline"]),
        ("td" | "th", "align") => Kind::OneOf(&["justify", "char"]),
        ("tr", "align") => Kind::OneOf(&["left", "center", "right", "justify", "char"]),
        ("td" | "th" | "bq", "nowrap") => Kind::OneOf(&["nowrap"]),
        ("note", "noteclass") => Kind::OneOf(&["cpyrt", "end", "hd", "editorsnote", "trademk", "undef"]),
        ("note", "type") => Kind::OneOf(&["std", "pa"]),
        ("tagline", "type") => Kind::OneOf(&["std", "pa"]),
        ("person", "gender") => Kind::OneOf(&["male", "female"]),
        ("pubdata", "type") => Kind::OneOf(&["print", "audio", "video", "web", "appliance", "other"]),
        ("media-reference", "units") => Kind::OneOf(&["pixels"]),
        ("media-reference", "noflow") => Kind::OneOf(&["noflow"]),
        _ => return None,
    };
    Some(kind)
}

/// What the schema calls `writer-author` and the like: the functions of a revision.
pub(crate) const REVISION_FUNCTIONS: &[&str] = &[
    "writer-author",
    "editor",
    "producer",
    "archivist",
    "videographer",
    "graphic-artist",
    "photographer",
    "statistician",
    "other",
];

/// What an inline element of the schema may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Enriched text.
    Enriched,
    /// Text, and these elements.
    Only(&'static [&'static str]),
}

/// What an element for a part of the line may hold; `None`: it may not stand in running text.
pub(crate) fn holds(element: &str) -> Option<Holds> {
    Some(match element {
        "pronounce" => Holds::Enriched,
        "classifier" | "function" | "object.title" | "virtloc" | "org" | "event" | "money" | "chron" => {
            Holds::Only(&[])
        }
        "person" => Holds::Only(&["name.given", "name.family", "function"]),
        "location" => Holds::Only(&["sublocation", "city", "state", "region", "country"]),
        "num" => Holds::Only(&["sub", "sup"]),
        "copyrite" => Holds::Only(&["copyrite.year", "copyrite.holder"]),
        _ => return None,
    })
}

/// Whether an element has no class, style and language, only an id.
pub(crate) fn is_bare(element: &str) -> bool {
    matches!(element, "function" | "copyrite" | "copyrite.year" | "copyrite.holder" | "br" | "byttl")
}
