//! Copy in the shape of many agencies, in our own words: what is the headline, who wrote it, where, and what is left of it.

use copydesk_core::{Article, Audience, Block, ReadContext, RelationKind, read_one};
use copydesk_text::TextReader;

fn read(copy: &str) -> Article {
    read_one(&TextReader::default(), copy.as_bytes(), &ReadContext::default()).expect("one article").output
}

/// Copy; headline; authors; place, date and source of the dateline; public paragraphs.
type Shape = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const SHAPES: &[Shape] = &[
    (
        "BC-US--Bridge Closing, 1st Ld\nEds: UPDATES: With details.\n\nRiver bridge closes\n\nBy MARTA HOLLOWAY\nAssociated \
         Press\n\nHARLOW, Ohio (AP) — Engineers closed the bridge.\n\n___\n\nAssociated Press writer Tom Vickers in Columbus, \
         Ohio, contributed to this report.\n",
        "River bridge closes",
        "MARTA HOLLOWAY",
        "HARLOW, Ohio||AP",
        &["Engineers closed the bridge."],
    ),
    (
        "River bridge closes after crack is found\nBy MARTA HOLLOWAY and TOM VICKERS Associated Press\nHARLOW, Ohio (AP) — Engineers closed the \
         main river bridge on Tuesday.\n",
        "River bridge closes after crack is found",
        "MARTA HOLLOWAY, TOM VICKERS",
        "HARLOW, Ohio||AP",
        &["Engineers closed the main river bridge on Tuesday."],
    ),
    (
        "LEAD 1-Les cheminots appellent à la grève\n\n    * Le trafic sera perturbé\n    * Une rencontre est proposée\n\n \
         (Actualisé avec réaction)\n\n    par Jeanne Martin\n\n    PARIS, 4 mars (Reuters) - Les syndicats ont appelé à la \
         grève.\n\n (Jeanne Martin, édité par Luc Petit)\n",
        "Les cheminots appellent à la grève",
        "Jeanne Martin",
        "PARIS|4 mars|Reuters",
        &["Les syndicats ont appelé à la grève."],
    ),
    (
        "CORRECTED-(OFFICIAL)-Harbour authority names head\n(Corrects paragraph 2)\n\nOSLO, March 4 (Reuters) - The harbour \
         authority named a head.\n",
        "Harbour authority names head",
        "",
        "OSLO|March 4|Reuters",
        &["The harbour authority named a head."],
    ),
    (
        "Inondations dans le sud\n\nMontpellier, 12 nov 2023 (AFP) -\n\nDeux villages ont été évacués.\n\njdm/abc/def\n\n© \
         Agence France-Presse\n",
        "Inondations dans le sud",
        "",
        "Montpellier|12 nov 2023|AFP",
        &["Deux villages ont été évacués."],
    ),
    (
        "Cierran el puente\n\nSevilla, 12 nov (EFE).- El Ayuntamiento cerró el puente.\n\n\"No teníamos otra opción\", dijo la \
         alcaldesa, Rosa Lara. EFE\n\nabc/def/ghi\n",
        "Cierran el puente",
        "",
        "Sevilla|12 nov|EFE",
        &["El Ayuntamiento cerró el puente.", "\"No teníamos otra opción\", dijo la alcaldesa, Rosa Lara."],
    ),
    (
        "RIADAS SUR (Ampliación)\nDos pueblos evacuados\n\nPor Ana Pérez Gil\n\nMontilla (España), 12 nov (EFE).- Dos pueblos \
         fueron evacuados.\n",
        "Dos pueblos evacuados",
        "Ana Pérez Gil",
        "Montilla (España)|12 nov|EFE",
        &["Dos pueblos fueron evacuados."],
    ),
    (
        "Maltempo: chiuso il ponte\n\n(ANSA) - FIRENZE, 12 NOV - Il ponte è stato chiuso.\n\n(ANSA).\n\nYF7-ABC\n12-NOV-23 \
         10:37 NNNN\n",
        "Maltempo: chiuso il ponte",
        "",
        "FIRENZE|12 NOV|ANSA",
        &["Il ponte è stato chiuso."],
    ),
    (
        "Ponte encerrada\n\nCoimbra, 12 nov 2023 (Lusa) – A ponte foi encerrada.\n\nABC // DEF\n\nLusa/Fim\n",
        "Ponte encerrada",
        "",
        "Coimbra|12 nov 2023|Lusa",
        &["A ponte foi encerrada."],
    ),
    (
        "Pont fermé\n\nLIÈGE 12/11 (BELGA)\nLe pont principal a été fermé.\n\n\"Pas le choix\", a dit la bourgmestre. (Belga)\n",
        "Pont fermé",
        "",
        "LIÈGE|12/11|BELGA",
        &["Le pont principal a été fermé.", "\"Pas le choix\", a dit la bourgmestre."],
    ),
    (
        "River bridge closed\n\nBy Alison Burke\n\nTHE CANADIAN PRESS\n\nHALIFAX - Engineers closed the bridge.\n\nThe Canadian \
         Press\n",
        "River bridge closed",
        "Alison Burke",
        "HALIFAX||",
        &["Engineers closed the bridge."],
    ),
    (
        "River bridge closed\nBy Rosie Chalmers, PA\nEngineers have closed the main river bridge.\nThe bridge carries 40,000 \
         cars a day.\nend\n",
        "River bridge closed",
        "Rosie Chalmers",
        "||",
        &["Engineers have closed the main river bridge.", "The bridge carries 40,000 cars a day."],
    ),
    (
        "Bridge closed\n\n    WUHAN, Nov. 12 (Xinhua) -- Engineers closed the bridge.\n\n    It carries 40,000 cars a day. \
         Enditem\n",
        "Bridge closed",
        "",
        "WUHAN|Nov. 12|Xinhua",
        &["Engineers closed the bridge.", "It carries 40,000 cars a day."],
    ),
    (
        "FOR IMMEDIATE RELEASE\n\nHarlow Steel Opens New Mill\n\nHARLOW, Ohio, Nov. 12, 2023 /PRNewswire/ -- Harlow Steel today \
         opened a mill.\n\n###\n",
        "Harlow Steel Opens New Mill",
        "",
        "HARLOW, Ohio|Nov. 12, 2023|PRNewswire",
        &["Harlow Steel today opened a mill."],
    ),
];

#[test]
fn the_shapes_of_many_agencies() {
    for (copy, headline, authors, dateline, paragraphs) in SHAPES {
        let article = read(copy);
        assert_eq!(article.headline.plain_text(), *headline, "{copy}");
        assert_eq!(article.authors().join(", "), *authors, "{copy}");
        let known = article.dateline.clone().unwrap_or_default();
        let parts = [known.place, known.date, known.source].map(Option::unwrap_or_default).join("|");
        assert_eq!(parts, *dateline, "{copy}");
        let found: Vec<String> = article
            .body
            .iter()
            .filter(|block| block.audience() == Audience::Public)
            .filter_map(|block| {
                let Block::Paragraph(paragraph) = block else { return None };
                Some(paragraph.content.plain_text())
            })
            .collect();
        assert_eq!(found, *paragraphs, "{copy}");
    }
}

#[test]
fn embargoes_are_never_read_too_early() {
    let until = |line: &str| {
        let article =
            read(&format!("{line}\n\nMore birds in the city\n\nThere are more birds.\n\nThey sing.\n"));
        assert_eq!(article.headline.plain_text(), "More birds in the city", "{line}");
        let embargo = article.metadata.embargo.unwrap_or_else(|| panic!("no embargo: {line}"));
        embargo.until.map(|until| until.to_string()).unwrap_or_default()
    };
    for (line, time) in [
        ("EMBARGO FINO ALLE ORE 12 DEL 13 NOVEMBRE 2023", "2023-11-13T12:00:00"),
        ("EMBARGO TOT MAANDAG 13 NOVEMBER 2023 06.00 UUR", "2023-11-13T06:00:00"),
        ("EMBARGADO ATÉ ÀS 06:00 DE 13 DE NOVEMBRO DE 2023", "2023-11-13T06:00:00"),
        ("Embargoed to 0001 Monday November 13 2023", "2023-11-13T00:01:00"),
        ("NOTE EMBARGO: Not for publication or broadcast before 0001 Monday November 13", ""),
        ("This report is embargoed until 00:01 GMT on November 13, 2023", "2023-11-13T00:01:00Z"),
        ("Sperrfrist 12 oder 13. November 2023", ""),
    ] {
        assert_eq!(until(line), time, "{line}");
    }
}

#[test]
fn contacts_and_orders_in_notes() {
    let article = read(
        "Bridge closes\n\nBy Jane Doe\n\nLONDON, March 4 (Reuters) - It closed.\n\nContact Jane Doe at jane@example.com.\n\n\
         ((jane@example.com; +44 20 7946 0000))\n\nKeywords: BRIDGE/CLOSING\n",
    );
    let classes: Vec<_> = article
        .body
        .iter()
        .map(|block| block.attributes().map(|attributes| attributes.class.join(" ")))
        .collect();
    assert_eq!(classes, [None, Some("contact".to_owned()), Some("contact".to_owned())]);
    assert_eq!(article.body[2].audience(), Audience::Internal, "the telephone number is for newsrooms");
    assert_eq!(article.metadata.keywords, ["BRIDGE/CLOSING"]);
    let kill = read("ACHTUNG REDAKTIONEN: Die Meldung \"Brücke gesperrt\" (dpa 0123) wird zurückgezogen.\n");
    assert_eq!(kill.metadata.relations[0].kind, RelationKind::Kills);
}

#[test]
fn a_table_below_paragraphs_of_one_line_is_a_table_alone() {
    let long = "The banks in the country are expected to post gains of ten percent or more, analysts said, as the economy goes on \
                to grow and the losses of last year are not seen again.";
    let article = read(&format!(
        "{long}\n{long}\nBANK\t\t1996\t1995\n----\t\t----\t----\nExample Bank   $0.82   $0.75\n{long}\n"
    ));
    let kinds: Vec<bool> = article.body.iter().map(|block| matches!(block, Block::Preformatted(_))).collect();
    assert_eq!(kinds, [false, false, true, false]);
}
