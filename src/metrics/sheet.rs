//! Rows of whole numbers, one set a replication, some of them divided by each other.

use crate::statistics::{Moments, NumberReader, NumberWriter, Pairing, RatioMoments, Sums, product, squared};

/// Sums over replications of the numbers in some rows.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    columns: usize,
    /// Columns divided by columns.
    ratios: Vec<(usize, usize)>,
    /// Replications.
    count: u64,
    /// By row, then column.
    sums: Vec<Sums>,
    /// By row, then ratio: sums of products.
    crosses: Vec<u128>,
    /// How replications are paired, if they are.
    pairing: Option<Pairing>,
    /// By row, then column: sums over pairs of squared differences; empty where nothing is paired.
    squares: Vec<u128>,
    /// By row, then ratio: sums over pairs of products of differences.
    products: Vec<i128>,
}

impl Sheet {
    /// Nothing counted yet.
    pub fn new(rows: usize, columns: usize, ratios: &[(usize, usize)], pairing: Option<Pairing>) -> Self {
        let paired_rows = if pairing.is_some() { rows } else { 0 };
        Self {
            columns,
            ratios: ratios.to_vec(),
            count: 0,
            sums: vec![Sums::default(); rows * columns],
            crosses: vec![0; rows * ratios.len()],
            pairing,
            squares: vec![0; paired_rows * columns],
            products: vec![0; paired_rows * ratios.len()],
        }
    }

    /// Takes in one replication: all rows, one behind the other.
    pub fn push(&mut self, cells: &[u64]) {
        self.count += 1;
        for (sums, &value) in self.sums.iter_mut().zip(cells) {
            sums.push(value);
        }
        let rows = cells.chunks_exact(self.columns);
        for (row, crosses) in rows.zip(self.crosses.chunks_exact_mut(self.ratios.len())) {
            for (cross, &(numerator, denominator)) in crosses.iter_mut().zip(&self.ratios) {
                // Most of what is counted never happens.
                if row[numerator] > 0 {
                    let product = u128::from(row[numerator]) * u128::from(row[denominator]);
                    *cross = cross.saturating_add(product);
                }
            }
        }
    }

    /// Takes in what two replications of one stratum differ in, after each was pushed.
    pub fn push_pair(&mut self, one: &[u64], other: &[u64]) {
        for (sum, (&one, &other)) in self.squares.iter_mut().zip(one.iter().zip(other)) {
            if one != other {
                *sum = sum.saturating_add(squared(one, other));
            }
        }
        let rows = one.chunks_exact(self.columns).zip(other.chunks_exact(self.columns));
        for ((one, other), products) in rows.zip(self.products.chunks_exact_mut(self.ratios.len())) {
            for (sum, &(x, y)) in products.iter_mut().zip(&self.ratios) {
                if one[x] != other[x] {
                    *sum = sum.saturating_add(product((one[x], other[x]), (one[y], other[y])));
                }
            }
        }
    }

    /// Takes in what `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            sum.merge(more);
        }
        for (sum, more) in self.crosses.iter_mut().zip(&other.crosses) {
            *sum = sum.saturating_add(*more);
        }
        for (sum, more) in self.squares.iter_mut().zip(&other.squares) {
            *sum = sum.saturating_add(*more);
        }
        for (sum, more) in self.products.iter_mut().zip(&other.products) {
            *sum = sum.saturating_add(*more);
        }
    }

    /// Writes all sums.
    pub fn write(&self, to: &mut NumberWriter) {
        to.put(self.count);
        self.sums.iter().for_each(|sums| sums.write(to));
        to.put_sparse(&self.crosses);
        to.put_sparse(&self.squares);
        self.products.iter().for_each(|&product| to.put_signed(product));
    }

    /// Reads what [`Sheet::write`] wrote of a sheet of this shape; `None` where it is no such thing.
    pub fn read(&mut self, from: &mut NumberReader<'_>) -> Option<()> {
        self.count = from.take()?;
        for sums in &mut self.sums {
            *sums = Sums::read(from)?;
        }
        from.take_sparse(&mut self.crosses)?;
        from.take_sparse(&mut self.squares)?;
        self.products.iter_mut().try_for_each(|product| from.take_signed().map(|number| *product = number))
    }

    /// Sums of a column in a row.
    pub fn moments(&self, row: usize, column: usize) -> Moments {
        let at = row * self.columns + column;
        let moments = Moments::of(self.count, self.sums[at]);
        self.pairing.map_or(moments, |pairing| moments.in_strata(pairing, self.squares[at]))
    }

    /// Sums of two columns in a row; `None` for a pair that nothing divides.
    pub fn ratio(&self, row: usize, numerator: usize, denominator: usize) -> Option<RatioMoments> {
        let position = self.ratios.iter().position(|&pair| pair == (numerator, denominator))?;
        Some(self.ratio_at(row, position))
    }

    /// Sums of the two columns of a ratio, by its position, in a row.
    pub fn ratio_at(&self, row: usize, position: usize) -> RatioMoments {
        let (numerator, denominator) = self.ratios[position];
        let at = row * self.ratios.len() + position;
        let (above, below) = (self.moments(row, numerator), self.moments(row, denominator));
        let differences = self.products.get(at).copied().unwrap_or(0);
        RatioMoments::from_stratified(&above, &below, self.crosses[at], differences)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_add_up_in_any_order() {
        let days: [[u64; 4]; 3] = [[1, 2, 0, 0], [3, 4, 5, 10], [0, 1, 2, 2]];
        let played = |days: &[[u64; 4]]| {
            let mut sheet = Sheet::new(2, 2, &[(0, 1)], None);
            for day in days {
                sheet.push(day);
            }
            sheet
        };
        let together = played(&days);
        let mut apart = played(&days[2..]);
        apart.merge(&played(&days[..2]));
        assert_eq!(apart.sums, together.sums);
        assert_eq!(apart.crosses, together.crosses);
        assert_eq!(together.ratio(0, 0, 1).unwrap().ratio(), Some(4.0 / 7.0));
        assert_eq!(together.ratio(1, 0, 1).unwrap().ratio(), Some(7.0 / 12.0));
        assert!(together.ratio(0, 1, 0).is_none());
    }
}
