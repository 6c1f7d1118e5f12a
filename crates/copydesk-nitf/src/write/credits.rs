//! Credits: the one tagline the schema allows, with the line as printed, and each credit in parts beside it.

use copydesk_core::{Credit, Feature};

use super::Writing;
use super::lines::Part;

impl<'a> Writing<'a, '_> {
    /// The credit lines, in the one tagline the schema allows.
    pub(super) fn credits(&mut self, credits: &'a [Credit]) {
        self.xml.start_mixed("tagline").attribute("class", "credits");
        let lines: Vec<&[Credit]> =
            credits.chunk_by(|a, b| !a.printed.is_empty() && a.printed == b.printed).collect();
        let mut index = 0;
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.xml.start("br").end();
            }
            let reported = self.report.losses.len();
            self.enter_item("credits", index);
            self.credit_line(line, lines.len() > 1);
            self.leave_item();
            self.repeat_losses(reported, index + 1..index + line.len());
            index += line.len();
        }
        self.xml.end();
        let mut index = 0;
        for (at, line) in lines.iter().enumerate() {
            for credit in *line {
                self.enter_item("credits", index);
                self.credit(credit, at);
                self.leave_item();
                index += 1;
            }
        }
    }

    /// What a line lost, each of its credits lost.
    fn repeat_losses(&mut self, from: usize, others: std::ops::Range<usize>) {
        let lost: Vec<_> = self.report.losses[from..].to_vec();
        for index in others {
            self.enter_item("credits", index);
            for loss in &lost {
                self.report.dropped(loss.feature, self.place(), loss.detail.as_str());
            }
            self.leave_item();
        }
    }

    fn credit_line(&mut self, credits: &'a [Credit], one_of_several: bool) {
        if one_of_several {
            self.xml.start("lang").attribute("class", "credit-line");
        }
        let mut parts = Vec::new();
        let mut made = String::new();
        for credit in credits {
            let role = credit.role.as_deref().unwrap_or_default();
            parts.push(Part { element: "function", text: role, norm: None });
            made.push_str(role);
            for (at, name) in credit.names.iter().enumerate() {
                parts.push(Part { element: "person", text: name, norm: None });
                made.push_str(if at == 0 && !role.is_empty() {
                    ": "
                } else if at > 0 {
                    ", "
                } else {
                    ""
                });
                made.push_str(name);
            }
        }
        let printed = credits.first().map_or("", |credit| credit.printed.as_str());
        self.line(if printed.is_empty() { &made } else { printed }, &parts, false);
        if one_of_several {
            self.xml.end();
        }
    }

    /// One credit in parts, beside the line.
    pub(super) fn credit(&mut self, credit: &'a Credit, line: usize) {
        let Credit { role, work, names, affiliation, printed, extras } = credit;
        if !self.foreign {
            if affiliation.is_some() {
                self.no_place(Feature::Credit, "affiliation");
            }
            if *work != copydesk_core::Work::Other {
                self.no_place(Feature::Credit, "work");
            }
            if !extras.is_empty() {
                self.no_place(Feature::Extra, "extras");
            }
            return;
        }
        self.xml.start("cd:credit").attribute("line", &line.to_string());
        if printed.is_empty() {
            self.xml.attribute("printed", "no");
        }
        self.attribute_if("role", role.as_deref());
        self.attribute("work", work_name(*work));
        self.attribute_if("affiliation", affiliation.as_deref());
        for name in names {
            self.xml.start("cd:name");
            self.attribute("value", name);
            self.xml.end();
        }
        for (name, value) in extras {
            self.extra(Some(name), value);
        }
        self.xml.end();
    }
}

pub(crate) fn work_name(work: copydesk_core::Work) -> &'static str {
    use copydesk_core::Work;
    match work {
        Work::Reporting => "reporting",
        Work::Writing => "writing",
        Work::Editing => "editing",
        Work::Photography => "photography",
        Work::Translation => "translation",
        Work::Illustration => "illustration",
        Work::Video => "video",
        Work::Research => "research",
        Work::Other => "other",
    }
}
