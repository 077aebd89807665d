//! A real day beside a simulated one: a bank's call center of 1999.
//!
//! This is no proof of anything: the model is simpler than the bank. What differs, and why, is in `docs/VALIDATION.md`.
//! Data: "Anonymous Bank" call center, Israel, January to June 1999; Ilan Guedj and Avishai Mandelbaum, Technion.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use ccsim::model::{Arrivals, ContactTypeId, Draft, IvrAction, Scope};
use ccsim::random::{DayFactor, IntervalFactors};
use ccsim::scenario::{Source, read};
use flate2::read::GzDecoder;

use super::support::{seal, simulate};

const DAYS: u64 = 1000;
const HALF_HOURS: usize = 34;
const OPENS_S: u32 = 7 * 3600;
const HALF_HOUR_S: u32 = 1800;
/// Weekdays with fewer contacts than this are holidays, half days and the days around them.
const LEAST_OFFERED: u32 = 850;
/// Longer holds are slips of the log [s].
const LONGEST_HOLD_S: u32 = 1800;

/// Columns of the observed figures that a simulated metric stands beside.
const METRICS: [&str; 4] = ["abandonment-rate", "held-rate", "mean-hold-time", "notice-due-rate"];

fn shared(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path)
}

fn bank() -> Option<Draft> {
    let source = Source::from_path(shared("scenarios/bank-weekday.toml")).ok()?;
    let reading = read(&source, &[]).expect("a file that must run as it stands");
    Some((*reading.center).clone())
}

/// What a half-hour's calls add up to.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    offered: u32,
    abandoned: u32,
    held: u32,
    hold_s: u32,
    due: u32,
}

impl Sums {
    fn add(&mut self, more: &Self) {
        self.offered += more.offered;
        self.abandoned += more.abandoned;
        self.held += more.held;
        self.hold_s += more.hold_s;
        self.due += more.due;
    }

    /// In the order of [`METRICS`].
    fn figures(&self) -> [f64; 4] {
        [self.abandoned, self.held, self.hold_s, self.due].map(|sum| f64::from(sum) / f64::from(self.offered.max(1)))
    }
}

/// One contact of the log: day of the month, half-hour after opening, and what became of it. `None` for lines that do not count.
fn contact(line: &str) -> Option<(u32, usize, Sums)> {
    let fields: Vec<&str> = line.trim_end().split('\t').collect();
    let [_, _, _, _, kind, date, _, left_menu, _, began, _, hold, outcome, ..] = fields[..] else { return None };
    let seconds =
        |clock: &str| clock.split(':').try_fold(0, |sum: u32, part| Some(sum * 60 + part.trim().parse::<u32>().ok()?));
    let (began, left_menu, hold) = (seconds(began)?, seconds(left_menu)?, hold.trim().parse::<u32>().ok()?);
    let answered = outcome.trim() == "AGENT";
    let queued = began > 0;
    let counts = ["PS", "PE", "NW", "NE"].contains(&kind.trim())
        && (answered || outcome.trim() == "HANG" && queued)
        && hold <= LONGEST_HOLD_S;
    let joined = if queued { began } else { left_menu };
    let half_hour = joined.checked_sub(OPENS_S)? / HALF_HOUR_S;
    let hold = if queued { hold } else { 0 };
    let sums = Sums {
        offered: 1,
        abandoned: u32::from(!answered),
        held: u32::from(hold > 0),
        hold_s: hold,
        due: u32::from(hold >= 60),
    };
    let day = date.trim().get(4..)?.parse().ok()?;
    (counts && (half_hour as usize) < HALF_HOURS).then_some((day, half_hour as usize, sums))
}

/// Observed sums by half-hour, and on how many days; `docs/VALIDATION.md` has the rules. `None` where the log is absent.
fn observed() -> Option<(Vec<Sums>, usize)> {
    /// Days of 1999 before each month.
    const BEFORE: [u32; 6] = [0, 31, 59, 90, 120, 151];
    let mut days: BTreeMap<u32, Vec<Sums>> = BTreeMap::new();
    for (month, before) in (1..).zip(BEFORE) {
        let file = File::open(shared(&format!("data/anonymous_bank_1999/1999-{month:02}.tsv.gz"))).ok()?;
        for line in BufReader::new(GzDecoder::new(file)).lines().map_while(Result::ok) {
            let Some((day, half_hour, sums)) = contact(&line) else { continue };
            days.entry(before + day).or_insert_with(|| vec![Sums::default(); HALF_HOURS])[half_hour].add(&sums);
        }
    }
    // 1 January 1999 was a Friday; the week is Sunday to Thursday.
    let is_weekday = |day: &u32| !matches!((day - 1) % 7, 0 | 1);
    let is_whole = |sums: &[Sums]| sums.iter().map(|sums| sums.offered).sum::<u32>() >= LEAST_OFFERED;
    let mut means = vec![Sums::default(); HALF_HOURS];
    let mut count = 0;
    for sums in days.iter().filter(|(day, sums)| is_weekday(day) && is_whole(sums)).map(|(_, sums)| sums) {
        count += 1;
        means.iter_mut().zip(sums).for_each(|(sum, more)| sum.add(more));
    }
    Some((means, count))
}

/// From when on [half-hours after opening], and how much longer talks are than over the whole day: the log's mean talk by
/// time of day, 165 s, 210 s, 169 s, over the scenario's 201 s.
const TALK_BY_TIME_OF_DAY: [(usize, f64); 3] = [(0, 0.82), (4, 1.045), (18, 0.84)];

/// Share of callers that hang up in the greeting. The scenario's arrivals are those who got past it.
const LEAVE_IN_GREETING: f64 = 0.037;

/// The same callers, but each part of the day is a contact type of its own with its own length of talk.
fn with_talk_by_time_of_day(mut draft: Draft) -> Draft {
    let ends = TALK_BY_TIME_OF_DAY.iter().skip(1).map(|part| part.0).chain([usize::MAX]);
    let whole_day = std::mem::take(&mut draft.contact_types);
    let kinds = whole_day.len();
    for (part, (&(from, _), to)) in TALK_BY_TIME_OF_DAY.iter().zip(ends).enumerate() {
        for mut kind in whole_day.iter().cloned() {
            kind.name = format!("{}-{part}", kind.name);
            if let Arrivals::PerInterval(expected) = &mut kind.arrivals {
                for (_, expected) in expected.iter_mut().enumerate().filter(|(at, _)| *at < from || *at >= to) {
                    *expected = 0.0;
                }
            }
            draft.contact_types.push(kind);
        }
    }
    for step in &mut draft.ivr {
        if let IvrAction::Menu { presses, .. } = &mut step.action {
            let rows = std::mem::take(presses);
            for part in 0..TALK_BY_TIME_OF_DAY.len() {
                presses
                    .extend(rows.iter().map(|(id, row)| (ContactTypeId::at(id.index() + part * kinds), row.clone())));
            }
        }
    }
    for group in &mut draft.agent_groups {
        let factors = TALK_BY_TIME_OF_DAY.iter().flat_map(|part| vec![part.1; kinds]);
        group.handle_time_factor = factors.collect();
        let skills = std::mem::take(&mut group.skills);
        let parts = 0..TALK_BY_TIME_OF_DAY.len();
        group.skills =
            parts.flat_map(|part| skills.iter().map(move |id| ContactTypeId::at(id.index() + part * kinds))).collect();
    }
    draft
}

fn print_day(name: &str, draft: Draft) -> [f64; 4] {
    let findings = simulate(&seal(draft), DAYS, 1999);
    let value = |metric: &str| findings.find(metric, Scope::Center, None).unwrap();
    let all = METRICS.map(value);
    let words = all.map(|estimate| format!("{:.4} ± {:.4}", estimate.value, estimate.half_width().unwrap()));
    println!(
        "| {name} | {} | {:.0} offered, occupancy {:.3} |",
        words.join(" | "),
        value("offered").value,
        value("occupancy").value
    );
    all.map(|estimate| estimate.value)
}

#[test]
fn the_bank_of_1999() {
    let (Some((observed, days)), Some(draft)) = (observed(), bank()) else {
        println!("skipped: the bank's call log is not there");
        return;
    };
    let mut whole = Sums::default();
    for sums in &observed {
        whole.add(sums);
    }
    let a_day = |sums: &Sums| f64::from(sums.offered) / days as f64;
    let figures = whole.figures().map(|figure| format!("{figure:.4}")).join(" | ");
    println!("| observed on {days} days | {figures} | {:.0} offered |", a_day(&whole));
    let bank = || draft.clone();

    let simulated = print_day("simulated", bank());
    let mut calm = bank();
    calm.day.busyness.day = DayFactor::default();
    calm.day.busyness.intervals = IntervalFactors::default();
    print_day("simulated, every day alike", calm);
    print_day("simulated, talk by time of day", with_talk_by_time_of_day(bank()));
    let mut larger = with_talk_by_time_of_day(bank());
    larger.contact_types.iter_mut().for_each(|kind| kind.scale /= 1.0 - LEAVE_IN_GREETING);
    print_day("simulated, talk by time of day, nobody taken off twice", larger);

    let findings = simulate(&seal(bank()), DAYS, 1999);
    for (at, sums) in observed.iter().enumerate() {
        let offered = a_day(sums);
        let simulated = |metric| findings.find(metric, Scope::Center, Some(at as u32)).unwrap();
        let minutes = 7 * 60 + 30 * at;
        print!("| {:02}:{:02} |", minutes / 60, minutes % 60);
        for (metric, observed) in METRICS.iter().zip(sums.figures()) {
            print!(" {observed:.3} / {:.3} |", simulated(metric).value);
        }
        let volume = simulated("offered");
        println!(" {offered:.1} / {:.1} |", volume.value);
        // The scenario's arrivals were measured by somebody else on nearly the same days.
        assert!(
            (volume.value / offered - 1.0).abs() < 0.15,
            "half-hour {at}: {} offered, {offered} observed",
            volume.value
        );
    }
    // A model that leaves priorities out must still be of the right order.
    for ((metric, simulated), at) in METRICS.iter().zip(simulated).zip(0..) {
        let ratio = simulated / whole.figures()[at];
        assert!((0.5..2.0).contains(&ratio), "{metric} is {ratio} times the observed one");
    }
}
