//! The article itself, attached to its page: a PDF that can be turned back into the article.

use copydesk_core::{Article, Audience, Block, Error, ErrorKind, Moment, child_blocks_mut};
use krilla::Document;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};

use crate::metadata::date_time;

/// The name of the attached file.
pub(crate) const NAME: &str = "article.json";

/// The article as JSON, without what is not for the public.
pub(crate) fn public_json(article: &Article) -> Result<Vec<u8>, Error> {
    let mut article = article.clone();
    keep_public(&mut article.body);
    keep_public(&mut article.summary);
    article.metadata.editor_notes.clear();
    serde_json::to_vec_pretty(&article).map_err(|error| {
        Error::new(ErrorKind::Internal, "the article cannot be written as JSON").caused_by(error)
    })
}

fn keep_public(blocks: &mut Vec<Block>) {
    blocks.retain(|block| block.audience() == Audience::Public);
    for block in blocks {
        for children in child_blocks_mut(block) {
            keep_public(children);
        }
    }
}

/// Attaches the article as the source of the document (ISO 19005-3, 6.8).
pub(crate) fn attach(document: &mut Document, json: Vec<u8>, date: &Moment) {
    document.embed_file(EmbeddedFile {
        path: NAME.to_owned(),
        mime_type: MimeType::new("application/json"),
        description: Some("The article this document was made from".to_owned()),
        association_kind: AssociationKind::Source,
        data: json.into(),
        modification_date: Some(date_time(date)),
        compress: Some(true),
        location: None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_core::Container;

    #[test]
    fn what_is_internal_stays_at_home() {
        let secret = Block::paragraph("secret").internal();
        let container = Block::Container(Container { content: vec![secret.clone()], attributes: None });
        let mut article = Article { body: vec![secret, container], ..Article::default() };
        article.metadata.editor_notes.push("secret".to_owned());
        let json = String::from_utf8(public_json(&article).unwrap()).unwrap();
        assert!(!json.contains("secret"), "{json}");
    }
}
