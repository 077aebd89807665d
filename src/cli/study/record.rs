//! What the journal of a study writes down, as bytes: a kind, a length, what is said, and a checksum.
//!
//! All numbers are little-endian. A record that was torn apart, or changed, no longer has its checksum.

use std::sync::Arc;

use ccsim::report::study::files::{Difference, Form};
use ccsim::statistics::Estimate;

/// Characters that identify a scenario.
pub type Digest = [u8; 16];
/// What tells one form from another.
pub type FormKey = [u8; 8];

/// Bytes before what is said: kind and length.
pub const HEAD: usize = 5;
/// Bytes behind it: the checksum.
pub const TAIL: usize = 8;
/// No record says more than this \[bytes\]; a length beyond it is none.
pub const LONGEST: usize = 1 << 30;

/// Whether intervals are as narrow as asked, by the byte that says so.
const PRECISE: [Option<bool>; 3] = [None, Some(false), Some(true)];

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What all results of the journal have in common; the first record, and the only one of its kind.
    Identity = 1,
    /// The lines that the figures of scenarios fill in.
    Form = 2,
    /// A scenario that was played.
    Scenario = 3,
    /// Which part of the study is played here.
    Shard = 4,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Identity, Self::Form, Self::Scenario, Self::Shard];

    fn of(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// A scenario that was played: all that the files say of it, and what is needed to play on.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What identifies it.
    pub digest: Digest,
    /// What kind of effort it was played with.
    pub effort: u64,
    /// Replications played.
    pub replications: u64,
    /// Contacts that dialled in all of them.
    pub contacts: u64,
    /// Whether intervals are as narrow as asked; `None` when a number of replications was asked for.
    pub is_precise: Option<bool>,
    /// Lines of its figures.
    pub form: FormKey,
    /// Figures.
    pub figures: Vec<Option<Estimate>>,
    /// Lines of its differences to the baseline; zeros where there are none.
    pub differences_form: FormKey,
    /// Differences.
    pub differences: Vec<Difference>,
    /// Sums over the replications, to go on with; may be empty.
    pub state: Vec<u8>,
}

/// What the journal's index knows of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// What kind of effort it was played with.
    pub effort: u64,
    /// Replications played.
    pub replications: u64,
    /// Bytes of what is said before the state.
    pub without_state: u32,
}

/// A record ready to be written.
#[derive(Debug)]
pub struct Framed {
    /// Its bytes, checksum included.
    pub bytes: Vec<u8>,
    /// Which scenario it is about, and its forms, where it is about one.
    pub scenario: Option<(Digest, Summary, Vec<Arc<Form>>)>,
}

/// A record of this kind that says this.
pub fn framed(kind: Kind, say: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = vec![kind as u8, 0, 0, 0, 0];
    say(&mut bytes);
    let length = u32::try_from(bytes.len() - HEAD).expect("what is said of a scenario fits into a gigabyte");
    bytes[1..HEAD].copy_from_slice(&length.to_le_bytes());
    let checksum = checksum(&bytes);
    bytes.extend_from_slice(&checksum);
    bytes
}

/// Kind and length of a record that begins with these bytes; `None` where none begins.
pub fn head(bytes: &[u8]) -> Option<(Kind, usize)> {
    let kind = Kind::of(*bytes.first()?)?;
    let length = u32::from_le_bytes(bytes.get(1..HEAD)?.try_into().ok()?) as usize;
    (length <= LONGEST).then_some((kind, length))
}

/// What a whole record says; `None` where its checksum does not fit.
pub fn said(record: &[u8]) -> Option<&[u8]> {
    let (body, sum) = record.split_at_checked(record.len().checked_sub(TAIL)?)?;
    (checksum(body) == sum).then(|| body.get(HEAD..))?
}

fn checksum(bytes: &[u8]) -> [u8; TAIL] {
    let hash = blake3::hash(bytes);
    let mut sum = [0; TAIL];
    sum.copy_from_slice(&hash.as_bytes()[..TAIL]);
    sum
}

impl Scenario {
    /// The record, with its forms: they are written before it where they are not there yet.
    pub fn framed(&self, forms: Vec<Arc<Form>>) -> Framed {
        let mut without_state = 0;
        let bytes = framed(Kind::Scenario, |out| {
            self.say(out);
            without_state = (out.len() - HEAD) as u32;
            out.extend_from_slice(&self.state);
        });
        let summary = Summary { effort: self.effort, replications: self.replications, without_state };
        Framed { bytes, scenario: Some((self.digest, summary, forms)) }
    }

    fn say(&self, out: &mut Vec<u8>) {
        out.reserve(64 + 24 * self.figures.len() + 32 * self.differences.len() + self.state.len());
        out.extend_from_slice(&self.digest);
        for number in [self.effort, self.replications, self.contacts] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        let is_precise = PRECISE.iter().position(|known| *known == self.is_precise);
        out.push(is_precise.expect("all of them are listed") as u8);
        out.extend_from_slice(&self.form);
        out.extend_from_slice(&(self.figures.len() as u32).to_le_bytes());
        for figure in &self.figures {
            say_estimate(out, *figure);
        }
        out.extend_from_slice(&self.differences_form);
        out.extend_from_slice(&(self.differences.len() as u32).to_le_bytes());
        for difference in &self.differences {
            say_estimate(out, difference.estimate);
            say_number(out, difference.times_sharper);
        }
    }

    /// What was said; `None` where that is no scenario. Everything behind its figures is its state.
    pub fn read(said: &[u8]) -> Option<(Self, Summary)> {
        let mut rest = Rest(said);
        let digest = rest.take()?;
        let [effort, replications, contacts] = [rest.whole()?, rest.whole()?, rest.whole()?];
        let is_precise = *PRECISE.get(usize::from(rest.take::<1>()?[0]))?;
        let form = rest.take()?;
        let figures = (0..rest.count(24)?).map(|_| rest.numbers().map(estimate)).collect::<Option<_>>()?;
        let differences_form = rest.take()?;
        let difference = |rest: &mut Rest<'_>| {
            let (numbers, [sharper]) = (rest.numbers()?, rest.numbers()?);
            Some(Difference { estimate: estimate(numbers), times_sharper: known(sharper) })
        };
        let differences = (0..rest.count(32)?).map(|_| difference(&mut rest)).collect::<Option<_>>()?;
        let state = rest.0.to_vec();
        let without_state = said.len() - state.len();
        let summary = Summary { effort, replications, without_state: without_state as u32 };
        let scenario = Self {
            digest,
            effort,
            replications,
            contacts,
            is_precise,
            form,
            figures,
            differences_form,
            differences,
            state,
        };
        Some((scenario, summary))
    }
}

/// What a record says of a scenario, read only where it is asked.
#[derive(Debug)]
pub struct Glance {
    said: Vec<u8>,
    /// Replications played.
    pub replications: u64,
    /// Contacts that dialled in all of them.
    pub contacts: u64,
    /// Whether intervals are as narrow as asked.
    pub is_precise: Option<bool>,
    /// Lines of its figures, and where they begin.
    figures: (FormKey, usize),
    /// Lines of its differences, and where they begin.
    differences: (FormKey, usize),
    /// How many there are of each.
    counts: (usize, usize),
}

impl Glance {
    /// Bytes of a figure, and of a difference: three numbers, and four.
    const EACH: (usize, usize) = (24, 32);

    /// Of what was said; `None` where that is no scenario.
    pub fn of(said: Vec<u8>) -> Option<Self> {
        let place = |rest: &Rest<'_>| said.len() - rest.0.len();
        let mut rest = Rest(&said);
        rest.pass(size_of::<Digest>() + size_of::<u64>())?;
        let (replications, contacts) = (rest.whole()?, rest.whole()?);
        let is_precise = *PRECISE.get(usize::from(rest.take::<1>()?[0]))?;
        let form = rest.take()?;
        let figures = rest.count(Self::EACH.0)?;
        let begins = place(&rest);
        rest.pass(figures * Self::EACH.0)?;
        let differences_form = rest.take()?;
        let differences = rest.count(Self::EACH.1)?;
        let differences_begin = place(&rest);
        Some(Self {
            figures: (form, begins),
            differences: (differences_form, differences_begin),
            counts: (figures, differences),
            replications,
            contacts,
            is_precise,
            said,
        })
    }

    /// Lines of its figures.
    pub const fn form(&self) -> FormKey {
        self.figures.0
    }

    /// Lines of its differences.
    pub const fn differences_form(&self) -> FormKey {
        self.differences.0
    }

    /// A figure; `None` where it is undefined or there are not so many.
    pub fn figure(&self, line: usize) -> Option<Estimate> {
        (line < self.counts.0).then(|| self.estimate(self.figures.1 + line * Self::EACH.0))?
    }

    /// A difference; `None` as for a figure.
    pub fn difference(&self, line: usize) -> Option<Estimate> {
        (line < self.counts.1).then(|| self.estimate(self.differences.1 + line * Self::EACH.1))?
    }

    /// All figures.
    pub fn figures(&self) -> impl ExactSizeIterator<Item = Option<Estimate>> {
        (0..self.counts.0).map(|line| self.figure(line))
    }

    /// All differences.
    pub fn differences(&self) -> impl ExactSizeIterator<Item = Difference> {
        (0..self.counts.1).map(|line| {
            let sharper = self.differences.1 + line * Self::EACH.1 + Self::EACH.0;
            let sharper = self.said.get(sharper..).and_then(|said| Rest(said).numbers());
            Difference { estimate: self.difference(line), times_sharper: sharper.and_then(|[number]| known(number)) }
        })
    }

    fn estimate(&self, at: usize) -> Option<Estimate> {
        Rest(self.said.get(at..)?).numbers().and_then(estimate)
    }
}

fn say_estimate(out: &mut Vec<u8>, estimate: Option<Estimate>) {
    let (low, high) = estimate.and_then(|estimate| estimate.interval).unzip();
    for number in [estimate.map(|estimate| estimate.value), low, high] {
        say_number(out, number);
    }
}

/// No number is written as no number.
fn say_number(out: &mut Vec<u8>, number: Option<f64>) {
    out.extend_from_slice(&number.unwrap_or(f64::NAN).to_bits().to_le_bytes());
}

/// Bytes that were not read yet.
struct Rest<'b>(&'b [u8]);

impl Rest<'_> {
    fn pass(&mut self, bytes: usize) -> Option<()> {
        self.0 = self.0.get(bytes..)?;
        Some(())
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn whole(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take()?))
    }

    /// How many things of so many bytes follow; `None` where fewer bytes do.
    fn count(&mut self, each: usize) -> Option<usize> {
        let count = u32::from_le_bytes(self.take()?) as usize;
        (count.checked_mul(each)? <= self.0.len()).then_some(count)
    }

    fn numbers<const N: usize>(&mut self) -> Option<[f64; N]> {
        let mut numbers = [0.0; N];
        for number in &mut numbers {
            *number = f64::from_bits(self.whole()?);
        }
        Some(numbers)
    }
}

fn known(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

fn estimate([value, low, high]: [f64; 3]) -> Option<Estimate> {
    known(value).map(|value| Estimate { value, interval: known(low).zip(known(high)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario() -> Scenario {
        let estimate = |value| Some(Estimate { value, interval: Some((value - 1.0, value + 1.0)) });
        Scenario {
            digest: *b"0123456789abcdef",
            effort: 7,
            replications: 100,
            contacts: 82_500,
            is_precise: Some(true),
            form: [3; 8],
            figures: vec![estimate(0.1), None, Some(Estimate { value: -0.0, interval: None })],
            differences_form: [4; 8],
            differences: vec![Difference { estimate: estimate(2.0), times_sharper: Some(22.0) }],
            state: vec![1, 2, 3],
        }
    }

    #[test]
    fn what_was_said_of_a_scenario_is_read_back() {
        let told = scenario();
        let framed = told.framed(Vec::new());
        let said = said(&framed.bytes).unwrap();
        let (read, summary) = Scenario::read(said).unwrap();
        assert_eq!(read, told);
        assert_eq!(summary, framed.scenario.unwrap().1);
        let glance = Glance::of(said.to_vec()).unwrap();
        assert_eq!((glance.form(), glance.differences_form()), (told.form, told.differences_form));
        assert_eq!(
            (glance.replications, glance.contacts, glance.is_precise),
            (told.replications, told.contacts, told.is_precise)
        );
        assert_eq!(glance.figures().collect::<Vec<_>>(), told.figures);
        assert_eq!(glance.differences().collect::<Vec<_>>(), told.differences);
        assert_eq!((glance.figure(3), glance.difference(1)), (None, None));
        let (without_state, _) = Scenario::read(&said[..summary.without_state as usize]).unwrap();
        assert_eq!(without_state.figures, told.figures);
        assert!(without_state.state.is_empty());
    }

    #[test]
    fn no_changed_byte_is_overlooked() {
        let whole = scenario().framed(Vec::new()).bytes;
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(said(&changed).is_none(), "byte {at}");
        }
    }

    #[test]
    fn no_cut_makes_a_panic_or_another_scenario() {
        let framed = scenario().framed(Vec::new());
        let said = said(&framed.bytes).unwrap();
        let without_state = framed.scenario.unwrap().1.without_state as usize;
        for end in 0..said.len() {
            assert_eq!(Scenario::read(&said[..end]).is_some(), end >= without_state, "{end} bytes");
            assert!(Glance::of(said[..end].to_vec()).is_some() || end < without_state, "{end} bytes");
        }
    }
}
