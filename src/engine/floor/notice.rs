//! The announcement of the expected remaining wait: what is said, who hangs up on hearing it, whether it came true.

use super::contact::settle;
use super::{Floor, NOT_FOLLOWED, Standing, TimerKind, WinnerTree};
use crate::engine::calls::{Followed, key};
use crate::model::{GroupId, PatienceRuns, QueueId, WaitEstimate};
use crate::observation::{Announcement, Ending, Observer};
use crate::plan::{NoticePlan, QueuePlan};
use crate::random::ln;
use crate::units::{Duration, Share, SimTime};

/// So many answers make the recent average.
const RECENT: usize = 20;

/// How long those held who were answered lately.
#[derive(Debug, Default)]
pub(super) struct History {
    holds: [u64; RECENT],
    answered: usize,
    sum: u64,
}

impl History {
    /// Of a queue in which announcements ask for it.
    pub(super) fn of(queue: &QueuePlan) -> Option<Self> {
        queue.asks_for_history().then(Self::default)
    }

    pub(super) fn add(&mut self, hold: u64) {
        let at = self.answered % RECENT;
        self.sum = self.sum - self.holds[at] + hold;
        self.holds[at] = hold;
        self.answered += 1;
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    fn last(&self) -> Option<f64> {
        (self.answered > 0).then(|| self.holds[(self.answered - 1) % RECENT] as f64)
    }

    fn average(&self) -> Option<f64> {
        (self.answered > 0).then(|| self.sum as f64 / self.answered.min(RECENT) as f64)
    }
}

impl<const FOLLOWS: bool> Floor<'_, FOLLOWS> {
    /// Somebody on hold hears an announcement.
    #[inline(never)]
    pub(super) fn announce<O: Observer>(&mut self, queue: QueueId, ticket: u64, now: SimTime, observer: &mut O) {
        let Some(notice) = &self.plan.queues[queue.index()].notice else { return };
        // Where everybody has gone home nothing is announced; who holds there for ever would hear it for ever.
        let answers = |group: GroupId| self.agents.groups[group.index()].heads > 0;
        let nobody_answers = self.closed && !notice.served_by.iter().any(|serving| answers(serving.group));
        let Some(who) = self.lines[queue.index()].holder(ticket).map(|who| *who) else { return };
        if nobody_answers {
            self.timers.set(who.patience_ends, TimerKind::LosesPatience { queue: queue.0, ticket });
            return;
        }
        let held = now.since(who.visit.joined);
        let says = notice.words(self.estimate(notice, queue, ticket, held, now));
        let followed = self.calls.get(who.call);
        let announcement = followed.hear(queue, now, says);
        observer.announced(&who.visit, &announcement);
        let is_longer = says.as_micros() > who.patience_ends.saturating_sub(now.as_micros());
        let leaves = notice.leaves;
        let lets_go = |followed: &Followed| {
            let mut lots = followed.lots_at_notice(key::NOTICE);
            let goes_anyway = leaves.anyway > Share::NONE && lots.chance(leaves.anyway);
            goes_anyway || (is_longer && lots.chance(leaves.if_longer_than_patience))
        };
        if (is_longer || leaves.anyway > Share::NONE) && lets_go(followed) {
            self.hang_up(queue, ticket, now, true, observer);
            return;
        }
        let mut patience_ends = who.patience_ends;
        if let Some(runs) = notice.patience_runs {
            patience_ends = self.change_patience(queue, ticket, &runs, announcement);
        }
        let next = notice.every.map(|every| (now + every).as_micros()).filter(|next| *next <= patience_ends);
        match next {
            Some(next) => self.timers.set(next, TimerKind::Notice { queue: queue.0, ticket }),
            None => self.timers.set(patience_ends, TimerKind::LosesPatience { queue: queue.0, ticket }),
        }
    }

    /// Patience runs at another speed from an announcement on. Returns when it ends now.
    fn change_patience(&mut self, queue: QueueId, ticket: u64, runs: &PatienceRuns, heard: Announcement) -> u64 {
        let Some(who) = self.lines[queue.index()].holder(ticket) else { return WinnerTree::NEVER };
        let followed = self.calls.get(who.call);
        let left = match followed.last_notice {
            None if who.patience_ends >= WinnerTree::NEVER => return who.patience_ends,
            None => who.patience_ends.saturating_sub(heard.at.as_micros()),
            Some((left, before)) => left.saturating_sub(used_up(runs, before.says, heard.at.since(before.at))),
        };
        followed.last_notice = Some((left, heard));
        let end = heard.at.as_micros().saturating_add(lasts(runs, heard.says, left)).min(WinnerTree::NEVER);
        who.patience_ends = end;
        end
    }

    /// Remaining wait of the holder of a ticket \[µs\].
    ///
    /// `docs/NOTICE.md` has the formulas and their sources.
    fn estimate(&self, notice: &NoticePlan, queue: QueueId, ticket: u64, held: Duration, now: SimTime) -> f64 {
        let first = || {
            let first = self.lines[queue.index()].people().next();
            first.map_or(0.0, |first| now.since(first.visit.joined).as_micros() as f64)
        };
        let history = self.histories[queue.index()].as_ref();
        let whole = match notice.estimate {
            WaitEstimate::QueueLength => return self.pure_death_sum(notice, queue, ticket, held),
            WaitEstimate::HeadOfLine => first(),
            WaitEstimate::LastServed => history.and_then(History::last).unwrap_or_else(first),
            WaitEstimate::RecentAverage => history.and_then(History::average).unwrap_or_else(first),
        };
        (whole - held.as_micros() as f64).max(0.0)
    }

    /// The pure-death sum: with `q` people ahead, the next to be served goes at the rate at which agents free or somebody
    /// ahead hangs up, `q` times, and then an agent must free once more \[µs\].
    ///
    /// `sum over i = 0..=q of 1 / (s mu + i theta)`, exact in M/M/s+M. Agents who serve several queues count for each in
    /// proportion to who waits there. Source: Whitt (1999), Improving service by informing customers about anticipated
    /// delays; estimator `QLm` of Ibrahim and Whitt (2009), Management Science.
    fn pure_death_sum(&self, notice: &NoticePlan, queue: QueueId, ticket: u64, held: Duration) -> f64 {
        let line = &self.lines[queue.index()];
        let here = f64::from((line.holding + line.awaiting_callback).max(1));
        let mut rate = 0.0;
        for serving in notice.served_by.iter().filter(|serving| serving.from_hold <= held) {
            let heads = f64::from(self.agents.groups[serving.group.index()].present());
            let candidates = &self.plan.groups[serving.group.index()].candidates;
            let waiting = candidates.iter().map(|candidate| {
                let line = &self.lines[candidate.queue.index()];
                f64::from(line.holding + line.awaiting_callback)
            });
            let waiting: f64 = waiting.sum();
            if serving.handle_time > 0.0 {
                rate += heads / serving.handle_time * (here / waiting.max(here));
            }
        }
        let ahead = line.ahead_of(ticket);
        pure_death_mean(rate, notice.hang_up_rate, ahead)
    }

    /// Somebody hangs up, if still on hold.
    #[inline(never)]
    pub(super) fn hang_up<O: Observer>(
        &mut self,
        queue: QueueId,
        ticket: u64,
        now: SimTime,
        on_notice: bool,
        observer: &mut O,
    ) {
        let Some(who) = self.lines[queue.index()].end_hold(ticket, Standing::Gone) else { return };
        self.release_line();
        observer.abandoned(&who.visit, now, false);
        self.last_left = self.last_left.max(now);
        if !FOLLOWS || who.call == NOT_FOLLOWED {
            return;
        }
        if let Some(notice) = self.calls.get(who.call).first_notice() {
            let place = self.unresolved.add(notice);
            self.lines[queue.index()].now_would_hold(ticket, place);
        }
        self.end_hold(who.call, queue, who.visit.joined, now);
        self.end_call(who.call, Ending::Abandoned { balked: false, on_notice }, now, observer);
    }

    /// An agent looks at a line: who is gone makes room, and of those who hung up after an announcement it is known now
    /// when they would have been answered.
    pub(super) fn resolve_first<O: Observer>(&mut self, queue: QueueId, now: SimTime, observer: &mut O) {
        loop {
            let line = &mut self.lines[queue.index()];
            settle(line, now, observer);
            if line.first().is_none_or(|first| first.standing != Standing::WouldHold) {
                return;
            }
            self.resolve_one(queue, now, observer);
        }
    }

    /// The first in line would have been answered now.
    pub(super) fn resolve_one<O: Observer>(&mut self, queue: QueueId, now: SimTime, observer: &mut O) {
        if let Some(who) = self.lines[queue.index()].take_first() {
            let notice = self.unresolved.take(who.call);
            observer.came_true(&who.visit, &notice, now, true);
        }
    }
}

/// People ahead up to whom the sum is added up one by one.
const ONE_BY_ONE: u32 = 1000;

/// `sum over i = 0..=ahead of 1 / (rate + i hang_up_rate)` \[µs\]; endless when nobody serves and nobody hangs up.
///
/// What lies beyond a thousand is the integral with its first two corrections (Euler and Maclaurin), off by less than one
/// part in 10^9.
fn pure_death_mean(rate: f64, hang_up_rate: f64, ahead: u32) -> f64 {
    let term = |place: u32| 1.0 / (rate + f64::from(place) * hang_up_rate);
    let near: f64 = (0..=ahead.min(ONE_BY_ONE)).map(term).sum();
    if ahead <= ONE_BY_ONE {
        return near;
    }
    if hang_up_rate <= 0.0 {
        return (f64::from(ahead) + 1.0) / rate;
    }
    // The term at a thousand is in the sum already.
    let (first, last) = (term(ONE_BY_ONE), term(ahead));
    let integral = ln(first / last) / hang_up_rate;
    let slopes = hang_up_rate * (first * first - last * last) / 12.0;
    near + integral + (last - first) / 2.0 + slopes
}

/// How long patience lasts that has `left` to go on its own clock, after an announcement of `says` \[µs\].
fn lasts(runs: &PatienceRuns, says: Duration, left: u64) -> u64 {
    let (says, left) = (says.as_micros() as f64, left as f64);
    let until_then = runs.until * says;
    let lasts = if left <= until_then { left / runs.until } else { says + (left - until_then) / runs.after };
    // Patience that stands still never ends; float to integer saturates.
    if lasts.is_nan() { u64::MAX } else { lasts.round() as u64 }
}

/// How much patience is used up on its own clock in the time since an announcement \[µs\].
pub(super) fn used_up(runs: &PatienceRuns, says: Duration, since: Duration) -> u64 {
    let (says, since) = (says.as_micros() as f64, since.as_micros() as f64);
    (runs.until * since.min(says) + runs.after * (since - says).max(0.0)).round() as u64
}

/// Announcements of those who hung up, until it is known when they would have been answered.
#[derive(Debug, Default)]
pub(super) struct Unresolved {
    places: Vec<Announcement>,
    free: Vec<u32>,
}

impl Unresolved {
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.free.clear();
    }

    fn add(&mut self, announcement: Announcement) -> u32 {
        if let Some(place) = self.free.pop() {
            self.places[place as usize] = announcement;
            place
        } else {
            self.places.push(announcement);
            self.places.len() as u32 - 1
        }
    }

    fn take(&mut self, place: u32) -> Announcement {
        self.free.push(place);
        self.places[place as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_lasts_longer_until_the_announced_time_and_shorter_after_it() {
        let runs = PatienceRuns { until: 0.5, after: 2.0 };
        // 100 s are left and 60 s announced: 30 s of them last for 60 s, the other 70 s for 35 s.
        let says = Duration::from_secs(60);
        assert_eq!(lasts(&runs, says, 100_000_000), 95_000_000);
        assert_eq!(used_up(&runs, says, Duration::from_secs(95)), 100_000_000);
        assert_eq!(lasts(&runs, says, 20_000_000), 40_000_000);
        assert_eq!(used_up(&runs, says, Duration::from_secs(40)), 20_000_000);
    }

    #[test]
    fn the_sum_for_a_long_line_is_that_of_adding_up() {
        for (rate, hang_up_rate) in [(2e-6, 1e-9), (1e-4, 3e-6), (1e-7, 0.0)] {
            let by_one: f64 = (0..=50_000).map(|place| 1.0 / (rate + f64::from(place) * hang_up_rate)).sum();
            let fast = pure_death_mean(rate, hang_up_rate, 50_000);
            assert!((fast / by_one - 1.0).abs() < 1e-9, "{rate} {hang_up_rate}: {fast} against {by_one}");
        }
        assert!(pure_death_mean(0.0, 0.0, 3).is_infinite());
        assert!(pure_death_mean(0.0, 0.0, 3000).is_infinite());
    }

    #[test]
    fn patience_that_stands_still_never_ends() {
        let runs = PatienceRuns { until: 0.0, after: 0.0 };
        assert_eq!(lasts(&runs, Duration::from_secs(60), 1), u64::MAX);
        assert_eq!(lasts(&runs, Duration::from_secs(60), 0), u64::MAX);
    }

    #[test]
    fn the_recent_average_forgets_what_is_long_ago() {
        let mut history = History::default();
        assert_eq!(history.average(), None);
        history.add(1000);
        assert_eq!((history.last(), history.average()), (Some(1000.0), Some(1000.0)));
        for _ in 0..RECENT {
            history.add(10);
        }
        assert_eq!((history.last(), history.average()), (Some(10.0), Some(10.0)));
    }
}
