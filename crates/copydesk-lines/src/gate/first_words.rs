//! The first words of a list of phrases, by which nearly every text is ruled out.

/// How many slots a gate has, as a power of two.
const SLOT_BITS: u32 = 14;

/// How many letters of the first words decide.
const LETTERS: usize = 6;

/// The first words of a list of phrases, as a set of slots, two for each.
pub(crate) struct Gate {
    slots: [u64; 1 << (SLOT_BITS - 6)],
    /// The bytes a phrase may begin with, whatever its case.
    firsts: [bool; 256],
    /// For each letter a phrase may begin with, the letters that may follow.
    pub(super) seconds: [u32; 32],
    /// A phrase begins with a letter that is not ASCII.
    pub(super) others: bool,
}

impl Gate {
    pub(super) const EMPTY: Self =
        Self { slots: [0; 1 << (SLOT_BITS - 6)], firsts: [false; 256], seconds: [0; 32], others: false };

    /// Adds a phrase in lower case.
    pub(super) const fn with(mut self, phrase: &str) -> Self {
        let bytes = phrase.as_bytes();
        if bytes.is_empty() {
            return self;
        }
        let mut key = Key::EMPTY;
        let mut at = 0;
        // Up to the end of the phrase, a sign in it, or enough letters.
        while at < bytes.len() && !key.is_full() && (bytes[at].is_ascii_alphabetic() || bytes[at] == b' ') {
            if bytes[at] != b' ' {
                key = key.with(bytes[at]);
            }
            at += 1;
        }
        let hash = if key.letters == 0 { hash_of_sign(bytes) } else { key.hash() };
        let (one, other) = slots(hash);
        self.slots[one / 64] |= 1 << (one % 64);
        self.slots[other / 64] |= 1 << (other % 64);
        let first = bytes[0];
        if first.is_ascii_alphabetic() {
            // Both cases of a letter that is not ASCII begin with the same byte, but for a few; a space is any.
            let follows = bytes.len() > 1 && (bytes[1].is_ascii_alphabetic() || bytes[1] == 0xC3);
            self.seconds[(first & 31) as usize] |= if follows { 1 << (bytes[1] & 31) } else { u32::MAX };
        }
        if first.is_ascii() {
            self.firsts[first.to_ascii_lowercase() as usize] = true;
            self.firsts[first.to_ascii_uppercase() as usize] = true;
        } else {
            self.others = true;
            // The capital of a letter that is not ASCII may begin with another byte.
            let mut byte = 0x80;
            while byte < 256 {
                self.firsts[byte] = true;
                byte += 1;
            }
        }
        self
    }

    const fn holds(&self, hash: u32) -> bool {
        let (one, other) = slots(hash);
        self.slots[one / 64] & (1 << (one % 64)) != 0 && self.slots[other / 64] & (1 << (other % 64)) != 0
    }

    /// Whether `text` may begin with one of the phrases. Never says no wrongly.
    #[inline]
    pub(crate) fn passes(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let Some(first) = bytes.first().filter(|first| self.firsts[usize::from(**first)]) else {
            return false;
        };
        let second = bytes.get(1).map_or(0, |second| second & 31);
        let pair = !first.is_ascii_alphabetic() || self.seconds[usize::from(first & 31)] >> second & 1 != 0;
        pair && self.passes_slowly(bytes)
    }

    fn passes_slowly(&self, bytes: &[u8]) -> bool {
        // A long word needs no other look.
        if let Some(word) =
            bytes.first_chunk::<LETTERS>().filter(|word| word.iter().all(u8::is_ascii_alphabetic))
        {
            return self.holds(Key::of(*word).hash());
        }
        if !bytes[0].is_ascii_alphabetic() {
            return self.holds(hash_of_sign(bytes));
        }
        let mut key = Key::EMPTY;
        let mut inside = true;
        for byte in bytes {
            if byte.is_ascii_alphabetic() {
                key = key.with(*byte);
                inside = true;
                if key.is_full() {
                    return self.holds(key.hash());
                }
                continue;
            }
            // A phrase may end with a word.
            if inside && self.holds(key.hash()) {
                return true;
            }
            inside = false;
            if !matches!(byte, b' ' | b'\t'..=b'\r') {
                // Spaces that are not ASCII stand in phrases too.
                return !byte.is_ascii();
            }
        }
        inside && self.holds(key.hash())
    }
}

/// The first letters of a phrase, whatever their case and the spaces between them.
#[derive(Clone, Copy)]
struct Key {
    value: u64,
    letters: usize,
}

impl Key {
    const EMPTY: Self = Self { value: 0, letters: 0 };

    const fn with(self, letter: u8) -> Self {
        let value = self.value | ((letter & 31) as u64) << (8 * self.letters);
        Self { value, letters: self.letters + 1 }
    }

    /// The key of a whole word, without a look at each letter.
    #[inline]
    fn of(word: [u8; LETTERS]) -> Self {
        let mut eight = [0; 8];
        eight[..LETTERS].copy_from_slice(&word);
        Self { value: u64::from_le_bytes(eight) & 0x1F1F_1F1F_1F1F, letters: LETTERS }
    }

    const fn is_full(self) -> bool {
        self.letters == LETTERS
    }

    const fn hash(self) -> u32 {
        (self.value.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
    }
}

/// The hash of a text that begins with no ASCII letter. No phrase begins with a mark such as “ or –.
#[inline]
const fn hash_of_sign(bytes: &[u8]) -> u32 {
    // Letters of two bytes share one, those of more another; a sign has its own, and so have « and those like it.
    match bytes[0] {
        0xE0.. => 1 << (32 - SLOT_BITS),
        0xC3.. => 0,
        sign => (1 << 20 | sign as u32).wrapping_mul(0x9E37_79B1),
    }
}

/// The two slots of a hash: words that share one seldom share the other.
#[inline]
const fn slots(hash: u32) -> (usize, usize) {
    ((hash >> (32 - SLOT_BITS)) as usize, ((hash >> 6) & ((1 << SLOT_BITS) - 1)) as usize)
}
