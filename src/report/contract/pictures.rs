//! The pictures of contracts, filled with what was found: how months spread, why they are missed, what staffing would change.

use super::clause::unit_of;
use super::words::{self, Span};
use super::{Report, luck};
use crate::experiment::contract::{
    CONFIDENCE, ClauseFindings, ContractFindings, Incentive, LevelFindings, Part, SizedContract, StaffLevel,
};
use crate::metrics::Unit as MetricUnit;
use crate::model::contract::{Amount, Band, Better, Between, Effect, Level, Payoff};
use crate::model::{Clause, Contract};
use crate::report::chart::banded::{self, BandedBin, BandedPanel, BandedPicture, PictureBand, Tone};
use crate::report::chart::curves::{self, Curve, CurvesPicture, Remark};
use crate::report::chart::limit::Limit;
use crate::report::chart::luck::{self as luck_chart, LuckBar, LuckPicture};
use crate::report::chart::ruler::{CLOCK, Ruler};
use crate::report::chart::{Caption, ChartError, Unit};
use crate::report::figure::{earned, figure, grouped};
use crate::statistics::Estimate;

/// Bars of a histogram, about.
const BARS: f64 = 44.0;
/// Small print of curves.
const BANDS: &str = "Bands are 95 % intervals";

/// Name of each picture's file, without its ending, and its SVG.
///
/// # Errors
/// When a drawing fails.
pub fn all(report: &Report<'_>) -> Result<Vec<(String, String)>, ChartError> {
    let mut all = Vec::new();
    let is_alone = report.shown.len() == 1;
    let shown: Vec<_> = report
        .shown
        .iter()
        .filter_map(|&at| Some((at, report.center.contracts.get(at)?, report.played.contracts.get(at)?)))
        .collect();
    for &(at, contract, found) in &shown {
        let named = |name: &str| if is_alone { name.to_owned() } else { format!("{}-{name}", contract.name) };
        all.push((named("penalty"), banded::draw(&spread(report, contract, found))?));
        if let Some(picture) = luck_picture(report, contract, found) {
            all.push((named("luck"), luck_chart::draw(&picture)?));
        }
        let sizing = report.played.sizing.as_ref().filter(|_| report.has_sweep);
        let Some(sized) = sizing.and_then(|sizing| sizing.contracts.get(at)) else { continue };
        if sized.levels.len() > 2 {
            all.push((named("breach-by-staff"), curves::draw(&breach(report, contract, sized))?));
        }
        if let Some(picture) = cost(report, contract, sized) {
            all.push((named("cost-by-staff"), curves::draw(&picture)?));
        }
        for (clause, incentive) in contract.clauses.iter().zip(&sized.incentives) {
            let Some(incentive) = incentive else { continue };
            let name =
                if contract.clauses.len() == 1 { named("hours") } else { named(&format!("hours-{}", clause.name)) };
            all.push((name, curves::draw(&hours(report, contract, clause, incentive))?));
        }
    }
    Ok(all)
}

fn caption(report: &Report<'_>, contract: &Contract, title: String, note: &str) -> Caption {
    let span = Span::of(report.center, contract);
    let scenario = format!("Scenario {}.", report.digest);
    let whose =
        if report.center.name == contract.name { String::new() } else { format!(", contract {}", contract.name) };
    Caption {
        title,
        subtitle: format!(
            "{}{whose}, {} played, seed {}, ccsim {}",
            report.center.name,
            span.times(report.played.spans),
            report.seed,
            report.version
        ),
        note: if note.is_empty() { scenario } else { format!("{note}. {scenario}") },
    }
}

/// What is paid, then what each clause measured, each with its bands.
fn spread(report: &Report<'_>, contract: &Contract, found: &ContractFindings) -> BandedPicture {
    let span = Span::of(report.center, contract);
    let mut panels = vec![money_panel(report, contract, found, &span)];
    let clauses = contract.clauses.iter().zip(&found.clauses);
    panels.extend(clauses.filter_map(|(clause, findings)| level_panel(report, contract, clause, findings)).take(2));
    let title = format!("What the contract costs {}, and how often", span.each());
    BandedPicture { caption: caption(report, contract, title, ""), periods: span.many, panels }
}

/// On balance: penalties less bonuses.
fn money_panel(report: &Report<'_>, contract: &Contract, found: &ContractFindings, span: &Span) -> BandedPanel {
    let currency = report.center.currency.as_str();
    let net = &found.amounts.net;
    let mut kinds = money_kinds(report, contract, found);
    let nearest = |kinds: &[MoneyKind], amount: f64| {
        let far = |kind: &MoneyKind| (kind.amount - amount).abs();
        let nearest = kinds.iter().enumerate().min_by(|one, other| far(one.1).total_cmp(&far(other.1)));
        nearest.map_or(0, |(at, _)| at)
    };
    let mut came = vec![false; kinds.len()];
    for &amount in &net.sorted {
        came[nearest(&kinds, amount)] = true;
    }
    let mut came = came.into_iter();
    kinds.retain(|_| came.next() == Some(true));
    let class = |amount: f64| nearest(&kinds, amount);
    let bins = histogram(&net.sorted, kinds.len(), class, &[0.0]);
    let share = |at: usize| bins.iter().filter_map(|bin| bin.shares.get(at)).sum::<f64>();
    let band = |(at, kind): (usize, &MoneyKind)| PictureBand {
        label: kind.label.clone(),
        how_often: if share(at) > 0.0 {
            format!("{} of {}", short_percent(share(at)), span.many)
        } else {
            String::new()
        },
        tone: kind.tone,
        stretch: None,
    };
    let bands = kinds.iter().enumerate().map(band).collect();
    let mut marks = Vec::new();
    if net.sorted.iter().any(|amount| amount.abs() >= CENT) {
        marks.push((net.mean.value, format!("on average {}", figure(Some(net.mean), MetricUnit::Money, currency))));
        let bad = earned(net.p95, MetricUnit::Money, currency);
        marks.push((net.p95.value, format!("1 {} in 20: {bad} or more", span.single())));
    }
    BandedPanel {
        title: format!("Penalties less bonuses, {}", span.each()),
        unit: Unit::Other(currency.to_owned()),
        bands,
        bins,
        marks,
    }
}

/// A kind of amount that is paid on balance, and what it comes to.
struct MoneyKind {
    label: String,
    tone: Tone,
    /// The middle of such amounts [currency units].
    amount: f64,
}

/// The bands of the only ladder where each span falls in one of them, else who pays.
fn money_kinds(report: &Report<'_>, contract: &Contract, found: &ContractFindings) -> Vec<MoneyKind> {
    let currency = report.center.currency.as_str();
    let kind = |label: &str, tone, amount| MoneyKind { label: label.to_owned(), tone, amount };
    let mut kinds = vec![kind("nothing is paid", Tone::Nothing, 0.0)];
    let ladder =
        plain_ladder(contract).filter(|_| words::periods_of(report.center.calendar.as_ref(), contract.per) == 1);
    let Some(bands) = ladder else {
        let (most, least) = (found.amounts.net.sorted.last(), found.amounts.net.sorted.first());
        // Any amount is nearer to these than to nothing.
        let beside = |amount: f64| if amount > 0.0 { 1.5 * CENT } else { -1.5 * CENT };
        if least.is_some_and(|&least| least <= -CENT) {
            kinds.push(kind("the client pays", Tone::Bonus, beside(-1.0)));
        }
        if most.is_some_and(|&most| most >= CENT) {
            kinds.push(kind("the provider pays", Tone::Penalty(0.5), beside(1.0)));
        }
        return kinds;
    };
    let fee = found.amounts.fee.median.value;
    let size = |amount: Amount| match amount {
        Amount::Money(money) => money.as_units(),
        Amount::Share(share) => share.get() * fee,
    };
    for (at, band) in bands.iter().enumerate() {
        let amount = match band.effect {
            Effect::Nothing => continue,
            Effect::Penalty(amount) => size(amount),
            Effect::Bonus(amount) => -size(amount),
        };
        kinds.push(MoneyKind { label: words::signed(band.effect, currency), tone: tone(bands, at), amount });
    }
    kinds
}

/// The bands of a contract's only clause, where what a period costs is told by its band alone.
fn plain_ladder(contract: &Contract) -> Option<&[Band]> {
    let [clause] = contract.clauses.as_slice() else { return None };
    let Payoff::Ladder { bands, between: Between::Step } = &clause.payoff else { return None };
    let is_plain = clause.ramp.is_empty() && clause.earn_back.is_none() && clause.repeat.is_none();
    (is_plain && contract.at_risk.is_none() && clause.per == contract.per).then_some(bands)
}

/// How a band of a ladder looks.
fn tone(bands: &[Band], at: usize) -> Tone {
    let is_penalty = |band: &Band| matches!(band.effect, Effect::Penalty(_));
    let first = bands.iter().position(is_penalty).unwrap_or(bands.len());
    let heaviest = bands.iter().filter(|band| is_penalty(band)).count();
    match bands[at].effect {
        Effect::Nothing => Tone::Nothing,
        Effect::Bonus(_) => Tone::Bonus,
        Effect::Penalty(_) => Tone::Penalty(at.saturating_sub(first) as f64 / (heaviest.max(2) - 1) as f64),
    }
}

/// Less than this is nothing [currency units].
const CENT: f64 = 0.005;

/// A clause's measure; `None` where nothing was measured.
fn level_panel(
    report: &Report<'_>,
    contract: &Contract,
    clause: &Clause,
    findings: &ClauseFindings,
) -> Option<BandedPanel> {
    let level = findings.level.as_ref()?;
    let unit = match unit_of(clause.unit()) {
        MetricUnit::Share => Unit::Share,
        MetricUnit::Seconds => Unit::Seconds,
        _ => Unit::Other(report.center.currency.clone()),
    };
    let bands = picture_bands(report, contract, clause, findings);
    let edges: Vec<f64> = bands
        .iter()
        .filter_map(|band| band.stretch)
        .flat_map(|(low, high)| [low, high])
        .filter(|end| end.is_finite())
        .collect();
    let class = |value: f64| {
        let holds = |band: &PictureBand| band.stretch.is_some_and(|(low, high)| value >= low && value < high);
        bands.iter().position(holds).unwrap_or(0)
    };
    let bins = histogram(&level.sorted, bands.len().max(1), class, &edges);
    let one = words::period(clause.per).0;
    let marks = vec![middle_mark(level, clause, one, &report.center.currency)];
    let bands = if bands.is_empty() {
        vec![PictureBand { label: String::new(), how_often: String::new(), tone: Tone::Nothing, stretch: None }]
    } else {
        bands
    };
    Some(BandedPanel {
        title: capitalised(&format!("{}, by {one}", words::measured(report.center, clause))),
        unit,
        bands,
        bins,
        marks,
    })
}

fn middle_mark(level: &LevelFindings, clause: &Clause, one: &str, currency: &str) -> (f64, String) {
    let words = earned(level.median, unit_of(clause.unit()), currency);
    (level.median.value, format!("the {one} in the middle: {words}"))
}

/// Bands of a ladder; kept and missed for what has none.
fn picture_bands(
    report: &Report<'_>,
    contract: &Contract,
    clause: &Clause,
    findings: &ClauseFindings,
) -> Vec<PictureBand> {
    let currency = report.center.currency.as_str();
    let many = words::period(clause.per).1;
    let of = |share: Option<Estimate>| {
        share.map_or_else(String::new, |share| format!("{} of {many}", short_percent(share.value)))
    };
    let unit = clause.unit();
    let value = |level: Level| match unit_of(unit) {
        MetricUnit::Share => level.as_units() / 100.0,
        _ => level.as_units(),
    };
    if let Payoff::Ladder { bands, .. } = &clause.payoff {
        let stretch = |at: usize| match clause.better_period() {
            Better::Higher => {
                let high = if at == 0 { f64::INFINITY } else { value(bands[at - 1].edge) };
                (if bands[at].edge == Level::ZERO { f64::NEG_INFINITY } else { value(bands[at].edge) }, high)
            }
            Better::Lower => {
                let low = if at == 0 { f64::NEG_INFINITY } else { value(bands[at - 1].edge) };
                (low, if bands[at].edge == Level::UNBOUNDED { f64::INFINITY } else { value(bands[at].edge) })
            }
        };
        return bands
            .iter()
            .enumerate()
            .map(|(at, band)| PictureBand {
                label: words::signed(band.effect, currency),
                how_often: of(findings.bands.get(at).map(|found| found.share)),
                tone: tone(bands, at),
                stretch: Some(stretch(at)),
            })
            .collect();
    }
    let _ = contract;
    let Some(edge) = words::edge(clause) else { return Vec::new() };
    let edge = value(edge);
    let (good, bad) = match clause.better_period() {
        Better::Higher => ((edge, f64::INFINITY), (f64::NEG_INFINITY, edge)),
        Better::Lower => ((f64::NEG_INFINITY, edge), (edge, f64::INFINITY)),
    };
    let kept = findings.missed.map(|missed| Estimate { value: 1.0 - missed.value, interval: None });
    let band = |label: &str, share, tone, stretch| PictureBand {
        label: label.to_owned(),
        how_often: of(share),
        tone,
        stretch: Some(stretch),
    };
    vec![band("kept", kept, Tone::Nothing, good), band("missed", findings.missed, Tone::Penalty(0.5), bad)]
}

/// `22 %`; a few of a thousand are not none.
fn short_percent(share: f64) -> String {
    let percent = share * 100.0;
    let words = match percent {
        few if few > 0.0 && few < 1.0 => grouped(few, 1),
        most if most > 99.0 && most < 100.0 => grouped(most, 1),
        other => grouped(other, 0),
    };
    format!("{words}\u{a0}%")
}

/// Values in rising order as bins of a round width, each told apart by class; edges begin a bin.
fn histogram(sorted: &[f64], classes: usize, class: impl Fn(f64) -> usize, edges: &[f64]) -> Vec<BandedBin> {
    let (Some(&low), Some(&high)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let (low, high) = edges.iter().fold((low, high), |(low, high), &edge| {
        // An edge close by belongs into the picture.
        let room = (high - low).max(f64::MIN_POSITIVE);
        let near = |distance: f64| distance < room;
        (
            if edge < low && near(low - edge) { edge } else { low },
            if edge > high && near(edge - high) { edge } else { high },
        )
    });
    let width = round_width((high - low) / BARS, edges);
    let first = (low / width + 1e-9).floor();
    let count = (((high - first * width) / width).floor() as usize + 1).min(10 * BARS as usize);
    let each = 1.0 / sorted.len() as f64;
    let mut bins: Vec<BandedBin> = (0..count)
        .map(|at| {
            let from = (first + at as f64) * width;
            BandedBin { low: from, high: from + width, shares: vec![0.0; classes.max(1)] }
        })
        .collect();
    for &value in sorted {
        let at = ((value / width - first + 1e-9).floor().max(0.0) as usize).min(count - 1);
        bins[at].shares[class(value).min(classes.max(1) - 1)] += each;
    }
    bins
}

/// 1, 2 or 5 times a power of ten near a width, of which all edges are multiples where some width is.
fn round_width(wanted: f64, edges: &[f64]) -> f64 {
    let wanted = if wanted.is_finite() && wanted > 1e-9 { wanted } else { 1e-3 };
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    let widths = [10.0, 5.0, 2.5, 2.0, 1.0, 0.5].map(|times| times * power);
    let divides = |width: f64| edges.iter().all(|edge| (edge / width - (edge / width).round()).abs() < 1e-6);
    let near = |width: &&f64| **width <= 2.0 * wanted && **width >= wanted / 2.0;
    widths.iter().filter(near).copied().find(|&width| divides(width)).unwrap_or(2.0 * power)
}

/// A bar a clause; `None` where nothing of luck is known.
fn luck_picture(report: &Report<'_>, contract: &Contract, found: &ContractFindings) -> Option<LuckPicture> {
    let currency = report.center.currency.as_str();
    let bar = |(clause, findings): (&Clause, &ClauseFindings)| {
        let split = findings.luck.as_ref()?.missed.as_ref()?;
        let many = words::period(clause.per).1;
        let mut parts: Vec<&Part> = split.parts.iter().filter(|part| part.varies).collect();
        parts.sort_by_key(|part| part.group);
        Some(LuckBar {
            name: clause.name.clone(),
            remark: findings.missed.map_or_else(String::new, |missed| {
                format!("missed in {} of {many}", figure(Some(missed), MetricUnit::Share, currency))
            }),
            parts: parts.into_iter().map(|part| (luck::group(part.group).to_owned(), part.share)).collect(),
        })
    };
    let bars: Vec<LuckBar> = contract.clauses.iter().zip(&found.clauses).filter_map(bar).collect();
    let note = format!("Below each bar: {} % intervals of where its parts end", grouped(CONFIDENCE * 100.0, 0));
    let span = Span::of(report.center, contract);
    (!bars.is_empty()).then(|| LuckPicture {
        caption: caption(
            report,
            contract,
            format!("Why a {} is missed, and how much of it is luck", span.single()),
            &note,
        ),
        heading: format!("Parts of what makes one {} a miss and another not [%]", span.single()),
        bars,
    })
}

/// The stafferings of a sweep as an axis.
fn heads(levels: &[StaffLevel]) -> Ruler {
    Ruler {
        name: "agents more or fewer than planned".to_owned(),
        unit: String::new(),
        places: levels.iter().map(|level| (f64::from(level.offset), sign(level.offset))).collect(),
        is_numeric: true,
    }
}

/// `+2`, `−1`, `0`.
fn sign(offset: i32) -> String {
    match offset {
        0 => "0".to_owned(),
        more if more > 0 => format!("+{more}"),
        fewer => format!("−{}", fewer.unsigned_abs()),
    }
}

fn curve(label: &str, levels: &[StaffLevel], figure: impl Fn(&StaffLevel) -> Option<Estimate>) -> Curve {
    Curve {
        label: label.to_owned(),
        points: levels.iter().map(|level| (f64::from(level.offset), figure(level))).collect(),
    }
}

fn breach(report: &Report<'_>, contract: &Contract, sized: &SizedContract) -> CurvesPicture {
    let span = Span::of(report.center, contract);
    CurvesPicture {
        caption: caption(
            report,
            contract,
            "How often the contract is missed, by staffing".to_owned(),
            &format!(
                "{BANDS}. Dot: from here on surely missed in at most 1 {} of 20. The same callers at every level",
                span.single()
            ),
        ),
        x: heads(&sized.levels),
        heading: format!("{} missed [% of {}]", capitalised(&span.many), span.many),
        unit: Unit::Share,
        curves: vec![curve("missed", &sized.levels, |level| Some(level.missed))],
        limit: Some(Limit { value: 0.05, at_least: false, label: "1 in 20".to_owned() }),
        mark: Some((0.0, "as planned".to_owned())),
        remarks: Vec::new(),
    }
}

/// What staffing costs more or less than planned, what is to be paid, and both together; `None` without wages.
fn cost(report: &Report<'_>, contract: &Contract, sized: &SizedContract) -> Option<CurvesPicture> {
    let planned = sized.levels.iter().find(|level| level.offset == 0)?.staff_pay?.value;
    let currency = report.center.currency.as_str();
    let span = Span::of(report.center, contract);
    let less = |estimate: Estimate| Estimate {
        value: estimate.value - planned,
        interval: estimate.interval.map(|(low, high)| (low - planned, high - planned)),
    };
    // The pay's own doubt is that of absences, the same at every level: it would only blur the sum.
    let together = |level: &StaffLevel| level.pay_and_net.map(less);
    let cheapest = sized.cheapest.as_ref()?;
    let best = &sized.levels[cheapest.level];
    let remark = Remark {
        at: (f64::from(best.offset), together(best)?.value),
        words: format!("cheapest: {}", super::staffing::offset(best.offset)),
    };
    Some(CurvesPicture {
        caption: caption(
            report,
            contract,
            "What agents cost, what they save in penalties, and both together".to_owned(),
            &format!("{BANDS}. Agents: pay more (or less) than as planned. The same callers at every level"),
        ),
        x: heads(&sized.levels),
        heading: format!("Pay against the plan, and penalties, {} [{currency}]", span.each()),
        unit: Unit::Other(String::new()),
        curves: vec![
            curve("together", &sized.levels, together),
            curve("agents", &sized.levels, |level| level.staff_pay.map(less)),
            curve("penalties", &sized.levels, |level| Some(level.net)),
        ],
        limit: None,
        mark: Some((0.0, "as planned".to_owned())),
        remarks: vec![remark],
    })
}

/// Levels by hour under the planned and the cheapest staffing that keeps the clause.
fn hours(report: &Report<'_>, contract: &Contract, clause: &Clause, incentive: &Incentive) -> CurvesPicture {
    let minute = |starts: u64| starts as f64 / 60.0;
    let points = |level: fn(&crate::experiment::contract::IntervalStaffing) -> Option<f64>| {
        let point = |interval: &crate::experiment::contract::IntervalStaffing| {
            (minute(interval.starts), level(interval).map(|value| Estimate { value, interval: None }))
        };
        incentive.intervals.iter().map(point).collect()
    };
    let one = words::period(clause.per).0;
    let target = words::edge(clause).map(|edge| Limit {
        value: edge.as_units() / 100.0,
        at_least: clause.better_period() == Better::Higher,
        label: format!("no penalty from {}", edge.words(clause.unit())),
    });
    let places = incentive.intervals.iter().map(|interval| {
        let clock = crate::units::SimTime::from_minutes(interval.starts / 60).clock();
        (minute(interval.starts), clock)
    });
    CurvesPicture {
        caption: caption(
            report,
            contract,
            format!("Where a clause that looks at the whole {one} pays for starving some hours"),
            &format!("Cheapest: the staffing of least pay whose mean level by {one} keeps the clause"),
        ),
        x: Ruler { name: "time of day".to_owned(), unit: CLOCK.to_owned(), places: places.collect(), is_numeric: true },
        heading: format!("{} [%]", capitalised(&words::measured(report.center, clause))),
        unit: Unit::Share,
        curves: vec![
            Curve { label: "as planned".to_owned(), points: points(|interval| interval.level_planned) },
            Curve { label: "cheapest".to_owned(), points: points(|interval| interval.level_cheapest) },
        ],
        limit: target,
        mark: None,
        remarks: Vec::new(),
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
