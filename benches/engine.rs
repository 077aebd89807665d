//! What a call costs: the whole simulator with all its metrics, beside the loop of an afternoon.
//!
//! `cargo bench` times both with criterion, then plays them in turn and prints nanoseconds a call and the ratio of each
//! pair: on a shared machine only the ratio means something. `cargo bench -- --test` runs each once. The answers are
//! checked before anything is timed. Then come the parts: what a draw costs, and what the earliest of many times costs.

mod yardstick;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use ccsim::engine::WinnerTree;
use ccsim::experiment::contract::{self, Played, Wanted};
use ccsim::experiment::{Effort, Study, StudyEffort, play, play_study, with_threads};
use ccsim::metrics::{Findings, Layout};
use ccsim::model::{Arrivals, Center, Scope, Staffing};
use ccsim::plan::Plan;
use ccsim::random::{DurationDistribution, Role, stream};
use ccsim::scenario::{self, Source};
use criterion::{Criterion, Throughput, criterion_group};
use rand::SeedableRng;
use rand_distr::{Distribution, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use yardstick::{Counts, TwoSkillDay};

const ERLANG_A: &str = include_str!("centers/erlang-a.toml");
const TWO_SKILLS: &str = include_str!("centers/two-skills.toml");
const HOTLINE: &str = include_str!("centers/hotline.toml");
const OUTSOURCED: &str = include_str!("../scenarios/outsourced-line.toml");
/// Exact shares of M/M/100+M at full load: answered within 20 s of offered, abandoned of offered.
const ERLANG_A_EXACT: (f64, f64) = (0.801911096489, 0.0449127157627);
/// Pairs whose median ratio is printed.
const PAIRS: usize = 15;

/// A center, laid out, and so many replications of it.
struct Work {
    center: Center,
    plan: Plan,
    layout: Arc<Layout>,
    replications: u64,
}

impl Work {
    fn new(name: &str, text: &str, replications: u64) -> Self {
        let reading = scenario::read(&Source::from_text(name, text), &[]).expect("the bench's own file is right");
        let plan = Plan::compile(&reading.center);
        let layout = Arc::new(Layout::of(&reading.center, &plan));
        Self { center: reading.center, plan, layout, replications }
    }

    fn calls(&self) -> u64 {
        (self.center.expected_contacts() * self.replications as f64) as u64
    }

    /// What its contracts come to over so many spans of its calendar.
    fn settle(&self, threads: usize) -> Played {
        let wanted = Wanted { spans: Some(self.replications), blocks: Some(0), seed: 1, sweep: None, solve_for: None };
        let settle =
            || contract::play(&self.center, &wanted, &|_| {}).expect("the bench's own contracts can be played");
        with_threads(Some(threads), settle).expect("the system gives threads")
    }

    /// Every metric that a run reports.
    fn play(&self, threads: usize) -> Findings {
        let effort = Effort::Replications(self.replications);
        let run = || play(&self.plan, &self.layout, effort, 1, &|_| {});
        let played = with_threads(Some(threads), run).expect("the system gives threads");
        Findings::of(&played.totals)
    }
}

/// A day with several stafferings.
struct Staffings {
    centers: Vec<Center>,
    replications: u64,
}

impl Staffings {
    fn new(name: &str, text: &str, scales: &[f64], replications: u64) -> Self {
        let source = Source::from_text(name, text);
        let center = |scale: &f64| {
            let set = format!("agent-group.*.staffing.scale={scale}");
            scenario::read(&source, &[set]).expect("the bench's own file is right").center
        };
        Self { centers: scales.iter().map(center).collect(), replications }
    }

    fn calls(&self) -> u64 {
        let a_day: f64 = self.centers.iter().map(Center::expected_contacts).sum();
        (a_day * self.replications as f64) as u64
    }

    /// The people of each day are drawn once.
    fn play_together(&self, threads: usize) {
        let order: Vec<u32> = (0..self.centers.len() as u32).collect();
        let stop = AtomicBool::new(false);
        let study = Study {
            order: &order,
            center: &|scenario| Ok(self.centers[scenario].clone()),
            earlier: &|_| None,
            effort: StudyEffort::Replications(self.replications),
            seed: 1,
            baseline: None,
            by_interval: false,
            controls: false,
            stop: &stop,
            progress: &|_| (),
        };
        let played = with_threads(Some(threads), || play_study(&study, &|finished| drop(black_box(finished))));
        played.expect("the system gives threads").expect("the bench's scenarios can be played");
    }

    /// Each staffing draws its own people; whole days, as in the study.
    fn play_apart(&self) {
        for center in &self.centers {
            let plan = Plan::compile(center);
            let layout = Arc::new(Layout::of(center, &plan).of_whole_days());
            let effort = Effort::Replications(self.replications);
            let run = || drop(black_box(play(&plan, &layout, effort, 1, &|_| {})));
            with_threads(Some(1), run).expect("the system gives threads");
        }
    }
}

fn two_skill_day(center: &Center) -> TwoSkillDay {
    let arrivals = |at: usize| match &center.contact_types[at].arrivals {
        Arrivals::PerInterval(expected) => expected.clone(),
        Arrivals::Trace(_) => Vec::new(),
    };
    let heads = |at: usize| match &center.agent_groups[at].staffing {
        Staffing::PerInterval(heads) => heads.clone(),
        Staffing::Shifts(_) => Vec::new(),
    };
    TwoSkillDay {
        arrivals: [arrivals(0), arrivals(1)],
        handle: [(240.0, 0.8), (360.0, 1.0)],
        patience: [180.0, 120.0],
        agents: [heads(0), heads(1), heads(2)],
        interval: center.day.interval.as_secs_f64(),
    }
}

fn plain_erlang_a(calls: u64) -> Counts {
    yardstick::erlang_a(3.0, 300.0, 180.0, 100, calls, 1)
}

fn plain_two_skills(day: &TwoSkillDay, days: u64) -> Counts {
    let mut sum = Counts::default();
    for seed in 0..days {
        let counts = day.play(seed);
        sum.calls += counts.calls;
        sum.in_time += counts.in_time;
        sum.abandoned += counts.abandoned;
    }
    sum
}

/// Both answer what theory answers, or agree with each other, within what chance allows.
fn check_answers(erlang_a: &Work, two_skills: &Work, day: &TwoSkillDay) {
    let close = |what: &str, found: f64, expected: f64, tolerance: f64| {
        assert!((found - expected).abs() < tolerance, "{what}: {found}, expected {expected} within {tolerance}");
    };
    let center = |findings: &Findings, metric: &str| findings.find(metric, Scope::Center, None).expect("calls").value;
    let findings = erlang_a.play(1);
    close("answered in 20 s", center(&findings, "service-level"), ERLANG_A_EXACT.0, 0.02);
    close("abandoned", center(&findings, "abandonment-rate"), ERLANG_A_EXACT.1, 0.005);
    let counts = plain_erlang_a(1_000_000);
    close("plain: answered in 20 s", counts.in_time as f64 / counts.calls as f64, ERLANG_A_EXACT.0, 0.02);
    close("plain: abandoned", counts.abandoned as f64 / counts.calls as f64, ERLANG_A_EXACT.1, 0.005);
    let findings = two_skills.play(1);
    let counts = plain_two_skills(day, 100);
    let plain = counts.in_time as f64 / counts.calls as f64;
    close("two skills: answered in 20 s", center(&findings, "service-level"), plain, 0.02);
}

fn timed(criterion: &mut Criterion) {
    let erlang_a = Work::new("erlang-a", ERLANG_A, 10);
    let two_skills = Work::new("two-skills", TWO_SKILLS, 40);
    let day = two_skill_day(&two_skills.center);
    check_answers(&Work::new("erlang-a", ERLANG_A, 40), &Work::new("two-skills", TWO_SKILLS, 100), &day);

    let mut group = criterion.benchmark_group("erlang-a");
    group.throughput(Throughput::Elements(erlang_a.calls()));
    group.bench_function("ccsim, all metrics", |bench| bench.iter(|| black_box(erlang_a.play(1))));
    group.bench_function("yardstick", |bench| bench.iter(|| black_box(plain_erlang_a(erlang_a.calls()))));
    group.finish();

    let mut group = criterion.benchmark_group("two-skill day");
    group.throughput(Throughput::Elements(two_skills.calls()));
    group.bench_function("ccsim, all metrics", |bench| bench.iter(|| black_box(two_skills.play(1))));
    let plain = || black_box(plain_two_skills(&day, two_skills.replications));
    group.bench_function("yardstick", |bench| bench.iter(plain));
    group.finish();

    let hotline = Work::new("hotline", HOTLINE, 40);
    let mut group = criterion.benchmark_group("hotline, whole journeys");
    group.throughput(Throughput::Elements(hotline.play(1).contacts));
    group.bench_function("ccsim, all metrics", |bench| bench.iter(|| black_box(hotline.play(1))));
    group.finish();

    let months = Work::new("outsourced-line", OUTSOURCED, 4);
    let fee = &months.settle(1).contracts[0].amounts.fee;
    // 3.60 EUR an answered call, at least for 90 % of the calls foretold; a month has not half as many more.
    let foretold = 3.6 * months.center.expected_contacts();
    let is_billed = |fee: &f64| (0.9 * foretold - 0.01..1.5 * foretold).contains(fee);
    assert!(fee.sorted.iter().all(is_billed), "a month's fee: {:?} of {foretold}", fee.sorted);
    let mut group = criterion.benchmark_group("month with a contract");
    group.throughput(Throughput::Elements(months.calls()));
    group.bench_function("contracts alone", |bench| bench.iter(|| black_box(months.settle(1))));
    group.bench_function("all metrics", |bench| bench.iter(|| black_box(months.play(1))));
    group.finish();
}

/// Numbers in a block of draws.
const DRAWS: usize = 128;
/// Pending times at once in a center of a hundred agents.
const PENDING: usize = 100;

/// What a draw costs, beside `rand_distr`'s (whose logarithm is `libm`'s here).
fn draws(criterion: &mut Criterion) {
    let minutes = |count| ccsim::units::Duration::from_minutes(count);
    let laws = [
        ("exponential", DurationDistribution::exponential(minutes(5))),
        ("lognormal", DurationDistribution::lognormal(minutes(5), 0.8)),
        ("gamma", DurationDistribution::gamma(minutes(5), 0.8)),
        ("weibull", DurationDistribution::weibull(minutes(5), 1.5)),
    ];
    let mut group = criterion.benchmark_group("draw");
    group.throughput(Throughput::Elements(DRAWS as u64));
    for (name, law) in laws {
        let sampler = law.expect("the bench's laws are in range").sampler();
        let mut stream = stream(1, 1, Role::Talk, "bench");
        let mut block = [0; DRAWS];
        group.bench_function(name, |bench| bench.iter(|| sampler.fill(&mut stream, black_box(&mut block))));
    }
    let law = LogNormal::from_mean_cv(300.0, 0.8).expect("the bench's laws are in range");
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut block = [0.0; DRAWS];
    group.bench_function("lognormal of rand_distr", |bench| {
        bench.iter(|| black_box(&mut block).fill_with(|| law.sample(&mut random)));
    });
    group.finish();
}

/// The earliest of a hundred pending times rings and is set anew: the winner tree, and std's heap.
fn pending_times(criterion: &mut Criterion) {
    let lengths: Vec<u64> = (1..=1024_u64).map(|at| at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 34).collect();
    let mut tree = WinnerTree::new(PENDING);
    let mut heap = BinaryHeap::new();
    for (agent, &length) in lengths.iter().enumerate().take(PENDING) {
        tree.set(agent, length);
        heap.push(Reverse((length, agent)));
    }
    let mut group = criterion.benchmark_group("pending times");
    group.throughput(Throughput::Elements(lengths.len() as u64));
    group.bench_function("winner tree", |bench| {
        bench.iter(|| {
            for length in &lengths {
                tree.set(tree.winner(), (tree.time() + length) % (1 << 40));
            }
        });
    });
    group.bench_function("std's heap", |bench| {
        bench.iter(|| {
            for length in &lengths {
                let Reverse((time, agent)) = heap.pop().expect("as many are pushed as popped");
                heap.push(Reverse(((time + length) % (1 << 40), agent)));
            }
        });
    });
    group.finish();
}

/// Plays two things in turn and prints the medians of their times and of the ratio of each pair.
fn compare(what: &str, calls: u64, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let pairs: Vec<(Duration, Duration)> = (0..PAIRS).map(|_| (time(&mut ours), time(&mut theirs))).collect();
    let per_call = |duration: &Duration| duration.as_secs_f64() * 1e9 / calls as f64;
    let ours = median(pairs.iter().map(|pair| per_call(&pair.0)));
    let theirs = median(pairs.iter().map(|pair| per_call(&pair.1)));
    let ratio = median(pairs.iter().map(|pair| pair.1.as_secs_f64() / pair.0.as_secs_f64()));
    println!("{what:<32}{ours:>7.1} ns{theirs:>9.1} ns{ratio:>8.2} times   (medians of {PAIRS} pairs)");
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn print_ratios() {
    let erlang_a = Work::new("erlang-a", ERLANG_A, 60);
    let two_skills = Work::new("two-skills", TWO_SKILLS, 400);
    let day = two_skill_day(&two_skills.center);
    println!("\nper call                           ccsim   yardstick   faster");
    compare(
        "erlang-a",
        erlang_a.calls(),
        || drop(black_box(erlang_a.play(1))),
        || {
            black_box(plain_erlang_a(erlang_a.calls()));
        },
    );
    compare(
        "two-skill day",
        two_skills.calls(),
        || drop(black_box(two_skills.play(1))),
        || {
            black_box(plain_two_skills(&day, two_skills.replications));
        },
    );
    let hotline = Work::new("hotline", HOTLINE, 400);
    let arrived = hotline.play(1).contacts;
    println!("\nper arrived contact                ccsim   yardstick, as many calls");
    compare(
        "hotline, and two-skill day",
        arrived,
        || drop(black_box(hotline.play(1))),
        || {
            black_box(plain_two_skills(&day, arrived / (two_skills.calls() / two_skills.replications)));
        },
    );
    compare(
        "hotline, and erlang-a",
        arrived,
        || drop(black_box(hotline.play(1))),
        || {
            black_box(plain_erlang_a(arrived));
        },
    );
    println!("\nper call and staffing           together     compared");
    let scales: Vec<f64> = (0..20).map(|at| 0.9 + 0.02 * f64::from(at)).collect();
    let staffings = Staffings::new("two-skills", TWO_SKILLS, &scales, 60);
    let yardstick = || {
        black_box(plain_two_skills(&day, 60 * scales.len() as u64));
    };
    compare("with the yardstick's day", staffings.calls(), || staffings.play_together(1), yardstick);
    compare("with people of their own", staffings.calls(), || staffings.play_together(1), || staffings.play_apart());
    let on_two = || staffings.play_together(2);
    compare("two threads with one", staffings.calls(), on_two, || staffings.play_together(1));
    let hotlines = Staffings::new("hotline", HOTLINE, &scales, 20);
    let apart = || hotlines.play_apart();
    compare("hotline, with people of their own", hotlines.calls(), || hotlines.play_together(1), apart);
    println!("\nper call of a month            contracts all metrics   faster");
    let months = Work::new("outsourced-line", OUTSOURCED, 20);
    let settled = || drop(black_box(months.settle(1)));
    compare("outsourced line", months.calls(), settled, || drop(black_box(months.play(1))));
    println!("\nper call                       2 threads    1 thread   faster");
    let many = Work::new("erlang-a", ERLANG_A, 200);
    compare("erlang-a", many.calls(), || drop(black_box(many.play(2))), || drop(black_box(many.play(1))));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = timed, draws, pending_times
}

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    print_ratios();
}
