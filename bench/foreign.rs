//! NITF in the shapes in which agencies send it, which are not those that Copydesk writes.

use std::fmt::Write as _;

use crate::prose::Prose;

/// What a body is mostly made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Paragraphs of three sentences, a cross-head now and then.
    Story,
    /// Paragraphs of one short sentence.
    Short,
    /// A marked name, a link or emphasis every few words.
    Marked,
    /// Tables of names and numbers.
    Tables,
    /// One paragraph.
    One,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 5] = [Self::Story, Self::Short, Self::Marked, Self::Tables, Self::One];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Short => "short paragraphs",
            Self::Marked => "marked names",
            Self::Tables => "tables",
            Self::One => "one paragraph",
        }
    }
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://example.org/dtd/nitf-3-2.dtd">
<nitf version="-//IPTC//DTD NITF 3.2//EN" change.date="October 10, 2003" change.time="19:30">
 <head>
  <title>BRIDGE</title>
  <meta name="transmission-id" content="NW0042"/>
  <meta name="word-count" content="609"/>
  <tobject tobject.type="News">
   <tobject.property tobject.property.type="Current"/>
   <tobject.subject tobject.subject.refnum="03010000" tobject.subject.type="Disaster and Accident"/>
   <tobject.subject tobject.subject.refnum="13000000" tobject.subject.type="Science and Technology"/>
  </tobject>
  <docdata management-status="usable">
   <doc-id id-string="nw-20240312-0042" regsrc="northernwire.example"/>
   <urgency ed-urg="4"/>
   <date.issue norm="20240312T083000+0100"/>
   <date.release norm="20240312T083000+0100"/>
   <date.expire/>
   <du-key key="BRIDGE-HARBOUR" version="2"/>
   <doc.copyright year="2024" holder="Northern Wire"/>
   <key-list><keyword key="bridge"/><keyword key="harbour"/></key-list>
   <ed-msg info="Photos follow"/>
  </docdata>
  <pubdata type="print" date.publication="20240312" name="The Lindhaven Courier" position.section="Local"/>
 </head>
 <body>
  <body.head>
   <hedline>
    <hl1>Harbour bridge stays closed as divers find a second crack</hl1>
    <hl2>Engineers &amp; shipyard at odds</hl2>
   </hedline>
   <byline>By <person>Johanna Fairweather</person> <byttl>Northern Wire</byttl></byline>
   <distributor>Northern Wire</distributor>
   <dateline><location>LINDHAVEN</location>, <story.date norm="20240312">March 12</story.date></dateline>
   <abstract><p>The bridge over the harbour will not open this week.</p></abstract>
  </body.head>
  <body.content>
"#;

const END: &str = r"  </body.content>
  <body.end>
   <tagline>(Reporting by Johanna Fairweather; Editing by Piet Lindqvist)</tagline>
  </body.end>
 </body>
</nitf>
";

/// A document with a body of about `bytes` bytes.
pub fn nitf(shape: Shape, bytes: usize) -> String {
    let mut prose = Prose::new();
    let mut text = HEAD.to_owned();
    let end = text.len() + bytes;
    text.push_str(if shape == Shape::One { "<p>" } else { "" });
    let mut at = 0;
    while text.len() < end {
        at += 1;
        let mut sentence = || prose.sentence();
        let _ = match shape {
            Shape::Story if at % 8 == 0 => writeln!(text, "   <hl2>What the divers saw</hl2>"),
            Shape::Story => {
                writeln!(text, "   <p>{} {} &#8220;{}&#8221;</p>", sentence(), sentence(), sentence())
            }
            Shape::Short => writeln!(text, "   <p>\n    {}\n   </p>", sentence()),
            Shape::Marked => writeln!(text, "   <p>{}</p>", marked(&sentence(), at)),
            Shape::Tables => {
                let sentence = sentence();
                let cells: Vec<&str> = sentence.split(' ').take(4).collect();
                let (open, close) = (
                    if at % 40 == 1 { "<table><tbody>" } else { "" },
                    if at % 40 == 0 { "</tbody></table>" } else { "" },
                );
                writeln!(
                    text,
                    "{open}<tr><td>{}</td><td align=\"right\">{at}</td></tr>{close}",
                    cells.join("</td><td>")
                )
            }
            Shape::One => write!(text, "{} ", sentence()),
        };
    }
    if shape == Shape::Tables && at % 40 != 0 {
        text.push_str("</tbody></table>\n");
    }
    text.push_str(if shape == Shape::One { "</p>\n" } else { "" });
    text + END
}

/// A sentence with a mark on every sixth word.
fn marked(sentence: &str, number: usize) -> String {
    let mut text = String::new();
    for (at, word) in sentence.split(' ').enumerate() {
        let space = if at == 0 { "" } else { " " };
        let _ = match (at % 6, number % 3) {
            (2, 0) => write!(text, "{space}<em class=\"bold\">{word}</em>"),
            (2, 1) => write!(text, "{space}<a href=\"http://example.org/{number}\">{word}</a>"),
            (2, _) => write!(text, "{space}<org idsrc=\"nw\" value=\"{number}\">{word}</org>"),
            _ => write!(text, "{space}{word}"),
        };
    }
    text
}
