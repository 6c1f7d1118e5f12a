use super::*;

fn read(text: &str) -> (String, [Option<String>; 3], &str) {
    let (dateline, rest) = dateline(text, Language::ANY).unwrap_or_else(|| panic!("no dateline: {text}"));
    (dateline.printed, [dateline.place, dateline.date, dateline.source], &text[rest..])
}

fn parts_of(text: &str) -> [Option<String>; 3] {
    read(text).1
}

fn some(place: &str, date: &str, source: &str) -> [Option<String>; 3] {
    [place, date, source].map(|text| (!text.is_empty()).then(|| text.to_owned()))
}

#[test]
fn datelines_of_many_agencies() {
    assert_eq!(parts_of("ALMATY, Jan 10 (Reuters) - Order is back."), some("ALMATY", "Jan 10", "Reuters"));
    assert_eq!(parts_of("WASHINGTON (AP) — The president said."), some("WASHINGTON", "", "AP"));
    assert_eq!(parts_of("PARIS, 3 mars (AFP) - Le président a dit."), some("PARIS", "3 mars", "AFP"));
    assert_eq!(parts_of("KUALA LUMPUR: The government said."), some("KUALA LUMPUR", "", ""));
    assert_eq!(parts_of("Musterstadt (dpa/lni) - Ein Baum fiel um."), some("Musterstadt", "", "dpa/lni"));
    assert_eq!(
        parts_of("BUENOS AIRES, Argentina (AP) _ For patients."),
        some("BUENOS AIRES, Argentina", "", "AP")
    );
    assert_eq!(
        parts_of("LONDON, Feb. 1, 2017 /PRNewswire/ -- Four engineers"),
        some("LONDON", "Feb. 1, 2017", "PRNewswire")
    );
    assert_eq!(parts_of("BRISBANE, Oct 12 AAP - Latest betting"), some("BRISBANE", "Oct 12", "AAP"));
    assert_eq!(parts_of("MONTREAL, March 20, Reuter - The Seaway"), some("MONTREAL", "March 20", "Reuter"));
    assert_eq!(parts_of("New York, June 2 - The decision"), some("New York", "June 2", ""));
    assert_eq!(
        parts_of("SAN ANTONIO, TEXAS, March 30 - U.S. refiners"),
        some("SAN ANTONIO, TEXAS", "March 30", "")
    );
    assert_eq!(parts_of("Madrid, 5 ene (EFE).- El presidente"), some("Madrid", "5 ene", "EFE"));
    assert_eq!(parts_of("(ANSA) - ROMA, 3 MAR - Il presidente"), some("ROMA", "3 MAR", "ANSA"));
    assert_eq!(parts_of("New Delhi, Jan 10 (PTI) The minister said"), some("New Delhi", "Jan 10", "PTI"));
    assert_eq!(parts_of("MOSCOW, January 10. /TASS/. The minister"), some("MOSCOW", "January 10.", "TASS"));
    assert_eq!(
        parts_of("Berlin, 10. Januar (Reuters) - Die Regierung"),
        some("Berlin", "10. Januar", "Reuters")
    );
    assert_eq!(parts_of("RIO DE JANEIRO — The mayor said."), some("RIO DE JANEIRO", "", ""));
}

#[test]
fn datelines_with_the_agency_elsewhere_and_full_stops() {
    assert_eq!(
        parts_of("HARLOW, Ohio--(BUSINESS WIRE)--Harlow Steel Corp. opened"),
        some("HARLOW, Ohio", "", "BUSINESS WIRE")
    );
    assert_eq!(parts_of("AGI - Arezzo, 4 mag. - Il ponte resta"), some("Arezzo", "4 mag.", "AGI"));
    assert_eq!(parts_of("ACN Girona.-El pont continua"), some("Girona", "", "ACN"));
    assert_eq!(parts_of("Sitten (sda) Die Brücke bleibt"), some("Sitten", "", "sda"));
    assert_eq!(parts_of("Agra (Uttar Pradesh) [India], May 4 (ANI): The bridge"), {
        some("Agra (Uttar Pradesh) [India]", "May 4", "ANI")
    });
    assert_eq!(parts_of("МОСКВА, 4 мая (ТАСС) - Мост закрыт"), some("МОСКВА", "4 мая", "ТАСС"));
    assert_eq!(parts_of("ТУЛА, 4 мая - РИА Новости. Мост закрыт"), some("ТУЛА", "4 мая", "РИА Новости"));
    assert_eq!(parts_of("Тула. 4 мая. ИНТЕРФАКС - Мост закрыт"), some("Тула", "4 мая.", "ИНТЕРФАКС"));
    assert_eq!(parts_of("КИЇВ. 4 травня. УНН. Міст закрито сьогодні"), some("КИЇВ", "4 травня", "УНН"));
    assert_eq!(parts_of("ΑΘΗΝΑ - Η γέφυρα έκλεισε"), some("ΑΘΗΝΑ", "", ""));
    assert_eq!(parts_of("MUSTERSTADT. Die Brücke bleibt gesperrt"), some("MUSTERSTADT", "", ""));
    assert_eq!(parts_of("Sion (ats afp) Le pont reste fermé"), some("Sion", "", "ats afp"));
    assert_eq!(
        parts_of("DALLA NOSTRA CORRISPONDENTE NEW YORK - Il ponte resta chiuso"),
        some("NEW YORK", "", "")
    );
    assert_eq!(parts_of("Sion, le 4 mai 2024 - Le pont reste"), some("Sion", "4 mai 2024", ""));
    let english = Language::of("en");
    for text in
        ["ENOUGH. That was all he said", "Jane Doe (ABC) The minister said", "Er kam. Die Brücke war da"]
    {
        assert_eq!(dateline(text, english), None, "{text}");
    }
}

#[test]
fn datelines_in_small_letters() {
    assert_eq!(parts_of("panama city, april 29 - a bridge closed"), some("panama city", "april 29", ""));
    assert_eq!(parts_of("La paz, march 4 - about 1,000 people"), some("La paz", "march 4", ""));
    assert_eq!(parts_of("Caracas, march 13 - a bridge closed"), some("Caracas", "march 13", ""));
    assert_eq!(parts_of("Toronto, April 8 -"), some("Toronto", "April 8", ""));
    assert_eq!(parts_of("ROTTERDAM, April 1- A bridge closed"), some("ROTTERDAM", "April 1", ""));
    assert_eq!(parts_of("****LONDON, April 7 - A bridge closed"), some("LONDON", "April 7", ""));
    for text in [
        "on monday, may 5 - the day of the vote - it rained",
        "In may, april 29 - a bridge",
        "by then, may 5 - a friday - it rained",
        "They were seen in the city, may 5 - a friday",
    ] {
        assert_eq!(dateline(text, Language::of("en")), None, "{text}");
    }
}

#[test]
fn the_dash_is_printed_and_a_whole_date_is_a_moment() {
    let (printed, _, rest) = read("LONDON, Feb. 1, 2017 /PRNewswire/ -- Four engineers");
    assert_eq!((printed.as_str(), rest), ("LONDON, Feb. 1, 2017 /PRNewswire/ --", "Four engineers"));
    let (dateline, _) = dateline("LONDON, Feb. 1, 2017 /PRNewswire/ -- Four", Language::of("en")).unwrap();
    assert_eq!(dateline.moment.map(|moment| moment.to_string()).as_deref(), Some("2017-02-01"));
}

#[test]
fn prose_has_no_dateline() {
    for text in [
        "The minister - a lawyer - said so.",
        "NASA - the agency - said",
        "UPDATE: The road is open.",
        "Jane Doe (Labour) said on Monday.",
        "In May 2022 - a hot month - it rained.",
        "",
        "A: Yes.",
        "On Monday, May 5 - the day of the vote - it rained",
        "FOR IMMEDIATE RELEASE - Three people were arrested",
        "BULLETIN - A severe storm is near",
    ] {
        assert_eq!(dateline(text, Language::of("en")), None, "{text}");
    }
}

#[test]
fn a_known_dateline_needs_no_dash() {
    let dateline = known_dateline("Almaty, Jan 10 (Reuters)", Language::of("en"));
    assert_eq!([dateline.place, dateline.date, dateline.source], some("Almaty", "Jan 10", "Reuters"));
    assert_eq!(known_dateline("somewhere", Language::ANY).place.as_deref(), Some("somewhere"));
}

#[test]
fn misprinted_days_and_headlines_with_days() {
    assert_eq!(parts_of("HARLOW, Ohio, Macrh 31 - The mayor"), some("HARLOW, Ohio", "Macrh 31", ""));
    assert_eq!(parts_of("HARLOW, Apri 2 - The mayor"), some("HARLOW", "Apri 2", ""));
    assert_eq!(parts_of("HARLOW, June 119 - The mayor"), some("HARLOW", "June 119", ""));
    assert_eq!(parts_of("HARLOW, May 2O - The mayor"), some("HARLOW", "May 2O", ""));
    for text in ["HARLOW, Room 12 - The mayor", "HARLOW, Route 6 - The mayor", "Harlow, Macrh 31 - The mayor"]
    {
        assert!(dateline(text, Language::ANY).is_none(), "{text}");
    }
    for text in ["HARLOW SEEKS TENDERS BY MAY 8 - MAYOR", "TALKS BEGIN MAY 4 - MINISTER"] {
        assert!(dateline(text, Language::ANY).is_none(), "{text}");
    }
    assert_eq!(parts_of("HARLOW MAY 4 - THE MAYOR SAID SO ON MONDAY"), some("HARLOW", "MAY 4", ""));
}
