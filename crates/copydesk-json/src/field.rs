//! Setting one field of an article by its path.

use copydesk_core::{Article, Error, ErrorKind};
use serde_json::{Map, Value, json};

use crate::SCHEMA;
use crate::message::{message, nearest};

/// Sets the field at `path`, the same path a report names: `metadata.publication.name`, `credits[0].role`.
///
/// The value is text where the field takes text. Else it is read as JSON; else as the only entry of a list or the
/// only paragraph of a list of blocks. What stands above the field and is not there yet is made.
///
/// ```
/// let mut article = copydesk_core::Article::default();
/// copydesk_json::set_field(&mut article, "metadata.urgency", "4")?;
/// copydesk_json::set_field(&mut article, "metadata.keywords", "bridge")?;
/// assert_eq!(article.metadata.urgency, Some(4));
/// assert_eq!(article.metadata.keywords, ["bridge"]);
/// # Ok::<(), copydesk_core::Error>(())
/// ```
///
/// # Errors
/// There is no such field, or it cannot have that value ([`ErrorKind::Usage`]); the article is as it was.
pub fn set_field(article: &mut Article, path: &str, value: &str) -> Result<(), Error> {
    let whole = serde_json::to_value(&*article)
        .map_err(|cause| Error::new(ErrorKind::Internal, "the article has no JSON form").caused_by(cause))?;
    let mut first = None;
    for candidate in candidates(value) {
        let mut changed = whole.clone();
        *field(&mut changed, path)? = candidate;
        match serde_path_to_error::deserialize(changed) {
            Ok(set) => {
                *article = set;
                article.normalise();
                return Ok(());
            }
            Err(error) => first = first.or(Some(error)),
        }
    }
    let reason = first.map(|error| message(error.inner())).unwrap_or_default();
    let known = known_paths();
    let message = if known.iter().any(|known| *known == without_indexes(path)) {
        format!("`{path}` cannot be `{value}`: {reason}")
    } else {
        match nearest_path(path, &known) {
            Some(name) => format!("the article has no field `{path}`; did you mean `{name}`?"),
            None => format!("the article has no field `{path}`: {reason}"),
        }
    };
    Err(usage(message))
}

fn usage(message: String) -> Error {
    Error::new(ErrorKind::Usage, message)
}

/// What a value on the command line may mean, likeliest first.
fn candidates(value: &str) -> impl Iterator<Item = Value> {
    let text = Value::String(value.to_owned());
    let json = serde_json::from_str(value).ok().filter(|json: &Value| !json.is_string());
    let list = json!([value]);
    let paragraph = json!([{ "type": "paragraph", "content": value }]);
    [Some(text), json, Some(list), Some(paragraph)].into_iter().flatten()
}

/// The place in the article's JSON that `path` leads to; what is missing on the way is made.
fn field<'a>(mut at: &'a mut Value, path: &str) -> Result<&'a mut Value, Error> {
    let mut rest = path;
    loop {
        // The names of extras are free: the rest of the path is one name, dots and all.
        let after_extras = rest.strip_prefix("extras.");
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = &rest[..end];
        if name.is_empty() {
            return Err(usage(format!("`{path}` is no path; write it as `metadata.publication.name`")));
        }
        at = entry(at, name);
        rest = &rest[end..];
        if let Some(name) = after_extras {
            return Ok(entry(at, name));
        }
        while let Some(index) = rest.strip_prefix('[') {
            let (index, after) = index
                .split_once(']')
                .and_then(|(index, after)| Some((index.parse::<usize>().ok()?, after)))
                .ok_or_else(|| {
                    usage(format!("`{path}` is no path; an index is written as in `credits[0].role`"))
                })?;
            at = item(at, index, path)?;
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some(below) => rest = below,
            None if rest.is_empty() => return Ok(at),
            None => return Err(usage(format!("`{path}` is no path; a dot stands between two names"))),
        }
    }
}

fn entry<'a>(at: &'a mut Value, name: &str) -> &'a mut Value {
    if !at.is_object() {
        *at = Value::Object(Map::new());
    }
    &mut at[name]
}

fn item<'a>(at: &'a mut Value, index: usize, path: &str) -> Result<&'a mut Value, Error> {
    if !at.is_array() {
        *at = json!([]);
    }
    let Value::Array(items) = at else {
        return Err(usage(format!("`{path}` leads through what is no list")));
    };
    if index == items.len() {
        items.push(json!({}));
    }
    let length = items.len();
    items.get_mut(index).ok_or_else(|| {
        usage(format!("`{path}`: there are {length} here; [{length}] adds one (the first is [0])"))
    })
}

fn without_indexes(path: &str) -> String {
    let mut plain = String::new();
    for (at, piece) in path.split('[').enumerate() {
        plain.push_str(if at == 0 { piece } else { piece.split_once(']').map_or("", |(_, after)| after) });
    }
    plain
}

/// The paths of all fields down to the third level, from the schema: `metadata.publication.name`.
fn known_paths() -> Vec<String> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap_or_default();
    let mut paths = Vec::new();
    push_paths(&schema, &schema, "", &mut paths);
    paths
}

fn push_paths(schema: &Value, node: &Value, above: &str, paths: &mut Vec<String>) {
    let Some(properties) = node["properties"].as_object() else { return };
    for (name, property) in properties {
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        let inner = [property, &property["items"]]
            .into_iter()
            .chain(property["anyOf"].as_array().into_iter().flatten());
        if path.split('.').count() < 3 {
            for inner in inner {
                let target =
                    inner["$ref"].as_str().and_then(|name| schema.pointer(name.trim_start_matches('#')));
                push_paths(schema, target.unwrap_or(inner), &path, paths);
            }
        }
        paths.push(path);
    }
}

/// The nearest known path: the one that ends in the same words, else the one with
/// the fewest changes, else the one whose last name has.
fn nearest_path<'a>(path: &str, known: &'a [String]) -> Option<&'a str> {
    let path = without_indexes(path);
    let ends = format!(".{path}");
    let ending = known.iter().filter(|known| known.ends_with(&ends)).min_by_key(|known| known.len());
    let whole = || nearest(&path, known.iter().map(String::as_str));
    let last = || {
        let names = known.iter().map(|known| known.rsplit('.').next().unwrap_or(known));
        let ends = format!(".{}", nearest(&path, names)?);
        known
            .iter()
            .filter(|known| known.ends_with(&ends))
            .min_by_key(|known| known.len())
            .map(String::as_str)
    };
    ending.map(String::as_str).or_else(whole).or_else(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(path: &str, value: &str) -> Result<Article, String> {
        let mut article = Article::default();
        set_field(&mut article, path, value).map_err(|error| error.message().to_owned())?;
        Ok(article)
    }

    #[test]
    fn fields_of_every_kind_are_set() {
        assert_eq!(set("headline", "42").unwrap().headline.plain_text(), "42");
        assert_eq!(
            set("metadata.publication.name", "The Herald")
                .unwrap()
                .metadata
                .publication
                .unwrap()
                .name
                .unwrap(),
            "The Herald"
        );
        assert_eq!(
            set("metadata.issued", "2024-03-03").unwrap().metadata.issued.unwrap().to_string(),
            "2024-03-03"
        );
        assert_eq!(set("metadata.keywords", "[\"a\", \"b\"]").unwrap().metadata.keywords, ["a", "b"]);
        assert_eq!(
            set("credits[0].role", "Reporting").unwrap().credits[0].role.as_deref(),
            Some("Reporting")
        );
        assert_eq!(set("abstract", "In short.").unwrap().summary.len(), 1);
        let extras = set("metadata.extras.my.key", "v").unwrap().metadata.extras;
        assert_eq!(extras["my.key"].as_text(), Some("v"));
    }

    #[test]
    fn an_unknown_field_names_the_nearest() {
        let error = |path: &str| set(path, "x").unwrap_err();
        assert_eq!(
            error("language"),
            "the article has no field `language`; did you mean `metadata.language`?"
        );
        assert!(error("metadata.publcation.name").ends_with("did you mean `metadata.publication.name`?"));
        assert!(error("credits[0].rol").ends_with("did you mean `credits.role`?"));
        assert!(error("langage").ends_with("did you mean `metadata.language`?"));
        assert!(error("publication.name").ends_with("did you mean `metadata.publication.name`?"));
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named() {
        assert!(set("metadata.issued", "soon").unwrap_err().contains("`soon` is not a date"));
        assert!(
            set("metadata.urgency", "high").unwrap_err().starts_with("`metadata.urgency` cannot be `high`")
        );
        assert!(set("credits[1].role", "x").unwrap_err().contains("there are 0 here"));
        assert!(set("credits[x].role", "x").is_err());
        assert!(set("", "x").is_err());
    }
}
