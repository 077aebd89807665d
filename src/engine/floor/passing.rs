//! Who is passed on: by an agent who cannot help to somebody who can, or by a first agent to a second.

use super::{CallNumber, Floor, Person};
use crate::engine::calls::key;
use crate::model::{AtClose, ContactTypeId, GroupId, QueueId};
use crate::observation::{Ending, Observer, Visit};
use crate::units::{Duration, SimTime};

/// Queues that a call joins at most. Who is passed on more often has met nobody who can help, and is let go.
const MOST_VISITS: u32 = 10;

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// How long an agent who cannot help talks \[microseconds\].
    pub(super) fn finding_out(&mut self, call: CallNumber, group: GroupId) -> u64 {
        let mut stream = self.calls.get(call).stream(key::FINDING_OUT);
        self.plan.groups[group.index()].finds_out_after.draw(&mut stream).as_micros()
    }

    /// Where an agent who cannot help passes the person on to.
    pub(super) fn way_home(&mut self, visit: &Visit, call: CallNumber) -> Option<QueueId> {
        if self.calls.get(call).visits >= MOST_VISITS {
            return None;
        }
        self.plan.contact_types[visit.contact_type.index()].home
    }

    /// Where an agent who can help passes the person on to after a full talk: once in a call at most.
    pub(super) fn is_passed_on(&mut self, visit: &Visit, call: CallNumber, group: GroupId) -> Option<QueueId> {
        if !self.plan.transfers {
            return None;
        }
        let of_kind = self.plan.contact_types[visit.contact_type.index()].transfers;
        let of_group = self.plan.groups[group.index()].transfers;
        let mut transfers = [of_kind, of_group].into_iter().flatten().filter(|transfer| transfer.to != visit.queue);
        let followed = self.calls.get(call);
        if followed.was_transferred {
            return None;
        }
        let mut lots = followed.lots(key::PASSING_ON);
        let to = transfers.find(|transfer| lots.chance(transfer.share))?.to;
        followed.was_transferred = true;
        self.draw_second_talk(visit.contact_type, call);
        Some(to)
    }

    /// A second talk is another talk.
    fn draw_second_talk(&mut self, contact_type: ContactTypeId, call: CallNumber) {
        let kind = &self.plan.contact_types[contact_type.index()];
        let followed = self.calls.get(call);
        followed.talk_time = kind.talk_time.draw(&mut followed.stream(key::SECOND_TALK)).as_micros();
        let work = kind.after_call_work.as_ref();
        let work = work.map(|work| work.draw(&mut followed.stream(key::SECOND_AFTER_CALL)));
        followed.after_call_work = work.map_or(0, Duration::as_micros);
    }

    /// The talk is over and the person joins another queue.
    pub(super) fn pass_on<O: Observer>(&mut self, call: CallNumber, to: QueueId, now: SimTime, observer: &mut O) {
        let followed = self.calls.get(call);
        let contact_type = followed.call.contact_type;
        let kind = &self.plan.contact_types[contact_type.index()];
        if !kind.patience_carries_over {
            followed.patience_left = kind.patience.draw(&mut followed.stream(key::PATIENCE_OF_LATER_HOLD)).as_micros();
        }
        let person = Person {
            contact_type,
            arrived: followed.call.dialled.as_micros(),
            patience: followed.patience_left,
            talk_time: followed.talk_time,
            after_call_work: followed.after_call_work,
            balks: false,
            journey: followed.journey,
            choice: None,
        };
        if self.closed && self.plan.at_close == AtClose::HangUp {
            let visit = Visit {
                contact_type,
                queue: to,
                arrived: followed.call.dialled,
                joined: now,
                interval: self.interval,
                is_later: true,
            };
            self.release_line();
            observer.disconnected(&visit, now);
            self.end_hold(call, to, now, now);
            self.end_call(call, Ending::Disconnected, now, observer);
        } else {
            self.join(&person, call, to, now, observer);
        }
    }
}
