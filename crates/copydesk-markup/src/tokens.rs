//! HTML to tokens, by html5ever's tokenizer.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token as HtmlToken, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// A token of an HTML fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Text, its entities resolved.
    Text(String),
    /// A start tag.
    Open {
        /// The element's name, in lower case.
        name: String,
        /// Its attributes, names in lower case.
        attributes: Vec<(String, String)>,
        /// It closes itself: `<x/>`.
        closed: bool,
    },
    /// An end tag.
    Close(String),
    /// A comment.
    Comment(String),
    /// A script or a style sheet, which is no text; its name.
    Dropped(String),
}

/// Hands the tokens of `html` to `sink`, in order.
pub fn tokens(html: &str, sink: &mut dyn FnMut(Token)) {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(
        Adapter { state: RefCell::new(State { sink, dropping: None }) },
        TokenizerOpts { exact_errors: false, discard_bom: false, ..TokenizerOpts::default() },
    );
    let _ = tokenizer.feed(&input);
    tokenizer.end();
}

struct Adapter<'a> {
    state: RefCell<State<'a>>,
}

struct State<'a> {
    sink: &'a mut dyn FnMut(Token),
    /// The element whose text is left out, while it is open.
    dropping: Option<String>,
}

impl TokenSink for Adapter<'_> {
    type Handle = ();

    fn process_token(&self, token: HtmlToken, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            HtmlToken::TagToken(tag) => return state.tag(tag),
            HtmlToken::CharacterTokens(text) => {
                if state.dropping.is_none() {
                    (state.sink)(Token::Text(text.to_string()));
                }
            }
            HtmlToken::CommentToken(text) => (state.sink)(Token::Comment(text.to_string())),
            HtmlToken::NullCharacterToken => (state.sink)(Token::Text("\u{FFFD}".to_owned())),
            HtmlToken::DoctypeToken(_) | HtmlToken::EOFToken | HtmlToken::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

impl State<'_> {
    fn tag(&mut self, tag: Tag) -> TokenSinkResult<()> {
        let name = tag.name.to_string();
        if tag.kind == TagKind::EndTag {
            if self.dropping.as_deref() == Some(&name) {
                self.dropping = None;
            } else {
                (self.sink)(Token::Close(name));
            }
            return TokenSinkResult::Continue;
        }
        let raw = match name.as_str() {
            "script" => Some(RawKind::ScriptData),
            "style" | "noembed" | "noframes" | "iframe" | "xmp" => Some(RawKind::Rawtext),
            "title" | "textarea" => Some(RawKind::Rcdata),
            _ => None,
        };
        if let (Some(kind), false) = (raw, tag.self_closing) {
            if matches!(name.as_str(), "script" | "style") {
                (self.sink)(Token::Dropped(name.clone()));
                self.dropping = Some(name);
            } else {
                self.open(name, tag);
            }
            return TokenSinkResult::RawData(kind);
        }
        if matches!(name.as_str(), "script" | "style") {
            (self.sink)(Token::Dropped(name));
        } else {
            self.open(name, tag);
        }
        TokenSinkResult::Continue
    }

    fn open(&mut self, name: String, tag: Tag) {
        let attributes = tag
            .attrs
            .into_iter()
            .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
            .collect();
        (self.sink)(Token::Open { name, attributes, closed: tag.self_closing });
    }
}
