//! A sheet whose replications, where controls correct its figures, lie in two halves.

use super::Sheet;
use crate::statistics::{HalfSums, Moments, NumberReader, NumberWriter, Pairing, RatioMoments};

/// Replications in a row that go to the same half: a block of strata, since only blocks are independent.
const BLOCK: u64 = 20;

/// Sums over replications of the numbers in some rows: one sheet, or one for each half.
#[derive(Debug, Clone)]
pub(in crate::metrics) struct Halves {
    sheets: Vec<Sheet>,
    block: u64,
    /// What is expected of each control.
    expected: Vec<f64>,
}

impl Halves {
    /// Nothing counted yet. Without controls, of which nothing is `expected`, there is one sheet.
    pub fn new(
        rows: usize,
        columns: usize,
        ratios: &[(usize, usize)],
        pairing: Option<Pairing>,
        expected: &[f64],
    ) -> Self {
        let sheet = Sheet::new(rows, columns, ratios, pairing, expected.len());
        let sheets = if expected.is_empty() { vec![sheet] } else { vec![sheet.clone(), sheet] };
        Self { sheets, block: pairing.map_or(BLOCK, Pairing::block), expected: expected.to_vec() }
    }

    /// Takes in one replication: all rows, one behind the other, and the first of `controls` that are expected.
    pub fn push(&mut self, replication: u64, cells: &[u64], controls: &[u64]) {
        let half = (replication / self.block) as usize % self.sheets.len();
        self.sheets[half].push(replication, cells, &controls[..self.expected.len().min(controls.len())]);
    }

    /// Takes in what `other` has seen: other replications of the same rows.
    pub fn merge(&mut self, other: &mut Self) {
        for (mine, theirs) in self.sheets.iter_mut().zip(&mut other.sheets) {
            mine.merge(theirs);
        }
    }

    /// Whether each half has enough replications to correct figures: with fewer there is nothing to be worked out.
    fn are_enough(&self) -> bool {
        self.sheets.iter().all(|sheet| HalfSums::is_enough(sheet.replications()))
    }

    /// Adds up whom nothing keeps waiting.
    pub fn settle(&mut self) {
        self.sheets.iter_mut().for_each(Sheet::settle);
    }

    /// Writes all sums.
    pub fn write(&self, to: &mut NumberWriter) {
        self.sheets.iter().for_each(|sheet| sheet.write(to));
    }

    /// Reads what [`Halves::write`] wrote of one of this shape; `None` where it is no such thing.
    pub fn read(&mut self, from: &mut NumberReader<'_>) -> Option<()> {
        self.sheets.iter_mut().try_for_each(|sheet| sheet.read(from))
    }

    /// Sums of a column in a row.
    pub fn moments(&self, row: usize, column: usize) -> Moments {
        let [first, rest @ ..] = self.sheets.as_slice() else { return Moments::default() };
        let mut moments = first.moments(row, column);
        let Some(second) = second_of(rest) else { return moments };
        moments.merge(&second.moments(row, column));
        if !self.are_enough() {
            return moments;
        }
        let halves = [first, second].map(|sheet| sheet.half_sums(row, column, None));
        moments.controlled(&halves, &self.expected)
    }

    /// Sums of two columns in a row; `None` for a pair that nothing divides.
    pub fn ratio(&self, row: usize, numerator: usize, denominator: usize) -> Option<RatioMoments> {
        let position = self.sheets.first()?.position(numerator, denominator)?;
        Some(self.ratio_at(row, position))
    }

    /// Sums of the two columns of a ratio, by its position, in a row.
    pub fn ratio_at(&self, row: usize, position: usize) -> RatioMoments {
        let [first, rest @ ..] = self.sheets.as_slice() else { return RatioMoments::default() };
        let mut ratio = first.ratio_at(row, position);
        let Some(second) = second_of(rest) else { return ratio };
        ratio.merge(&second.ratio_at(row, position));
        if !self.are_enough() {
            return ratio;
        }
        let numerator = first.ratios[position].0;
        let halves = [first, second].map(|sheet| sheet.half_sums(row, numerator, Some(position)));
        ratio.controlled(&halves, &self.expected)
    }
}

/// The second half, if there is one and anything is in it: of few replications there is not.
fn second_of(rest: &[Sheet]) -> Option<&Sheet> {
    rest.first().filter(|second| second.replications() > 0)
}
