//! Prose that is as varied as news: real stories shrink to a little more than a third when they are deflated, this to a
//! little less. Text that repeats itself would flatter whoever compresses, searches or remembers.

const NOUNS: &[&str] = &[
    "bridge",
    "harbour",
    "council",
    "engineer",
    "pier",
    "report",
    "tunnel",
    "budget",
    "shipyard",
    "survey",
    "fare",
    "train",
    "ban",
    "lorry",
    "contract",
    "supplier",
    "rule",
    "loan",
    "transfer",
    "goalkeeper",
    "rate",
    "clerk",
    "flood",
    "coast",
    "forecast",
    "strike",
    "trawler",
    "verdict",
    "court",
    "minute",
    "rise",
    "painting",
    "licence",
    "ferry",
    "treaty",
    "bird",
    "reservoir",
    "director",
    "website",
    "roof",
    "cathedral",
    "diver",
    "witness",
    "minister",
    "union",
    "broker",
    "parent",
    "scientist",
    "farmer",
    "river",
    "team",
    "shareholder",
    "mayor",
    "regulator",
    "coach",
    "prosecutor",
    "judge",
    "museum",
    "resident",
    "bank",
    "school",
    "hospital",
    "border",
    "letter",
    "figure",
    "queue",
    "lawyer",
    "record",
    "season",
    "village",
    "road",
    "storm",
    "market",
    "protest",
    "vote",
    "deal",
];
const VERBS: &[&str] = &[
    "reviewed",
    "rejected",
    "postponed",
    "approved",
    "criticised",
    "published",
    "withdrew",
    "announced",
    "repaired",
    "warned",
    "stopped",
    "opened",
    "celebrated",
    "sold",
    "confirmed",
    "denied",
    "measured",
    "lost",
    "reopened",
    "demanded",
    "signed",
    "welcomed",
    "closed",
    "visited",
    "questioned",
    "raised",
    "delayed",
    "found",
    "defended",
    "cancelled",
    "won",
    "filed",
    "feared",
    "blamed",
    "praised",
    "reached",
    "ignored",
    "tested",
    "cleared",
    "crossed",
    "built",
    "moved",
];
const ADJECTIVES: &[&str] = &[
    "northern",
    "second",
    "rival",
    "last",
    "higher",
    "heavy",
    "main",
    "new",
    "short",
    "young",
    "former",
    "lower",
    "missing",
    "private",
    "local",
    "national",
    "early",
    "late",
    "small",
    "large",
    "public",
    "old",
    "quiet",
    "foreign",
    "independent",
    "senior",
    "annual",
    "damaged",
    "regional",
    "temporary",
    "angry",
    "famous",
    "frozen",
    "secret",
    "legal",
    "unusual",
    "final",
    "joint",
    "tired",
];
const PREPOSITIONS: &[&str] =
    &["after", "before", "near", "with", "without", "despite", "under", "against", "for", "during", "behind"];
const SYLLABLES: &[&str] = &[
    "an", "ber", "cor", "dal", "el", "fen", "gar", "hol", "in", "jor", "kas", "lin", "mar", "nor", "ost",
    "per", "quin", "ros", "sal", "tor", "ul", "ver", "wen", "yar", "zel", "bra", "cha", "dri", "fro", "gle",
];

/// Sentences without end, the same in every run.
#[derive(Debug)]
pub(crate) struct Prose {
    state: u64,
}

impl Prose {
    pub(crate) fn new() -> Self {
        Self { state: 1 }
    }

    /// One more sentence, with its full stop.
    pub(crate) fn sentence(&mut self) -> String {
        let (who, verb, what) = (self.noun(), self.pick(VERBS), self.noun());
        let core = format!("{who} {verb} {what} {} {}", self.pick(PREPOSITIONS), self.noun());
        let core = capitalised(&core);
        match self.below(5) {
            0 => format!("{core}, {} said.", self.name()),
            1 => {
                format!("{core}, and {} was {} at {} o’clock.", self.noun(), self.pick(VERBS), self.below(12))
            }
            2 => format!(
                "“{core},” said {} {}, who {} {}.",
                self.name(),
                self.name(),
                self.pick(VERBS),
                self.noun()
            ),
            _ => format!("{core}."),
        }
    }

    fn noun(&mut self) -> String {
        match self.below(6) {
            0 => format!("{} {}", self.name(), self.name()),
            1 => format!("{} {}s", self.below(900) + 3, self.pick(NOUNS)),
            2 => format!("a {}", self.pick(NOUNS)),
            3 => format!("the {}", self.pick(NOUNS)),
            _ => format!("the {} {}", self.pick(ADJECTIVES), self.pick(NOUNS)),
        }
    }

    fn name(&mut self) -> String {
        let syllables = 2 + self.below(2);
        capitalised(&(0..syllables).map(|_| self.pick(SYLLABLES)).collect::<String>())
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }

    /// A number below `end`, from Knuth's linear congruential generator.
    fn below(&mut self, end: usize) -> usize {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap_or(0) % end
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
