//! Who calls again: after not getting through (`redial`), and because the matter is not settled (`resolved`).

use super::super::diagnostic::Diagnostic;
use super::super::tree::Table;
use super::{Decoder, law};
use crate::model::Redial;
use crate::random::DurationDistribution;
use crate::units::{Duration, Share};

/// The redials of a contact type; `None` when it states none.
pub fn redial(decoder: &mut Decoder, table: &Table, path: &str) -> Option<Redial> {
    let stated = table.sub("redial")?;
    let path = format!("{path}.redial");
    let delay = stated.get("delay").and_then(|node| law::law(decoder, node, &format!("{path}.delay")))?;
    let redial = Redial {
        after_abandon: stated.share("after-abandon").unwrap_or(Share::NONE),
        after_blocked: stated.share("after-blocked").unwrap_or(Share::NONE),
        later: stated.share("later"),
        delay,
        at_most: stated.whole("at-most").and_then(|most| u32::try_from(most).ok()).unwrap_or(Redial::MOST),
    };
    let first = if redial.after_abandon > redial.after_blocked { redial.after_abandon } else { redial.after_blocked };
    let later = redial.later.unwrap_or(first);
    let unread =
        ["after-abandon", "after-blocked"].iter().any(|key| stated.get(key).is_some() && stated.share(key).is_none());
    if first == Share::NONE && !unread {
        let title = format!("`{path}` does nothing: nobody redials even once");
        let hint = "say how many do with `after-abandon` and `after-blocked`";
        decoder.complain(Diagnostic::warning(table.place_of("redial"), title).label("").hint(hint));
    } else if later == Share::ALL && redial.delay.mean() == Some(Duration::ZERO) && stated.get("at-most").is_none() {
        let title = format!("`{path}` never ends: everybody dials again at once, for ever in the same instant");
        let hint = "let some time pass (`delay`), let some give up (`later = \"50 %\"`), or set `at-most`";
        decoder.complain(Diagnostic::error(stated.place_of("delay"), title).label("").hint(hint));
    }
    Some(redial)
}

/// The share of answered calls that settle the matter, and when the others call again.
pub fn resolved(
    decoder: &mut Decoder,
    table: &Table,
    path: &str,
    talk_time: &DurationDistribution,
) -> (Share, DurationDistribution) {
    let at_once = DurationDistribution::constant(Duration::ZERO);
    let stated = table.share("resolved");
    let resolved = stated.unwrap_or(Share::ALL);
    let again = table.get("calls-again-after");
    let law = again.and_then(|node| law::law(decoder, node, &format!("{path}.calls-again-after")));
    let nobody = resolved == Share::ALL && (stated.is_some() || table.get("resolved").is_none());
    if again.is_none() && !nobody && stated.is_some() {
        let title =
            format!("`{path}` needs `calls-again-after`: when do the other {} call again?", resolved.complement());
        let place = table.get("resolved").map(|node| node.place).unwrap_or_default();
        let hint = "for example `calls-again-after.exponential.mean = \"4 h\"`";
        decoder.complain(Diagnostic::error(place, title).label("").hint(hint));
    } else if again.is_some() && nobody {
        let title = format!("`{path}.calls-again-after` does nothing: every answered call settles the matter");
        let hint = "say how many do with `resolved = \"78 %\"`";
        let place = table.place_of("calls-again-after");
        decoder.complain(Diagnostic::warning(place, title).label("").hint(hint));
    }
    let takes_no_time = |law: &DurationDistribution| law.mean() == Some(Duration::ZERO);
    if resolved == Share::NONE && takes_no_time(talk_time) && law.as_ref().is_some_and(takes_no_time) {
        let title = format!("`{path}` never ends: everybody calls again at once, for ever in the same instant");
        let place = table.place_of("calls-again-after");
        decoder.complain(Diagnostic::error(place, title).label("").hint("let some time pass before they call again"));
    }
    (resolved, law.unwrap_or(at_once))
}
