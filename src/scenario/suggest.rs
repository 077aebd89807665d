//! The near-miss: which known name was probably meant.

/// Names longer than this are nobody's typing mistake, and comparing them costs their product.
const LONGEST_COMPARED: usize = 100;

/// The known name nearest to what was found, if it is near enough to be meant.
pub fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if found.len() > LONGEST_COMPARED {
        return None;
    }
    let folded = found.to_lowercase().replace([' ', '_'], "-");
    // Another number is no slip of a number: 0800 is not meant for 0900.
    let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    let length = folded.chars().count();
    // Of a single letter nothing would be left to recognise.
    let allowed = (1 + length / 4).min(length.saturating_sub(1));
    known
        .filter(|name| name.len() <= LONGEST_COMPARED && !(is_number(&folded) && is_number(name)))
        .map(|name| (distance(&folded, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Typing mistakes between two names; a name that merely goes on (`wait` for `wait-time`) is one mistake away.
fn distance(found: &str, name: &str) -> usize {
    let typed = strsim::osa_distance(found, &name.to_lowercase());
    let goes_on = found.len() >= 3 && (name.starts_with(found) || found.starts_with(name) && name.len() >= 3);
    if goes_on { typed.min(1) } else { typed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_mended_and_another_word_is_not() {
        let known = ["billing", "outage", "after-call-work"];
        assert_eq!(nearest("biling", known.into_iter()), Some("billing"));
        assert_eq!(nearest("after_call_work", known.into_iter()), Some("after-call-work"));
        assert_eq!(nearest("refunds", known.into_iter()), None);
        assert_eq!(nearest("3", ["1", "2"].into_iter()), None);
        assert_eq!(nearest("0800", ["free", "0900"].into_iter()), None);
        assert_eq!(nearest("0180-7", ["free", "0180"].into_iter()), Some("0180"));
    }
}
