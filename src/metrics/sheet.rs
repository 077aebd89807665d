//! Rows of whole numbers, one set a replication, some of them divided by each other; of the whole day.

use crate::statistics::{Moments, NumberReader, NumberWriter, RatioMoments};

/// Sums over replications of the numbers in some rows.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    columns: usize,
    /// Columns divided by columns.
    ratios: &'static [(usize, usize)],
    /// By row, then column.
    moments: Vec<Moments>,
    /// By row, then ratio: sums of products.
    crosses: Vec<u128>,
}

impl Sheet {
    /// Nothing counted yet.
    pub fn new(rows: usize, columns: usize, ratios: &'static [(usize, usize)]) -> Self {
        Self {
            columns,
            ratios,
            moments: vec![Moments::default(); rows * columns],
            crosses: vec![0; rows * ratios.len()],
        }
    }

    /// Takes in one replication: all rows, one behind the other.
    pub fn push(&mut self, cells: &[u64]) {
        for (moments, &value) in self.moments.iter_mut().zip(cells) {
            moments.push(value);
        }
        let rows = cells.chunks_exact(self.columns);
        for (row, crosses) in rows.zip(self.crosses.chunks_exact_mut(self.ratios.len())) {
            for (cross, &(numerator, denominator)) in crosses.iter_mut().zip(self.ratios) {
                let product = u128::from(row[numerator]) * u128::from(row[denominator]);
                *cross = cross.saturating_add(product);
            }
        }
    }

    /// Takes in what `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        for (sum, more) in self.moments.iter_mut().zip(&other.moments) {
            sum.merge(more);
        }
        for (sum, more) in self.crosses.iter_mut().zip(&other.crosses) {
            *sum = sum.saturating_add(*more);
        }
    }

    /// Writes all sums.
    pub fn write(&self, to: &mut NumberWriter) {
        self.moments.iter().for_each(|moments| moments.write(to));
        self.crosses.iter().for_each(|&cross| to.put(cross));
    }

    /// Reads what [`Sheet::write`] wrote of a sheet of this shape; `None` where it is no such thing.
    pub fn read(&mut self, from: &mut NumberReader<'_>) -> Option<()> {
        for moments in &mut self.moments {
            *moments = Moments::read(from)?;
        }
        self.crosses.iter_mut().try_for_each(|cross| from.take().map(|number| *cross = number))
    }

    /// Sums of a column in a row.
    pub fn moments(&self, row: usize, column: usize) -> &Moments {
        &self.moments[row * self.columns + column]
    }

    /// Sums of two columns in a row; `None` for a pair that nothing divides.
    pub fn ratio(&self, row: usize, numerator: usize, denominator: usize) -> Option<RatioMoments> {
        let position = self.ratios.iter().position(|&pair| pair == (numerator, denominator))?;
        let products = self.crosses[row * self.ratios.len() + position];
        let (above, below) = (self.moments(row, numerator), self.moments(row, denominator));
        Some(RatioMoments::from_moments(above, below, products))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_add_up_in_any_order() {
        let days: [[u64; 4]; 3] = [[1, 2, 0, 0], [3, 4, 5, 10], [0, 1, 2, 2]];
        let played = |days: &[[u64; 4]]| {
            let mut sheet = Sheet::new(2, 2, &[(0, 1)]);
            for day in days {
                sheet.push(day);
            }
            sheet
        };
        let together = played(&days);
        let mut apart = played(&days[2..]);
        apart.merge(&played(&days[..2]));
        assert_eq!(apart.moments, together.moments);
        assert_eq!(apart.crosses, together.crosses);
        assert_eq!(together.ratio(0, 0, 1).unwrap().ratio(), Some(4.0 / 7.0));
        assert_eq!(together.ratio(1, 0, 1).unwrap().ratio(), Some(7.0 / 12.0));
        assert!(together.ratio(0, 1, 0).is_none());
    }
}
