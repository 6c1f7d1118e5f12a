//! What the publisher's house says of every article that does not say it itself.

use copydesk::{Article, Report, Rights};

use crate::args::OrderArgs;

/// What the house says.
#[derive(Debug)]
pub(crate) struct House {
    publisher: Option<String>,
    rights: Option<String>,
}

impl House {
    /// What the command line and the configuration say of the house.
    pub(crate) fn new(args: &OrderArgs) -> Self {
        Self { publisher: args.publisher.clone(), rights: args.rights.clone() }
    }

    /// Fills in publisher and rights where the article has none, and reports it.
    pub(crate) fn fill_in(&self, article: &mut Article, report: &mut Report) {
        if let Some(name) = &self.publisher {
            let publication = article.metadata.publication.get_or_insert_default();
            if publication.publisher.is_none() {
                publication.publisher = Some(name.clone());
                report.assumed(
                    "metadata.publication.publisher",
                    name,
                    "the article names no publisher; as configured",
                );
            }
        }
        if let Some(terms) = self.rights.as_ref().filter(|_| article.rights.is_empty()) {
            article.rights.push(Rights { terms: Some(terms.clone()), ..Rights::default() });
            report.assumed("rights[0].terms", terms, "the article says nothing of rights; as configured");
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::args::{Args, Command};

    #[test]
    fn what_the_article_says_stays() {
        let said = [
            "copydesk",
            "convert",
            "a.txt",
            "-t",
            "json",
            "--publisher",
            "Herald",
            "--rights",
            "All reserved.",
        ];
        let Command::Convert(args) = Args::parse_from(said).command else { unreachable!() };
        let (mut article, mut report) = (Article::default(), Report::default());
        House::new(&args.order).fill_in(&mut article, &mut report);
        let publisher = |article: &Article| article.metadata.publication.clone().unwrap().publisher;
        assert_eq!((publisher(&article).as_deref(), report.assumed.len()), (Some("Herald"), 2));
        let other =
            ["copydesk", "convert", "a.txt", "-t", "json", "--publisher", "Post", "--rights", "None."];
        let Command::Convert(args) = Args::parse_from(other).command else { unreachable!() };
        House::new(&args.order).fill_in(&mut article, &mut report);
        assert_eq!((publisher(&article).as_deref(), report.assumed.len()), (Some("Herald"), 2));
        assert_eq!(article.rights.len(), 1);
    }
}
