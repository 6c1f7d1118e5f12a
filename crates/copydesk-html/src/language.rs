//! Languages: which tags may be written, and which way their scripts run.

use copydesk_core::{Article, Direction};
use language_tags::LanguageTag;

/// The two-letter languages of ISO 639-1 that are registered for BCP 47.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io \
    is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my \
    na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so \
    sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";
/// The two-letter regions of ISO 3166-1 that are registered for BCP 47.
const REGIONS: &str = "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG EH ER \
    ES ET EU EZ FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL \
    IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG \
    MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN \
    PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ \
    TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Whether a tag is a valid BCP 47 tag: well formed, its two-letter language and region registered.
pub fn is_valid(tag: &str) -> bool {
    // Each is two letters and a space.
    let listed = |list: &str, part: &str| {
        list.as_bytes().chunks(3).any(|known| known[..2].eq_ignore_ascii_case(part.as_bytes()))
    };
    LanguageTag::parse(tag).is_ok_and(|tag| {
        let language = tag.primary_language();
        let known = match language.len() {
            2 => listed(LANGUAGES, language),
            3 => true,
            // A private tag such as `x-house` has no language; longer ones are reserved.
            _ => language.is_empty() || tag.as_str().starts_with("x-"),
        };
        known
            && tag.validate().is_ok()
            && tag.region().is_none_or(|region| region.len() == 3 || listed(REGIONS, region))
    })
}

/// A valid tag for one that is nearly so: `en_US`, `en-UK`.
pub(crate) fn mended(tag: &str) -> Option<String> {
    let mut mended = tag.trim().replace('_', "-");
    if mended.len() > 3 && mended.get(mended.len() - 3..).is_some_and(|end| end.eq_ignore_ascii_case("-UK")) {
        mended.truncate(mended.len() - 2);
        mended.push_str("GB");
    }
    if is_valid(&mended) {
        return Some(mended);
    }
    let primary = mended.split('-').next().unwrap_or("").to_owned();
    is_valid(&primary).then_some(primary)
}

/// The direction an article runs in: as it says, else as its language is written.
pub fn direction(article: &Article, language: &str) -> Direction {
    article.metadata.direction.unwrap_or_else(|| direction_of(language))
}

/// The direction a language is written in.
pub fn direction_of(language: &str) -> Direction {
    const RIGHT_TO_LEFT: &[&str] = &[
        "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd",
        "syr", "ug", "ur", "yi",
    ];
    const SCRIPTS: &[&str] =
        &["arab", "aran", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr"];
    let tag = language.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or("");
    match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(script) if SCRIPTS.contains(&script) => Direction::Rtl,
        Some(_) => Direction::Ltr,
        None if RIGHT_TO_LEFT.contains(&primary) => Direction::Rtl,
        None => Direction::Ltr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_checked_against_the_registry() {
        for tag in ["en", "en-GB", "zh-Hant-TW", "und", "sr-Latn", "x-house", "de-CH-1996"] {
            assert!(is_valid(tag), "{tag}");
        }
        for tag in ["", "en_US", "english", "qq", "e", "en-", "en-UK", "en-QX-toolongsubtag"] {
            assert!(!is_valid(tag), "{tag}");
        }
    }

    #[test]
    fn slips_are_mended() {
        assert_eq!(mended("en_US").as_deref(), Some("en-US"));
        assert_eq!(mended("en-uk").as_deref(), Some("en-GB"));
        assert_eq!(mended("de-QQ").as_deref(), Some("de"));
        assert_eq!(mended("german"), None);
    }

    #[test]
    fn the_script_decides_the_direction() {
        assert_eq!(direction_of("ar-EG"), Direction::Rtl);
        assert_eq!(direction_of("az-Arab"), Direction::Rtl);
        assert_eq!(direction_of("ks-Deva"), Direction::Ltr);
        assert_eq!(direction_of("en"), Direction::Ltr);
    }
}
