//! A trace in a few lines: how much happened, and whom to look at first.

use super::clock_time::clock;
use super::{Trace, TracedCall};
use crate::model::{QueueId, Scope};
use crate::observation::{Ending, Segment, Stretch};
use crate::report::{grouped, wrapped};

impl Trace<'_> {
    /// Calls, people and segments; the longest hold, and whose it was.
    pub fn summary(&self, width: usize) -> String {
        let calls = self.calls.iter();
        let people = self.calls.iter().filter(|traced| traced.call.number == 1).count();
        let segments: usize = calls.clone().map(|traced| traced.call.segments.len()).sum();
        let is_busy = |traced: &&TracedCall| matches!(traced.end.how, Ending::Blocked | Ending::TurnedAway(_));
        let busy = calls.clone().filter(is_busy).count();
        let mut said = format!(
            "{} of {} in {}",
            counted(self.calls.len(), "call", "calls"),
            counted(people, "person", "people"),
            counted(segments, "segment", "segments")
        );
        if busy > 0 {
            said = format!("{said}; {} met a busy tone", grouped(busy as f64, 0));
        }
        let mut lines = vec![wrapped(&said, width, 2)];
        if let Some((traced, hold, queue)) = self.longest_hold() {
            let (person, number) = (traced.call.person + 1, traced.call.number);
            let (queue, from) = (self.center.scope_name(Scope::Queue(queue)), clock(hold.from));
            let said =
                format!("longest hold {}: person {person}, call {number}, in {queue} from {from}", hold.length());
            lines.push(wrapped(&said, width, 2));
        }
        lines.join("\n")
    }

    /// The longest hold that had an end, its call and its queue; of equals the first. `None` when nobody held.
    fn longest_hold(&self) -> Option<(&TracedCall, &Segment, QueueId)> {
        let segments = self.calls.iter().flat_map(|traced| traced.call.segments.iter().map(move |part| (traced, part)));
        let holds = segments.filter_map(|(traced, part)| match part.stretch {
            Stretch::Hold(queue) if part.from < part.to && !part.length().is_forever() => Some((traced, part, queue)),
            _ => None,
        });
        holds.reduce(|longest, next| if next.1.length() > longest.1.length() { next } else { longest })
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count as f64, 0), if count == 1 { one } else { many })
}
