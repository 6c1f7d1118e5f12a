use copydesk_core::Work;

use super::credits;
use crate::Language;

fn read(line: &str) -> Vec<(String, Vec<String>)> {
    let line = credits(line, Language::ANY).unwrap_or_else(|| panic!("no credits: {line}"));
    line.credits.into_iter().map(|credit| (credit.role.unwrap_or_default(), credit.names)).collect()
}

fn credit(role: &str, names: &[&str]) -> (String, Vec<String>) {
    (role.to_owned(), names.iter().map(|name| (*name).to_owned()).collect())
}

#[test]
fn a_faulty_line_is_read_and_its_faults_are_named() {
    let printed = "(Reporting by Ann Poe, Tom RoeWriting by Jane Doe, Editing by Max Lee; Additions for ABC News by Eve Ray))";
    let line = credits(printed, Language::of("en")).unwrap();
    let roles: Vec<_> = line
        .credits
        .iter()
        .map(|credit| (credit.role.as_deref().unwrap(), credit.work, credit.names.len()))
        .collect();
    assert_eq!(
        roles,
        [
            ("Reporting", Work::Reporting, 2),
            ("Writing", Work::Writing, 1),
            ("Editing", Work::Editing, 1),
            ("Additions", Work::Other, 1)
        ]
    );
    assert_eq!(line.credits[3].affiliation.as_deref(), Some("ABC News"));
    assert_eq!(line.credits[0].names, ["Ann Poe", "Tom Roe"]);
    assert!(line.credits.iter().all(|credit| credit.printed == printed));
    let mends: Vec<_> = line.mends.iter().map(|mend| (mend.found.as_str(), mend.read_as.as_str())).collect();
    assert_eq!(mends, [("RoeWriting", "Roe Writing"), ("))", ")")]);
}

#[test]
fn credits_of_many_spellings() {
    assert_eq!(
        read("Reporting by Jane Doe in London and John Roe in Paris; editing by Ann Poe"),
        [credit("Reporting", &["Jane Doe", "John Roe"]), credit("editing", &["Ann Poe"])]
    );
    assert_eq!(
        read("(Reporting and writing by Jane Doe, additional reporting by Gdynia Newsroom)"),
        [
            credit("Reporting and writing", &["Jane Doe"]),
            credit("additional reporting", &["Gdynia Newsroom"])
        ]
    );
    assert_eq!(
        read("(Bericht von Jana Muster, redigiert von Max Beispiel)"),
        [credit("Bericht", &["Jana Muster"]), credit("redigiert", &["Max Beispiel"])]
    );
    assert_eq!(
        read("(Reportage de Jeanne Dupont, édité par Luc Martin)"),
        [credit("Reportage", &["Jeanne Dupont"]), credit("édité", &["Luc Martin"])]
    );
    assert_eq!(
        read("(Reporte de Ana Pérez; editado en español por Luis Gil)"),
        [credit("Reporte", &["Ana Pérez"]), credit("editado en español", &["Luis Gil"])]
    );
    assert_eq!(
        read("(Maria Rossi, editing Carlo Bianchi)"),
        [credit("", &["Maria Rossi"]), credit("editing", &["Carlo Bianchi"])]
    );
    assert_eq!(read("(Jane Doe, édité par Luc Martin)")[0], credit("", &["Jane Doe"]));
    assert_eq!(
        read("Writing: Jane Doe; Editing: John Roe"),
        [credit("Writing", &["Jane Doe"]), credit("Editing", &["John Roe"])]
    );
    assert_eq!(
        read("Jane Doe in Paris contributed to this report."),
        [credit("contributed to this report", &["Jane Doe"])]
    );
}

#[test]
fn parentheses_of_names_are_no_fault() {
    let line =
        credits("(Reporting by Jane Doe (London); editing by John Roe (Paris))", Language::of("en")).unwrap();
    assert_eq!(line.mends, []);
    assert_eq!(line.credits[1].names, ["John Roe"]);
}

#[test]
fn prose_is_no_credit_line() {
    for line in [
        "Reporting by the BBC showed that prices rose.",
        "The report was written by a panel of judges.",
        "(He was speaking at a meeting)",
        "Editing by hand takes time.",
        "",
        "Photo sharing by phone is popular",
    ] {
        assert_eq!(credits(line, Language::of("en")), None, "{line}");
    }
}
