//! What is kept of callers' journeys: only what the center can have, and nothing in a plan that does not follow calls.

use std::ops::Range;

use crate::metrics::bill::Payers;
use crate::metrics::quantity::Journey;
use crate::model::{Center, ContactTypeId, Number, NumberId, QueueId, RuleSet};
use crate::plan::Plan;
use crate::units::Share;

/// What a layout keeps of journeys.
#[derive(Debug, Clone, Default)]
pub(in crate::metrics) struct JourneyLayout {
    /// In the order in which cells and quantities hold them.
    pub kept: Vec<Journey>,
    /// By journey quantity: its place among those kept.
    places: Vec<Option<usize>>,
    /// From the first to the last of them among all journey quantities.
    pub span: Range<usize>,
    /// By contact type; empty in a plan that does not follow calls.
    pub callers: Vec<Caller>,
    /// What callers dial.
    pub numbers: Vec<Number>,
    /// By number: who pays what.
    pub payers: Vec<Payers>,
    /// What numbers are judged by.
    pub rule_sets: Vec<RuleSet>,
    /// Number of menu steps.
    pub steps: usize,
    /// Queues in which something is announced.
    pub announcing: Vec<QueueId>,
    /// By queue: its place among those.
    pub announcing_at: Vec<Option<usize>>,
}

/// What matters of a contact type for the figures of a call.
#[derive(Debug, Clone, Copy)]
pub(in crate::metrics) struct Caller {
    /// The queue that is right for it.
    pub home: Option<QueueId>,
    /// What it dials.
    pub dials: Option<NumberId>,
    /// Value of an hour on hold [millionths of the currency unit]; `None`: not stated.
    pub hour: Option<u64>,
}

impl JourneyLayout {
    /// Works out what a center can have.
    pub(super) fn of(center: &Center, plan: &Plan) -> Self {
        if !plan.follows {
            return Self::default();
        }
        let callers: Vec<Caller> = center
            .contact_types
            .iter()
            .map(|kind| Caller {
                home: kind.home,
                dials: kind.dials,
                hour: kind.value_of_time_per_hour.map(|hour| hour.millionths().max(0).unsigned_abs()),
            })
            .collect();
        let announcing: Vec<QueueId> =
            (0..center.queues.len()).map(QueueId::at).filter(|at| center.queues[at.index()].notice.is_some()).collect();
        let announcing_at =
            (0..center.queues.len()).map(|at| announcing.iter().position(|queue| queue.index() == at)).collect();
        let mut kept = kept(center, plan, &callers, !announcing.is_empty());
        kept.sort_unstable();
        let mut places = vec![None; Journey::COUNT];
        for (place, quantity) in kept.iter().enumerate() {
            places[quantity.position()] = Some(place);
        }
        Self {
            span: kept.first().map_or(0, |first| first.position())..kept.last().map_or(0, |last| last.position() + 1),
            kept,
            places,
            callers,
            numbers: center.numbers.clone(),
            payers: center.numbers.iter().map(Payers::of).collect(),
            rule_sets: center.rule_sets.clone(),
            steps: center.ivr.len(),
            announcing,
            announcing_at,
        }
    }

    /// Place among those kept.
    #[inline]
    pub fn place(&self, quantity: Journey) -> Option<usize> {
        self.places.get(quantity.position()).copied().flatten()
    }

    /// Whether anybody's call is charged, of these contact types.
    pub fn charges(&self, mut kinds: impl Iterator<Item = ContactTypeId>) -> bool {
        kinds.any(|kind| self.callers.get(kind.index()).is_some_and(|caller| caller.dials.is_some()))
    }

    /// Whether anybody's time has a value, of these contact types.
    pub fn values_time(&self, mut kinds: impl Iterator<Item = ContactTypeId>) -> bool {
        kinds.any(|kind| self.callers.get(kind.index()).is_some_and(|caller| caller.hour.is_some()))
    }
}

/// The quantities that a center can have.
fn kept(center: &Center, plan: &Plan, callers: &[Caller], announces: bool) -> Vec<Journey> {
    use Journey as J;
    let kinds = &center.contact_types;
    let redials = kinds.iter().any(|kind| kind.redial.is_some());
    let repeats = kinds.iter().any(|kind| kind.resolved < Share::ALL);
    let charges = callers.iter().any(|caller| caller.dials.is_some());
    let values = callers.iter().any(|caller| caller.hour.is_some());
    let goes_astray = |at: usize| {
        let elsewhere = |queue: &QueueId| callers[at].home.is_some_and(|home| home != *queue);
        plan.queues_of(ContactTypeId::at(at)).iter().any(elsewhere)
    };
    let groups: [(bool, &[Journey]); 11] = [
        (
            center.queues.iter().any(|queue| queue.callback.is_some()),
            &[J::Callbacks, J::CalledBack, J::CalledBackInTime, J::CallbacksLost, J::CallbackWait],
        ),
        (plan.passes_on, &[J::Answers, J::Transferred, J::LaterHolds, J::AbandonedLater, J::LaterHold]),
        (plan.passes_on || redials || repeats, &[J::AllHolds]),
        (announces, NOTICE),
        (redials, &[J::Redials]),
        (repeats, &[J::RepeatCalls]),
        (redials || repeats, &[J::People, J::NeverThrough]),
        ((0..kinds.len()).any(goes_astray), &[J::WrongQueue]),
        (!center.ivr.is_empty(), &[J::EnteredIvr, J::HungUpInIvr, J::IvrTime]),
        (charges, &[J::Charge, J::HoldCharge, J::GaveUpCharge, J::HoldCost]),
        (values, &[J::HoldValue, J::HoldCost]),
    ];
    let mut kept: Vec<Journey> = groups.iter().filter(|group| group.0).flat_map(|group| group.1).copied().collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

const NOTICE: &[Journey] = &[
    Journey::Announcements,
    Journey::Heard,
    Journey::Said,
    Journey::NoticeOwed,
    Journey::NoticeGiven,
    Journey::NoticeLate,
    Journey::NoticeMissed,
    Journey::Truths,
    Journey::Announced,
    Journey::Waited,
    Journey::Error,
    Journey::AbsoluteError,
    Journey::SquaredError,
    Journey::Covered,
    Journey::VirtualTruths,
    Journey::VirtualAnnounced,
    Journey::VirtualWaited,
    Journey::VirtualError,
    Journey::VirtualAbsoluteError,
    Journey::VirtualSquaredError,
    Journey::VirtualCovered,
];
