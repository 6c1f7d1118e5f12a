//! Which language a text is in: by its commonest words where they leave no doubt, else by its trigrams.
//!
//! The trigrams of a text are compared with those of every language of its script, which takes longer than writing the
//! page. The words settle nearly every story of the languages that most news is written in, for a tenth of that or less.

/// How much text is looked at, in bytes: more changes no verdict and costs time.
pub(crate) const DETECTED_BYTES: usize = 2_000;
/// How many words are looked at before the trigrams.
const WORDS: usize = 120;
/// How many of them must be common words of one language …
const ENOUGH: usize = 12;
/// … at least one in so many words; or one in twice as many, if so many of them differ and there are [`TIMES`] as many as of
/// any other language …
const ONE_IN: usize = 4;
const DIFFERENT: usize = 8;
/// … and more than of any other language, as this many to two; or, of the words of only one of the two, …
const TO_TWO: usize = 3;
/// … so many, …
const TELLING: usize = 4;
/// … and so many times as many as the other has.
const TIMES: usize = 3;

/// Common words of languages in the Latin script. Languages that are much alike all stand here, so that none of them is
/// taken for another.
const COMMON_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the of and to in that is was for on with as at by from has said it his were are be an this which he but not have had they who will their its would been more after a or if all when also about there no so can into two could only you she her your our",
    ),
    (
        "de",
        "der die und den das von ist mit des dem nicht ein eine auch sich für auf im es an zu bei nach wie er sie als aus werden wird hat haben sind einen einer noch zum zur über am vom beim war wurde wurden dass unter durch gegen seit oder aber wenn nur so man vor sein seine ihr ihre was sagte habe sei",
    ),
    (
        "nl",
        "de het een van en in is dat op te voor met zijn die niet aan er om ook als bij door uit naar heeft maar worden wordt nog dan hebben over deze werd was had tot tegen na zo haar hun ze werden kan moet veel tijdens",
    ),
    (
        "af",
        "die van en in is dat het vir met nie op te wat sy om ook aan by ʼn n as was word deur na hulle sal maar hy uit tot",
    ),
    (
        "fr",
        "le la les de des et du un une est que dans pour qui pas sur au par avec plus ce il ont été à en son sa se ne aux cette d l mais comme ou leur leurs ses deux ans après sans entre fait être selon était",
    ),
    (
        "es",
        "el la los de las y del que en un una por con para se su es no al lo como más fue ha sus este entre pero sobre también años desde ya hasta son ser muy dos cuando todo",
    ),
    (
        "ca",
        "el la els de les i del que en un una per amb per es no al com més ha va seva aquest ser d l són dels també ja fins anys sobre molt dos quan tot",
    ),
    (
        "gl",
        "o a os as de e do da que en un unha por con para non se ao dos das no na máis como foi este é tamén ela seu súa xa ou ata iso anos sobre ser ten",
    ),
    (
        "pt",
        "o a os as de e do da que em um uma por com para não se ao dos das no na mais como foi é são pela pelo também ele ela seu sua já ou até mas isso anos sobre ser tem",
    ),
    (
        "it",
        "il di che la e del della in un una per con non è i si da al le dei sono alla nel gli ha lo delle come anche più dal nella nei degli ai dopo ma due anni suo sua ed",
    ),
    ("ro", "de în și a la cu pe care că din un o nu sunt este pentru mai au al ale fost prin după sau se ca"),
    (
        "da",
        "og i er på for til det som med en af at den de har et ikke der om fra var ved han men kan vil eller efter også skal havde mod når sig siger blev",
    ),
    (
        "nb",
        "og i er på for til det som med en av at den de har et ikke om fra var ved han men kan vil eller etter å også skal hadde mot når seg sier ble",
    ),
    (
        "nn",
        "og i er på for til det som med ein av at den dei har eit ikkje om frå var ved han men kan vil eller etter å også skal hadde mot når seg seier vart",
    ),
    (
        "sv",
        "och i är på för till det som med en av att den de har ett inte om från var vid han men kan vill eller efter också ska hade mot när sig blev",
    ),
    ("is", "og í er á að til það sem með en af um var við ekki en hann þeir þess hefur frá eftir verið"),
    (
        "fi",
        "ja on ei se että oli hän mutta myös kun ovat jos tai joka mukaan sekä jotka sen ole vuoden vuonna hänen tämä kuin vain jonka kanssa noin",
    ),
    (
        "et",
        "ja on ei see et oli ta aga ka kui või kes mis ning selle tema pärast aasta oma mille kuid veel vaid",
    ),
    (
        "pl",
        "w i na z się do nie że to jest o za od po jak przez dla co jego oraz są był tym ale już tej tego ich jej może które który",
    ),
    ("cs", "a v se na je že s z do o i to za by podle ve pro jako jeho od po ale jsou který k ze"),
    ("sk", "a v sa na je že s z do o i to za by podľa vo pre ako jeho od po ale sú ktorý k zo"),
    ("sl", "in v je na se za da so z s o pa po ki ne tudi od kot do bi pri še ni"),
    ("hr", "i u je na se za da su od s o a po koji ne će kao do bi iz što nije te"),
    ("hu", "a az és hogy nem is egy volt meg azt de csak ez már még mint van ki után szerint"),
    ("tr", "ve bir bu da de için ile olarak olan daha çok gibi en kadar sonra ise o her ne var"),
    ("az", "və bir bu da də üçün ilə olaraq olan daha çox kimi ən qədər sonra isə o hər nə var"),
    (
        "id",
        "yang di dan itu dengan untuk dari dalam tidak ini akan pada juga ke karena ada oleh mereka telah dia",
    ),
    (
        "ms",
        "yang di dan itu dengan untuk dari dalam tidak ini akan pada juga ke kerana ada oleh mereka telah beliau",
    ),
    ("tl", "ang ng sa na mga ay at ni si para hindi ito kung may nang siya kay ko ako"),
    ("vi", "và của là các có được trong cho một những không với người này đã khi đến từ về tại"),
    ("sw", "ya wa na kwa ni katika za la kuwa hiyo cha baada hata kama wake hilo huo"),
    ("eo", "la de kaj en estas al ne por kun li el ke de sur ĝi por kiu sed pli"),
    ("la", "et in est non ad cum ut sed quod qui ex ab esse sunt per hoc aut etiam quae de"),
];

/// The language a text is written in, as a BCP 47 tag, where there is little doubt. The same on every machine.
pub fn detect_language(text: &str) -> Option<&'static str> {
    let text = &text[..text.floor_char_boundary(DETECTED_BYTES)];
    by_words(text).or_else(|| by_trigrams(text))
}

fn by_trigrams(text: &str) -> Option<&'static str> {
    let info = whatlang::detect(text)?;
    if info.is_reliable() { tag(info.lang()) } else { None }
}

/// The language whose common words are many, and many more than those of any other. Languages that are much alike share
/// most of them: these are told by the words that only one of the two has.
fn by_words(text: &str) -> Option<&'static str> {
    let mut words = [(0_u64, 0_u64); WORDS];
    let mut counts = [0_usize; COMMON_WORDS.len()];
    let mut seen = 0;
    let letters = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for (found, word) in words.iter_mut().zip(letters) {
        seen += 1;
        *found = WordTable::key(word).map_or((0, 0), |key| (key, WORD_TABLE.languages_of(key)));
        let mut rest = found.1;
        while rest != 0 {
            counts[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
    }
    let (best, most) = counts.iter().copied().enumerate().max_by_key(|(_, count)| *count)?;
    let mut others = counts.iter().enumerate().filter(|(at, _)| *at != best);
    let has = |languages: u64, language: usize| languages >> language & 1 != 0;
    let clear = || {
        let mut different: Vec<u64> =
            words.iter().filter(|(_, languages)| has(*languages, best)).map(|(key, _)| *key).collect();
        different.sort_unstable();
        different.dedup();
        different.len() >= DIFFERENT && others.clone().all(|(_, count)| most >= count * TIMES)
    };
    if most < ENOUGH || most * 2 * ONE_IN < seen || (most * ONE_IN < seen && !clear()) {
        return None;
    }
    let only = |one: usize, other: usize| {
        words.iter().filter(|(_, languages)| has(*languages, one) && !has(*languages, other)).count()
    };
    let told = |(other, count): (usize, &usize)| {
        let telling = || only(best, other);
        most * 2 >= count * TO_TWO || (telling() >= TELLING && telling() >= TIMES * only(other, best))
    };
    others.all(told).then_some(COMMON_WORDS[best].0)
}

/// How many slots there are for the common words: half as many again as words, so that few share one.
const SLOTS: usize = 1024;

static WORD_TABLE: WordTable = WordTable::new();

/// The languages of each common word, a bit for each, made by the compiler. A word is at most eight bytes long and is
/// found by them as one number.
struct WordTable {
    slots: [(u64, u64); SLOTS],
}

impl WordTable {
    const fn new() -> Self {
        let mut table = Self { slots: [(0, 0); SLOTS] };
        let mut language = 0;
        while language < COMMON_WORDS.len() {
            let words = COMMON_WORDS[language].1.as_bytes();
            let (mut at, mut key, mut length) = (0, 0, 0);
            while at <= words.len() {
                if at < words.len() && words[at] != b' ' {
                    assert!(length < 8, "a common word is longer than eight bytes");
                    key |= (words[at] as u64) << (8 * length);
                    length += 1;
                } else {
                    let slot = table.slot(key);
                    table.slots[slot] = (key, table.slots[slot].1 | 1 << language);
                    (key, length) = (0, 0);
                }
                at += 1;
            }
            language += 1;
        }
        table
    }

    /// A word in lower case as a number; none where it is longer than any common word.
    fn key(word: &str) -> Option<u64> {
        let mut bytes = [0; 8];
        let mut length = 0;
        let mut push = |letter: char| {
            let end = length + letter.len_utf8();
            letter.encode_utf8(bytes.get_mut(length..end)?);
            length = end;
            Some(())
        };
        for letter in word.chars() {
            match letter.is_ascii() {
                true => push(letter.to_ascii_lowercase())?,
                false => letter.to_lowercase().try_for_each(&mut push)?,
            }
        }
        Some(u64::from_le_bytes(bytes))
    }

    /// The slot of a word, or the free one where it would stand.
    const fn slot(&self, key: u64) -> usize {
        let mut slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize % SLOTS;
        while self.slots[slot].0 != key && self.slots[slot].0 != 0 {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }

    fn languages_of(&self, key: u64) -> u64 {
        self.slots[self.slot(key)].1
    }
}

/// The shortest BCP 47 tag of a detected language.
fn tag(language: whatlang::Lang) -> Option<&'static str> {
    const TWO_LETTERS: &[(&str, &str)] = &[
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    let code = language.code();
    TWO_LETTERS.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_detected_language_has_a_tag() {
        let missing: Vec<_> =
            whatlang::Lang::all().iter().filter(|language| tag(**language).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn words_and_trigrams_agree() {
        let texts = [
            (
                "en",
                "The president said on Monday that his country had weathered an attempted coup, and that order had now \
                been restored in the capital after the most violent unrest in thirty years.",
            ),
            (
                "de",
                "Der Präsident sagte am Montag, dass das Land einen Putschversuch überstanden habe und die Ordnung in der \
                Hauptstadt nach den schwersten Unruhen seit dreißig Jahren wieder hergestellt sei. Die Lage ist ruhig, und auch die Schulen sind nach zwei Wochen offen.",
            ),
            (
                "fr",
                "Le président a dit lundi que le pays a résisté à une tentative de coup et que l’ordre est revenu dans la \
                capitale après les troubles les plus graves qui ont eu lieu depuis trente ans.",
            ),
            (
                "es",
                "El presidente dijo el lunes que el país había resistido un intento de golpe y que el orden volvió a la \
                capital tras los disturbios más graves en treinta años, por lo que no se esperan más.",
            ),
            (
                "pt",
                "O presidente disse na segunda-feira que o país resistiu a uma tentativa de golpe e que a ordem voltou à \
                capital. Não há mais feridos em hospitais, e as escolas também já abriram, mas o porto ainda não tem data.",
            ),
            (
                "it",
                "Il presidente ha detto lunedì che il paese ha resistito a un tentativo di colpo di stato e che nella capitale \
                è tornato l’ordine. Non ci sono più feriti e le scuole sono aperte, ma il porto resta chiuso fino a giugno.",
            ),
        ];
        for (language, text) in texts {
            assert_eq!(by_words(text), Some(language));
            assert_eq!(by_trigrams(text), Some(language));
        }
    }

    #[test]
    fn words_say_nothing_where_there_is_doubt() {
        assert_eq!(by_words("The rain in Spain"), None, "too few");
        let code = "p { margin: 0 0 1em; padding: 2em; line-height: 1.5; color: inherit } a { border: 0; color: inherit } ";
        assert_eq!(by_words(&code.repeat(9)), None, "too thin");
        let both = "og i er på for til det som med en av at den de har ikke om fra var ved han men kan vil eller etter efter";
        assert_eq!(by_words(both), None, "Danish and Norwegian share their common words");
    }
}
