//! What stands before and behind the body: headline, bylines, dateline, abstract; credits, copyright.

use copydesk_core::{Article, Audience, Byline, Copyright, Credit, Dateline, Extras, Feature, Place, Step};

use super::{Reducer, clean, line};

impl Reducer<'_> {
    pub(super) fn front(&mut self, article: &Article) -> Article {
        let (kicker, headline) =
            (self.field("kicker", &article.kicker), self.field("headline", &article.headline));
        let mut reduced = Article { kicker, headline, ..Article::default() };
        self.trail.enter(Step::Field("decks"));
        for (index, deck) in article.decks.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            reduced.decks.push(self.inlines(deck));
            self.trail.leave();
        }
        self.trail.leave();
        self.bylines(article, &mut reduced);
        reduced.dateline = article.dateline.as_ref().map(|dateline| self.dateline(dateline));
        self.children("abstract", &article.summary);
        // What is internal in it stands with the rest that is.
        let blocks = std::mem::take(&mut self.blocks);
        for (block, origin) in blocks.into_iter().zip(std::mem::take(&mut self.origins)) {
            match block.audience() {
                Audience::Public => reduced.summary.push(block),
                Audience::Internal => {
                    self.blocks.push(block);
                    self.origins.push(origin);
                }
            }
        }
        reduced
    }

    fn bylines(&mut self, article: &Article, reduced: &mut Article) {
        for (index, byline) in article.bylines.iter().enumerate() {
            let Byline { printed, people, repeated, extras } = byline;
            let at = || Place::path(format!("bylines[{index}]"));
            self.extras_dropped(extras, &at());
            if *repeated {
                // The body prints the line; it stands there.
                match article.body_text(false).contains(printed.trim()) && !printed.trim().is_empty() {
                    true => self.report.flattened(Feature::Byline, at(), "stands in the body only"),
                    false => self.report.dropped(Feature::Byline, at(), "the body does not print it"),
                }
                continue;
            }
            let printed = if printed.trim().is_empty() {
                let made = clean(&crate::write::lines::byline_of(people));
                if made.is_empty() {
                    self.report.dropped(Feature::Byline, at(), "it has no words");
                } else {
                    let field = format!("bylines[{index}].printed");
                    self.report.assumed(field, &made, "made of its people");
                }
                made
            } else {
                line(printed, Feature::Byline, at(), self.report)
            };
            reduced.bylines.push(Byline { printed, people: people.clone(), ..Byline::default() });
        }
    }

    fn dateline(&mut self, dateline: &Dateline) -> Dateline {
        let at = || Place::path("dateline");
        self.extras_dropped(&dateline.extras, &at());
        let printed = line(&dateline.printed, Feature::Dateline, at(), self.report);
        Dateline { extras: Default::default(), printed, ..dateline.clone() }
    }

    pub(super) fn end(&mut self, article: &Article, reduced: &mut Article) {
        for (index, credit) in article.credits.iter().enumerate() {
            let at = || Place::path(format!("credits[{index}]"));
            self.extras_dropped(&credit.extras, &at());
            let printed = line(&credit.printed, Feature::Credit, at(), self.report);
            reduced.credits.push(Credit { extras: Default::default(), printed, ..credit.clone() });
        }
        for (index, copyright) in article.copyright.iter().enumerate() {
            let at = || Place::path(format!("copyright[{index}]"));
            self.extras_dropped(&copyright.extras, &at());
            let notice = line(&copyright.notice, Feature::Copyright, at(), self.report);
            reduced.copyright.push(Copyright { extras: Default::default(), notice, ..copyright.clone() });
        }
    }

    /// Copy has no place for extras.
    fn extras_dropped(&mut self, extras: &Extras, at: &Place) {
        for name in extras.keys() {
            self.report.dropped(Feature::Extra, at.clone(), format!("`{name}`"));
        }
    }
}
