//! The words of an article: of each of its parts, and of its extras.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use copydesk_core::{Article, Block, Inlines, Value, child_blocks, child_inlines};

use super::places::Words;
use super::words::squeezed;

pub(super) fn add_blocks(blocks: &[Block], words: &mut Words, extras: &mut Words) {
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

pub(super) fn add_block_fields(block: &Block, words: &mut Words, extras: &mut Words) {
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

pub(super) fn add_media(media: &copydesk_core::Media, words: &mut Words, extras: &mut Words) {
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
        // Data in no encoding that is known is kept as it stands, and looked for without its white space.
        let data = rendition.extras.get("nitf:media-object").and_then(Value::as_text);
        extras.texts.extend(data.map(|data| data.split_ascii_whitespace().collect()));
    }
}

pub(super) fn add_attributes(attributes: &copydesk_core::Attributes, words: &mut Words, extras: &mut Words) {
    words.texts.extend(attributes.id.clone());
    words.texts.extend(attributes.class.iter().cloned());
    words.texts.insert(attributes.class.join(" "));
    words.texts.extend(attributes.language.clone());
    words.texts.extend(attributes.direction.map(|direction| direction.name().to_owned()));
    add_extras(&attributes.extras, extras);
}

pub(super) fn add_inlines(inlines: &Inlines, words: &mut Words, extras: &mut Words) {
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

pub(super) fn add_extras(extras: &copydesk_core::Extras, words: &mut Words) {
    for (key, value) in extras {
        words.texts.insert(key.clone());
        for prefix in ["http-equiv:", "nitf:"] {
            words.texts.extend(key.strip_prefix(prefix).map(str::to_owned));
        }
        add_value(value, words);
    }
}

pub(super) fn add_value(value: &Value, words: &mut Words) {
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
pub(super) fn add_metadata(article: &Article, words: &mut Words, extras: &mut Words) {
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

pub(super) fn add_publication(article: &Article, words: &mut Words, extras: &mut Words) {
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

pub(super) fn add_front(article: &Article, words: &mut Words, extras: &mut Words) {
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
