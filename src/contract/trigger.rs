//! Misses in a row, and among the last so many: when the client may terminate.

use std::collections::VecDeque;

use super::judgment::Outcome;
use crate::model::contract::{Level, Trigger};

/// Watches the judged periods of a clause, or of a contract.
#[derive(Debug, Clone)]
pub struct Watch {
    trigger: Option<Trigger>,
    /// Judged periods so far.
    judged: u32,
    /// Misses in a row up to now.
    in_a_row: u32,
    /// Which of the judged periods the last misses were, as many as the trigger asks for.
    misses: VecDeque<u32>,
    has_fired: bool,
}

impl Watch {
    pub fn new(trigger: Option<Trigger>) -> Self {
        Self { trigger, judged: 0, in_a_row: 0, misses: VecDeque::new(), has_fired: false }
    }

    /// Misses in a row up to now.
    pub const fn in_a_row(&self) -> u32 {
        self.in_a_row
    }

    /// Takes the next period in; whether this is the first time that the trigger fires. `is_beyond`: whether its measure
    /// lies beyond a level, asked only where the trigger has one.
    pub fn sees(&mut self, outcome: Outcome, is_beyond: impl FnOnce(Level) -> bool) -> Option<Trigger> {
        if outcome == Outcome::NotJudged {
            return None;
        }
        self.judged += 1;
        self.in_a_row = if outcome == Outcome::Missed { self.in_a_row + 1 } else { 0 };
        let fires = match self.trigger? {
            Trigger::InARow { misses } => self.in_a_row >= misses,
            Trigger::Among { misses, periods } => {
                if outcome == Outcome::Missed {
                    self.misses.push_back(self.judged);
                }
                while self.misses.len() > misses as usize {
                    self.misses.pop_front();
                }
                let first = self.misses.front().copied().unwrap_or(0);
                self.misses.len() == misses as usize && self.judged - first < periods
            }
            Trigger::Beyond(level) => is_beyond(level),
        };
        let is_first = fires && !self.has_fired;
        self.has_fired |= fires;
        self.trigger.filter(|_| is_first)
    }
}
