use super::*;

fn people(line: &str) -> Vec<(String, Option<String>, Option<String>)> {
    let byline = byline(line, Language::ANY).unwrap_or_else(|| panic!("no byline: {line}"));
    byline.people.into_iter().map(|person| (person.name, person.role, person.affiliation)).collect()
}

fn plain(name: &str) -> (String, Option<String>, Option<String>) {
    (name.to_owned(), None, None)
}

fn of(name: &str, affiliation: &str) -> (String, Option<String>, Option<String>) {
    (name.to_owned(), None, Some(affiliation.to_owned()))
}

#[test]
fn bylines_of_every_language() {
    assert_eq!(people("by mcardinal"), [plain("mcardinal")]);
    assert_eq!(people("By JANE DOE and JOHN ROE"), [plain("JANE DOE"), plain("JOHN ROE")]);
    assert_eq!(
        people("By Jane Doe, John Roe and Ann Poe"),
        [plain("Jane Doe"), plain("John Roe"), plain("Ann Poe")]
    );
    assert_eq!(
        people("Von Jana Muster und Max Beispiel, dpa"),
        [of("Jana Muster", "dpa"), of("Max Beispiel", "dpa")]
    );
    assert_eq!(people("By Jane Doe of The Associated Press"), [of("Jane Doe", "The Associated Press")]);
    assert_eq!(people("Por Ana Ejemplo (Lusa)"), [of("Ana Ejemplo", "Lusa")]);
    assert_eq!(
        people("By Jane Doe (Reuters) and John Roe (Reuters)"),
        [of("Jane Doe", "Reuters"), of("John Roe", "Reuters")]
    );
    assert_eq!(people("Par François Müller"), [plain("François Müller")]);
    assert_eq!(people("Por Juan Pérez"), [plain("Juan Pérez")]);
    assert_eq!(people("Di Maria Rossi"), [plain("Maria Rossi")]);
    assert_eq!(people("Door Jan de Vries"), [plain("Jan de Vries")]);
    assert_eq!(people("By Jane Doe, Reuters"), [of("Jane Doe", "Reuters")]);
    assert_eq!(
        people("By Jane Doe, The San Diego Union-Tribune ="),
        [of("Jane Doe", "The San Diego Union-Tribune")]
    );
    assert_eq!(people("By the Associated Press"), [plain("the Associated Press")]);
}

#[test]
fn jobs_are_of_who_stands_before() {
    let both = people("By JANE DOE and John Roe, Staff Writer");
    assert_eq!(both, [plain("JANE DOE"), ("John Roe".into(), Some("Staff Writer".into()), None)]);
    let both = people("By Jane Doe and John Roe, Staff Writers");
    assert!(both.iter().all(|(_, role, _)| role.as_deref() == Some("Staff Writers")));
    let one = people("By Jane Doe, AP Business Writer");
    assert_eq!(one, [("Jane Doe".into(), Some("Business Writer".into()), Some("AP".into()))]);
    assert_eq!(people("By Jane Doe for The Gazette"), [of("Jane Doe", "The Gazette")]);
}

#[test]
fn contacts_and_places_are_kept_apart() {
    let byline = byline("By Jane Doe in London, jane@example.com", Language::of("en")).unwrap();
    assert_eq!(byline.people[0].name, "Jane Doe");
    assert_eq!(byline.people[0].contacts, ["jane@example.com"]);
    assert_eq!(byline.people[0].extras["place"].as_text(), Some("London"));
}

#[test]
fn jobs_before_names_and_marks_around_them() {
    let one = people("By AP Business Writer Jane Doe");
    assert_eq!(one, [("Jane Doe".into(), Some("Business Writer".into()), Some("AP".into()))]);
    let one = people("Door onze verslaggever Jan de Vries");
    assert_eq!(one[0].0, "Jan de Vries");
    let both = people("By Chief Sports Writer Jane Doe and John Roe in Harlow");
    assert_eq!((both[0].0.as_str(), both[1].0.as_str()), ("Jane Doe", "John Roe"));
    assert_eq!(people("(By Jane Doe)"), [plain("Jane Doe")]);
    assert_eq!(people("By Jane Doe at the County Ground"), [plain("Jane Doe")]);
    assert_eq!(people("Por Ana Pires – Repórter da Agência Brasil - Brasília")[0].0, "Ana Pires");
    assert_eq!(people("By Staff Writer"), [plain("Staff Writer")]);
}

#[test]
fn prose_is_no_byline() {
    for line in [
        "By popular demand, the band returns",
        "By 2030, half of all cars will be electric",
        "Bystanders watched",
        "by and large it went well",
        "By the time Jane Doe arrived, it was over.",
        "Von der Leyen gewinnt die Wahl",
        "Di Maria scores twice",
        "By",
    ] {
        assert_eq!(byline(line, Language::of("en")), None, "{line}");
    }
}

#[test]
fn a_known_byline_always_gives_people() {
    let person = &known_byline("JANE DOE", Language::of("en")).people[0];
    assert_eq!(person.name, "JANE DOE");
    assert_eq!(known_byline("our man in the know", Language::of("en")).people.len(), 1);
    assert!(known_byline("  ", Language::ANY).people.is_empty());
}

#[test]
fn the_line_below_says_what_they_are() {
    let mut byline = byline("By JANE DOE and ANN POE", Language::of("en")).unwrap();
    assert!(continue_byline(&mut byline, "Associated Press", Language::of("en")));
    assert!(byline.people.iter().all(|person| person.affiliation.as_deref() == Some("Associated Press")));
    assert!(!continue_byline(&mut byline, "The minister said on Monday", Language::of("en")));
}
