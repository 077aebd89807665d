//! Is a span of days what its days are? Dates, weekdays, busy days that follow each other, months that were foretold wrongly,
//! lines that never close.

#![allow(clippy::float_cmp, reason = "counts are whole numbers, and means of one replication are counts")]

use std::sync::Arc;

use ccsim::engine::Engine;
use ccsim::experiment::{self, Effort};
use ccsim::metrics::{Findings, Layout, Tally};
use ccsim::model::{Center, ContractId, Scope};
use ccsim::observation::{Answer, Dialled, Observer, Visit};
use ccsim::plan::Plan;
use ccsim::random::Chances;
use ccsim::scenario::{self, Source};
use ccsim::statistics::Estimate;
use ccsim::theory::Queue;
use ccsim::units::SimTime;

const SEED: u64 = 20_261_122;

fn center(text: &str) -> Center {
    let read = scenario::read(&Source::from_text("calendar.toml", text.to_owned()), &[]);
    read.unwrap_or_else(|complaints| panic!("{complaints}")).center
}

/// A line open from eight to ten, with this calendar and this busyness.
fn short_days(calendar: &str, busyness: &str) -> Center {
    center(&format!(
        "[day]\nopens = '08:00'\ncloses = '10:00'\n{busyness}\n[calendar]\nstarts = '2026-03-02'\n{calendar}\n\
         [contact-type.call]\narrivals.per-interval = [20, 40, 30, 10]\npatience.exponential.mean = '3 min'\n\
         talk-time.exponential.mean = '3 min'\n[agent-group.agents]\nstaffing.constant = 5\nwage = '20 EUR per h'\n"
    ))
}

struct Run {
    layout: Arc<Layout>,
    findings: Findings,
}

impl Run {
    fn of(center: &Center, replications: u64, threads: usize) -> Self {
        let plan = Plan::compile(center);
        let layout = Arc::new(Layout::of(center, &plan));
        let effort = Effort::Replications(replications);
        let play = || experiment::play(&plan, &layout, effort, SEED, &|_| {});
        let played = experiment::with_threads(Some(threads), play).expect("threads can be had");
        Self { findings: Findings::of(&played.totals), layout }
    }

    /// A figure of the center, by the name of a part of the span.
    fn part(&self, metric: &str, part: &str) -> Estimate {
        let rows = self.findings.rows.iter().filter(|row| row.metric.id == metric && row.scope == Scope::Center);
        let mut named = rows.filter(|row| row.interval.map(|at| self.layout.part_name(at)).as_deref() == Some(part));
        named.next().and_then(|row| row.estimate).unwrap_or_else(|| panic!("there is no {metric} of {part}"))
    }

    fn whole(&self, metric: &str) -> Estimate {
        self.findings.find(metric, Scope::Center, None).expect("somebody called")
    }
}

/// First calls of each open date of a replication.
#[derive(Default)]
struct Volumes(Vec<u64>);

impl Observer for Volumes {
    fn stretch_began(&mut self, _: usize) {
        self.0.push(0);
    }
    fn blocked(&mut self, _: &Dialled) {}
    fn turned_away(&mut self, _: &Visit) {}
    fn left_in_ivr(&mut self, _: &Dialled) {}
    fn self_served(&mut self, _: &Dialled) {}
    fn answered(&mut self, _: &Visit, _: &Answer) {
        *self.0.last_mut().unwrap() += 1;
    }
    fn abandoned(&mut self, _: &Visit, _: SimTime, _: bool) {
        *self.0.last_mut().unwrap() += 1;
    }
    fn disconnected(&mut self, _: &Visit, _: SimTime) {}
    fn still_inside(&mut self, _: &Visit, _: SimTime) {}
    fn present(&mut self, _: ccsim::model::GroupId, _: SimTime, _: u32) {}
    fn day_ended(&mut self, _: SimTime) {}
}

fn volumes(center: &Center, chances: Chances) -> Vec<u64> {
    let plan = Plan::compile(center);
    let mut volumes = Volumes::default();
    Engine::new(&plan).play(SEED, chances, &mut volumes);
    volumes.0
}

#[test]
fn days_weeks_and_hours_add_up_to_the_span() {
    let center = short_days("days = 30\nopen-on = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']", "");
    let run = Run::of(&center, 20, 2);
    assert_eq!(run.layout.dates(), 26);
    let sum = |metric: &str, parts: &[String]| parts.iter().map(|part| run.part(metric, part).value).sum::<f64>();
    let hours: Vec<String> = ["08:00", "08:30", "09:00", "09:30"].map(str::to_owned).to_vec();
    let weeks: Vec<String> = (10..=14).map(|week| format!("2026-W{week}")).collect();
    let closed = ["2026-03-08", "2026-03-15", "2026-03-22", "2026-03-29"];
    let dates: Vec<String> = (2..=31).map(|day| format!("2026-03-{day:02}")).collect();
    let dates: Vec<String> = dates.into_iter().filter(|date| !closed.contains(&date.as_str())).collect();
    for metric in ["arrived", "answered", "abandoned"] {
        let whole = run.whole(metric).value;
        for parts in [&hours, &weeks, &dates] {
            assert!((sum(metric, parts) - whole).abs() < 1e-9 * whole, "{metric}");
        }
    }
    // 26 days of two hours and five heads; whoever holds at closing is served, so agents may stay longer.
    let hours = run.whole("staffed-hours").value;
    assert!((260.0..270.0).contains(&hours), "{hours}");
    assert!((run.whole("staff-cost").value - 20.0 * hours).abs() < 0.01 * 26.0);
    assert!((sum("staff-cost", &dates) - run.whole("staff-cost").value).abs() < 1e-6);
}

#[test]
fn each_weekday_is_as_busy_as_its_factor_says() {
    let center = short_days(
        "days = 14\nweekday-factor = { Mon = 1.5, Sat = 0.25 }\nclosed-on = ['2026-03-12']\n\
         holidays = { '2026-03-10' = 'Sat' }",
        "",
    );
    let run = Run::of(&center, 400, 2);
    for (date, factor) in [("2026-03-02", 1.5), ("2026-03-03", 1.0), ("2026-03-07", 0.25), ("2026-03-10", 0.25)] {
        let (low, high) = run.part("arrived", date).interval.unwrap();
        let slack = 0.5 * (high - low);
        assert!((low - slack..high + slack).contains(&(100.0 * factor)), "{date}: {low} to {high}");
    }
    assert!((center.expected_contacts() - 100.0 * (2.0 * 1.5 + 2.0 * 0.25 + 8.0 + 0.25)).abs() < 1e-9);
}

#[test]
fn a_longer_calendar_changes_no_day_that_it_had_before() {
    let one = volumes(&short_days("days = 7", "busyness = { day-cv = 0.3, day-correlation = 0.6 }"), 5.into());
    let other = volumes(&short_days("days = 30", "busyness = { day-cv = 0.3, day-correlation = 0.6 }"), 5.into());
    assert_eq!(one, other[..7]);
    let later = center(
        "[day]\nopens = '08:00'\ncloses = '10:00'\n[calendar]\nstarts = '2026-03-04'\ndays = 3\n[contact-type.call]\n\
         arrivals.rate = '50 per h'\ntalk-time = '3 min'\n[agent-group.agents]\nstaffing.constant = 5\n",
    );
    let sooner = center(
        "[day]\nopens = '08:00'\ncloses = '10:00'\n[calendar]\nstarts = '2026-03-02'\ndays = 5\n[contact-type.call]\n\
         arrivals.rate = '50 per h'\ntalk-time = '3 min'\n[agent-group.agents]\nstaffing.constant = 5\n",
    );
    assert_eq!(volumes(&later, 1.into()), volumes(&sooner, 1.into())[2..], "a date has its people in every calendar");
}

/// Poisson counts with a gamma factor of this cv: variance `m + m² cv²`, covariance `m² Cov(factors)`. The normal scores have
/// the stated correlation; that of the factors is a little smaller, 0.59 to 0.6 for a cv of 0.3 (by the Hermite series).
#[test]
fn busy_days_follow_each_other_as_stated() {
    let center = short_days(
        "days = 20\nopen-on = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']",
        "busyness = { day-cv = 0.3, day-correlation = 0.6 }",
    );
    let spans: Vec<Vec<f64>> =
        (0..500).map(|at| volumes(&center, at.into()).into_iter().map(|count| count as f64).collect()).collect();
    let all: Vec<f64> = spans.iter().flatten().copied().collect();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let variance = all.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / all.len() as f64;
    let covariance = |lag: usize| {
        let products: Vec<f64> = spans
            .iter()
            .flat_map(|span| span.windows(lag + 1).map(|days| (days[0] - mean) * (days[lag] - mean)))
            .collect();
        products.iter().sum::<f64>() / products.len() as f64
    };
    assert!((mean - 100.0).abs() < 1.5, "{mean}");
    assert!((variance - (100.0 + 900.0)).abs() < 70.0, "{variance}");
    // Four standard errors of a covariance from 500 spans of 20 days are about 0.08 of the factors' variance.
    for (lag, kept) in [(1, 0.6), (2, 0.36), (5, 0.07776)] {
        let wanted = kept * 900.0;
        assert!((covariance(lag) - wanted).abs() < 80.0, "lag {lag}: {} instead of {wanted}", covariance(lag));
    }
}

/// A month's factor of cv 10 % on 20 days of 100: the variance of the month's volume is `2000 + 2000² 0.1²`.
#[test]
fn a_month_that_was_foretold_wrongly_is_wrong_on_all_its_days() {
    let center = short_days("days = 20\nforecast-error = '10 %'", "");
    let months: Vec<f64> = (0..1500).map(|at| volumes(&center, at.into()).iter().sum::<u64>() as f64).collect();
    let mean = months.iter().sum::<f64>() / months.len() as f64;
    let variance = months.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / (months.len() - 1) as f64;
    assert!((mean - 2000.0).abs() < 4.0 * (42_000.0_f64 / 1500.0).sqrt(), "{mean}");
    // The standard error of a variance is about its square root of 2 / n.
    assert!((variance / 42_000.0 - 1.0).abs() < 4.0 * (2.0_f64 / 1500.0).sqrt(), "{variance}");
}

/// With calls of two hours the house is never empty at midnight: were it emptied, nobody would wait in the first hours of a
/// date. M/M/14+M of load 12, exactly.
#[test]
fn lines_that_never_close_go_on_over_midnight() {
    let center = center(
        "[day]\nopens = '00:00'\ncloses = '24:00'\ninterval = '1 h'\n[calendar]\nstarts = '2026-03-02'\ndays = 150\n\
         [contact-type.call]\narrivals.rate = '6 per h'\npatience.exponential.mean = '1 h'\n\
         talk-time.exponential.mean = '2 h'\n[agent-group.agents]\nstaffing.constant = 14\n",
    );
    let run = Run::of(&center, 60, 2);
    let queue = Queue { arrival_rate: 6.0 / 3600.0, handle_time: 7200.0, agents: 14, lines: None };
    let exact = queue.solve(Some(3600.0)).unwrap();
    for (metric, wanted) in [
        ("held-rate", exact.wait_probability()),
        ("abandonment-rate", exact.abandonment()),
        ("mean-hold-time", exact.mean_hold()),
    ] {
        let found = run.whole(metric);
        let half_width = found.half_width().unwrap();
        // Half an hour of filling up, once in 3 600 hours, is far below that.
        assert!((found.value - wanted).abs() < 1.6 * half_width, "{metric}: {} instead of {wanted}", found.value);
        assert!(half_width < 0.05 * wanted, "{metric} is known well enough: ±{half_width}");
    }
    let (first, last) = (run.part("held-rate", "00:00").value, run.part("held-rate", "23:00").value);
    assert!((first / last - 1.0).abs() < 0.2, "the hour after midnight ({first}) is like the hour before it ({last})");
    assert_eq!(run.layout.dates(), 150);
}

/// A night shift from 22:00 to 06:00 covers every night, that before the first date too.
#[test]
fn night_shifts_go_on_over_midnight() {
    let center = center(
        "[day]\nopens = '00:00'\ncloses = '24:00'\n[calendar]\nstarts = '2026-03-02'\ndays = 3\n\
         [contact-type.call]\narrivals.rate = '1 per h'\npatience.constant = '0 s'\ntalk-time = '1 s'\n\
         [agent-group.agents]\nstaffing.shifts = [{ from = '06:00', to = '22:00', agents = 2 }, \
         { from = '22:00', to = '30:00', agents = 1 }]\nwage = '1 EUR per h'\n",
    );
    let run = Run::of(&center, 2, 1);
    assert!((run.whole("staffed-hours").value - 3.0 * (16.0 * 2.0 + 8.0)).abs() < 0.01);
    assert!((run.part("staffed-hours", "2026-03-02").value - 40.0).abs() < 0.01);
    assert!((run.part("staffed-hours", "03:00").value - 1.5).abs() < 0.01);
}

#[test]
fn heads_follow_the_weekday_and_extra_heads_are_added_where_somebody_is_planned() {
    let center = center(
        "[day]\nopens = '08:00'\ncloses = '10:00'\nat-close = 'hang-up'\n[calendar]\nstarts = '2026-03-02'\ndays = 7\n\
         [contact-type.call]\narrivals.rate = '1 per h'\ntalk-time = '1 s'\n\
         [agent-group.agents]\nstaffing.per-interval = [4, 4, 0, 2]\n\
         staffing.weekday-scale = { Sat = 0.5, Sun = 0 }\nstaffing.extra = 1\n",
    );
    let run = Run::of(&center, 3, 1);
    for (date, hours) in [("2026-03-02", 6.5), ("2026-03-07", 4.0), ("2026-03-08", 0.0)] {
        let found = run.part("staffed-hours", date).value;
        assert!((found - hours).abs() < 0.01, "{date}: {found}");
    }
}

#[test]
fn threads_change_no_bit_of_a_span() {
    let center = short_days("days = 12\nforecast-error = '5 %'", "busyness = { day-cv = 0.2, day-correlation = 0.4 }");
    let [one, two, seven] = [1, 2, 7].map(|threads| Run::of(&center, 9, threads));
    for other in [two, seven] {
        for (mine, theirs) in one.findings.rows.iter().zip(&other.findings.rows) {
            assert_eq!(mine.estimate, theirs.estimate, "{} of {:?}", mine.metric.id, mine.interval);
        }
    }
}

/// Groups of chance can be taken apart: with the same volume but other calls, days keep their busyness but not their people.
#[test]
fn each_group_of_chance_can_be_drawn_anew() {
    let center = short_days("days = 20", "busyness = { day-cv = 0.8 }");
    let correlation = |one: &[u64], other: &[u64]| {
        let mean = |counts: &[u64]| counts.iter().sum::<u64>() as f64 / counts.len() as f64;
        let (m, n) = (mean(one), mean(other));
        let of = |a: &[u64], b: &[u64], m: f64, n: f64| -> f64 {
            a.iter().zip(b).map(|(a, b)| (*a as f64 - m) * (*b as f64 - n)).sum()
        };
        of(one, other, m, n) / (of(one, one, m, m) * of(other, other, n, n)).sqrt()
    };
    let all = volumes(&center, 3.into());
    let other_calls = volumes(&center, Chances { volume: 3, staffing: 3, calls: 4 });
    let other_volume = volumes(&center, Chances { volume: 4, staffing: 3, calls: 3 });
    let other_staff = volumes(&center, Chances { volume: 3, staffing: 4, calls: 3 });
    assert_ne!(all, other_calls);
    assert!(correlation(&all, &other_calls) > 0.9);
    assert!(correlation(&all, &other_volume) < 0.7);
    assert_eq!(all, other_staff, "who is ill calls nobody");
}

/// What a contract is judged on is what the rows say.
#[test]
fn evidence_adds_up_to_the_figures() {
    let center = center(
        "[day]\nopens = '08:00'\ncloses = '10:00'\n[calendar]\nstarts = '2026-03-02'\ndays = 28\n\
         [contact-type.call]\narrivals.per-interval = [20, 40, 30, 10]\npatience.exponential.mean = '3 min'\n\
         talk-time.constant = '3 min'\n[agent-group.agents]\nstaffing.constant = 5\nwage = '20 EUR per h'\n\
         [contract.line]\nper = 'month'\nfee = { per-answered = '3 EUR' }\n\
         measure.service-level = { within = '20 s', of = 'offered-less-short-abandons', short = '5 s' }\n\
         ladder = [{ from = '80 %' }, { from = '0 %', penalty = '10 %' }]\n",
    );
    let plan = Plan::compile(&center);
    let layout = Arc::new(Layout::of(&center, &plan));
    let mut tally = Tally::new(&layout);
    Engine::new(&plan).play(SEED, 0, &mut tally);
    let mut evidence = ccsim::contract::Evidence::default();
    tally.evidence(ContractId::at(0), &mut evidence);
    let mut counts = Vec::new();
    tally.call_counts(ContractId::at(0), 0, &mut counts);
    assert_eq!((evidence.cells[0].len(), evidence.delivered.len(), counts.len()), (28 * 4, 28, 28 * 4));
    let run = Run::of(&center, 1, 1);
    let cells = |of: fn(&ccsim::contract::Cell) -> u64| evidence.cells[0].iter().map(of).sum::<u64>() as f64;
    assert_eq!(cells(|cell| cell.arrived), run.whole("arrived").value);
    assert_eq!(cells(|cell| cell.offered), run.whole("offered").value);
    assert_eq!(cells(|cell| cell.lost), run.whole("abandoned").value);
    let of = |pick: fn(&ccsim::contract::Delivered) -> u64| evidence.delivered.iter().map(pick).sum::<u64>() as f64;
    let answered = run.whole("answered").value;
    assert_eq!(of(|date| date.answered), answered);
    assert_eq!(of(|date| date.talk), answered * 180e6, "each talk is three minutes");
    assert_eq!(of(|date| date.handled), of(|date| date.talk), "there is no work after calls");
    assert!((of(|date| date.staffed) / 3.6e9 - run.whole("staffed-hours").value).abs() < 1e-9);
    assert!((of(|date| date.pay) / 1e6 - run.whole("staff-cost").value).abs() < 1e-6);
    let counted = |pick: fn(&ccsim::metrics::CallCounts) -> u64| counts.iter().map(pick).sum::<u64>();
    let short = counted(|cell| cell.abandoned_short);
    assert_eq!(counted(|cell| cell.answered_in_time) as f64, cells(|cell| cell.numerator));
    assert_eq!((counted(|cell| cell.answered + cell.abandoned) - short) as f64, cells(|cell| cell.denominator));
    assert!(short > 0 && counted(|cell| cell.abandoned_in_time) > short);
}
