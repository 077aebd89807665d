//! The near miss: which of the known names was probably meant.

/// Names longer than this are nobody's typing mistake.
const LONGEST: usize = 200;

/// The known name nearest to what was found, if it is near enough to be meant; a part of a name is one mistake away.
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let allowed = 1 + name.chars().count() / 4;
    let holds = |known: &str| name.len() >= 4 && (known.contains(name) || name.contains(known));
    known
        .filter(|_| name.len() <= LONGEST)
        .map(|known| (if holds(known) { 1 } else { strsim::osa_distance(name, known) }, known))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
