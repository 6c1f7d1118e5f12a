//! Content models: which children an element may have, in which order.

use std::str::Chars;

/// What may stand at a position of a content model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    /// An element of NITF, by name.
    Element(&'static str),
    /// Any element of another namespace.
    Other,
}

/// A content model as an automaton whose states are the positions of its symbols (Glushkov's construction).
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    symbols: Vec<Symbol>,
    first: Vec<usize>,
    last: Vec<usize>,
    /// What may follow each position.
    follow: Vec<Vec<usize>>,
    /// Nothing at all may stand in it, too.
    nullable: bool,
}

/// A part of a model while it is being built.
struct Part {
    first: Vec<usize>,
    last: Vec<usize>,
    nullable: bool,
}

/// How far the children of one element have gone through its model.
#[derive(Debug, Clone)]
pub(super) enum State {
    /// No child yet.
    Start,
    /// At any of these positions.
    At(Vec<usize>),
}

impl Model {
    /// Reads a model: names, `#other`, parentheses, `|`, `?`, `*`, `+`, and `%name` for a group.
    pub(super) fn read(text: &'static str, groups: &dyn Fn(&str) -> &'static str) -> Self {
        let mut model = Self { nullable: true, ..Self::default() };
        let whole = model.sequence(&mut text.chars(), groups);
        (model.first, model.last, model.nullable) = (whole.first, whole.last, whole.nullable);
        model
    }

    /// Whether nothing may stand in it, ever.
    pub(super) fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }

    /// The state after one more child; `None` where it may not stand here.
    pub(super) fn after(&self, state: &State, child: Option<&str>) -> Option<State> {
        let fits = |at: &usize| match self.symbols[*at] {
            Symbol::Element(name) => child == Some(name),
            Symbol::Other => child.is_none(),
        };
        let mut next: Vec<usize> = self.next(state).filter(fits).collect();
        next.sort_unstable();
        next.dedup();
        (!next.is_empty()).then_some(State::At(next))
    }

    /// Whether the children may end here.
    pub(super) fn may_end(&self, state: &State) -> bool {
        match state {
            State::Start => self.nullable,
            State::At(positions) => positions.iter().any(|at| self.last.contains(at)),
        }
    }

    /// The names of what may come next.
    pub(super) fn expected(&self, state: &State) -> Vec<&'static str> {
        let mut names: Vec<&str> = Vec::new();
        for at in self.next(state) {
            if let Symbol::Element(name) = self.symbols[at]
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }

    /// The names of every element that may stand in it.
    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.symbols.iter().filter_map(|symbol| match symbol {
            Symbol::Element(name) => Some(*name),
            Symbol::Other => None,
        })
    }

    fn next<'m>(&'m self, state: &'m State) -> Box<dyn Iterator<Item = usize> + 'm> {
        match state {
            State::Start => Box::new(self.first.iter().copied()),
            State::At(positions) => Box::new(positions.iter().flat_map(|at| &self.follow[*at]).copied()),
        }
    }

    /// Parts one after the other, or alternatives, up to a closing parenthesis or the end.
    fn sequence(&mut self, text: &mut Chars<'static>, groups: &dyn Fn(&str) -> &'static str) -> Part {
        let mut alternatives: Option<Part> = None;
        let mut whole = Part { first: Vec::new(), last: Vec::new(), nullable: true };
        loop {
            let rest = text.as_str().trim_start();
            *text = rest.chars();
            match text.next() {
                None | Some(')') => break,
                Some('|') => {
                    let done = std::mem::replace(
                        &mut whole,
                        Part { first: Vec::new(), last: Vec::new(), nullable: true },
                    );
                    alternatives = Some(either(alternatives, done));
                }
                Some('(') => {
                    let part = self.sequence(text, groups);
                    let part = self.repeated(part, text);
                    whole = self.joined(whole, part);
                }
                Some(_) => {
                    let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | '|' | '?' | '*' | '+');
                    let (name, after) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
                    *text = after.chars();
                    let part = match name.strip_prefix('%') {
                        Some(group) => self.sequence(&mut groups(group).chars(), groups),
                        None => self.symbol(name),
                    };
                    let part = self.repeated(part, text);
                    whole = self.joined(whole, part);
                }
            }
        }
        match alternatives {
            Some(_) => either(alternatives, whole),
            None => whole,
        }
    }

    fn symbol(&mut self, name: &'static str) -> Part {
        let at = self.symbols.len();
        self.symbols.push(if name == "#other" { Symbol::Other } else { Symbol::Element(name) });
        self.follow.push(Vec::new());
        Part { first: vec![at], last: vec![at], nullable: false }
    }

    /// Takes the `?`, `*` or `+` after a part.
    fn repeated(&mut self, mut part: Part, text: &mut Chars<'static>) -> Part {
        let sign = text.as_str().chars().next().filter(|sign| matches!(sign, '?' | '*' | '+'));
        if sign.is_some() {
            text.next();
        }
        if matches!(sign, Some('*' | '+')) {
            self.follows(&part.last, &part.first);
        }
        part.nullable |= matches!(sign, Some('?' | '*'));
        part
    }

    fn joined(&mut self, before: Part, after: Part) -> Part {
        self.follows(&before.last, &after.first);
        let mut joined = Part { nullable: before.nullable && after.nullable, ..before };
        if before.nullable {
            joined.first.extend(&after.first);
        }
        if !after.nullable {
            joined.last.clear();
        }
        joined.last.extend(&after.last);
        joined
    }

    fn follows(&mut self, last: &[usize], first: &[usize]) {
        for at in last {
            let known = &mut self.follow[*at];
            let new: Vec<usize> = first.iter().copied().filter(|next| !known.contains(next)).collect();
            known.extend(new);
        }
    }
}

fn either(alternatives: Option<Part>, part: Part) -> Part {
    let Some(mut all) = alternatives else { return part };
    all.first.extend(part.first);
    all.last.extend(part.last);
    all.nullable |= part.nullable;
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(model: &'static str, children: &str) -> bool {
        let model = Model::read(model, &|_| "(x | #other*)");
        let mut state = State::Start;
        for child in children.chars().map(|c| c.to_string()) {
            let child = Some(child.as_str()).filter(|child| *child != "-");
            match model.after(&state, child) {
                Some(next) => state = next,
                None => return false,
            }
        }
        model.may_end(&state)
    }

    #[test]
    fn models_take_what_they_say() {
        for (model, good, bad) in [
            ("", &[""][..], &["a"][..]),
            ("(a? b)", &["b", "ab"], &["", "a", "bb", "ba"]),
            ("(a b? (c | d)+ e*)", &["ac", "abcdcee", "ade"], &["a", "ab", "aec", "abb"]),
            ("(a | (b c b))", &["a", "bcb"], &["", "bc", "abcb"]),
            ("(%g | y)*", &["", "x-y--x"], &["z", "xz"]),
            ("((a? b?)? c*)", &["", "ab", "bcc", "c"], &["ba", "ca"]),
        ] {
            assert!(good.iter().all(|children| takes(model, children)), "{model}");
            assert!(bad.iter().all(|children| !takes(model, children)), "{model}");
        }
    }
}
