//! Rows of whole numbers, one set a replication, some of them divided by each other.

mod halves;

pub(super) use halves::Halves;

use crate::statistics::{
    Eight, HalfSums, Moments, NumberReader, NumberWriter, Pairing, RatioMoments, Sums, product, squared,
};

/// Replications that wait to be added up together: each sum is then fetched from far memory once for all of them, which
/// takes longer than to add.
const AT_ONCE: usize = 8;

/// Sums over replications of the products of a control with all cells.
#[derive(Debug, Clone)]
struct Control {
    crosses: Vec<u128>,
    /// Of products of differences within pairs; empty where nothing is paired.
    products: Vec<i128>,
}

/// Sums over replications of the numbers in some rows.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    columns: usize,
    /// Columns divided by columns.
    ratios: Vec<(usize, usize)>,
    /// Replications that have been added up.
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
    /// By control: its sums, and those of its products with all cells.
    controls: Vec<Control>,
    /// Sums of controls alone, and of their products with each other.
    demand: HalfSums,
    /// Replications that have not been added up, for want of company or of their partner: number, and all rows, one behind
    /// the other, the controls last.
    waiting: Vec<(u64, Vec<u64>)>,
    /// Room for more of them.
    spare: Vec<Vec<u64>>,
}

impl Sheet {
    /// Nothing counted yet.
    pub fn new(
        rows: usize,
        columns: usize,
        ratios: &[(usize, usize)],
        pairing: Option<Pairing>,
        controls: usize,
    ) -> Self {
        let paired_rows = if pairing.is_some() { rows } else { 0 };
        let control = Control { crosses: vec![0; rows * columns], products: vec![0; paired_rows * columns] };
        Self {
            columns,
            ratios: ratios.to_vec(),
            count: 0,
            sums: vec![Sums::default(); rows * columns],
            crosses: vec![0; rows * ratios.len()],
            pairing,
            squares: vec![0; paired_rows * columns],
            products: vec![0; paired_rows * ratios.len()],
            controls: vec![control; controls],
            demand: HalfSums::default(),
            waiting: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// Takes in one replication: all rows, one behind the other, and the controls.
    pub fn push(&mut self, replication: u64, cells: &[u64], controls: &[u64]) {
        let mut copy = self.spare.pop().unwrap_or_default();
        copy.clear();
        copy.extend_from_slice(cells);
        copy.extend_from_slice(controls);
        self.waiting.push((replication, copy));
        if self.waiting.len() >= AT_ONCE {
            self.add_up();
        }
    }

    /// Takes in what `other` has seen: other replications of the same rows.
    pub fn merge(&mut self, other: &mut Self) {
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
        for (mine, more) in self.controls.iter_mut().zip(&other.controls) {
            mine.merge(more);
        }
        self.demand.merge(&other.demand);
        self.waiting.append(&mut other.waiting);
        if self.waiting.len() >= AT_ONCE {
            self.add_up();
        }
    }

    /// Replications taken in.
    pub const fn replications(&self) -> u64 {
        self.count + self.waiting.len() as u64
    }

    /// Adds up now whom nothing keeps waiting, so that nobody who reads or writes has to.
    pub fn settle(&mut self) {
        if self.has_ready() {
            self.add_up();
        }
    }

    /// Whether anybody can be added up.
    fn has_ready(&self) -> bool {
        if self.pairing.is_some() { self.waiting_pairs().next().is_some() } else { !self.waiting.is_empty() }
    }

    /// Adds up whom nothing keeps waiting: everybody, or those whose partner is there.
    fn add_up(&mut self) {
        self.waiting.sort_unstable_by_key(|(replication, _)| *replication);
        let mut ready: Vec<Vec<u64>> = Vec::with_capacity(self.waiting.len());
        let mut waiting = std::mem::take(&mut self.waiting).into_iter().peekable();
        while let Some((replication, cells)) = waiting.next() {
            if self.pairing.is_none() {
                ready.push(cells);
            } else if let Some((_, partner)) = waiting.next_if(|(next, _)| *next == replication ^ 1) {
                ready.extend([cells, partner]);
            } else {
                self.waiting.push((replication, cells));
            }
        }
        self.count += ready.len() as u64;
        self.add_rows(&ready);
        self.add_controls(&ready);
        self.spare.append(&mut ready);
    }

    fn add_rows(&mut self, ready: &[Vec<u64>]) {
        let (columns, ratios) = (self.columns.max(1), self.ratios.len());
        // A row of some replications side by side; where there are fewer than eight, nothing fills up.
        let mut abreast = vec![Eight::default(); columns];
        for some in ready.chunks(AT_ONCE) {
            abreast.fill(Eight::default());
            for row in 0..self.sums.len() / columns {
                let cells = row * columns..(row + 1) * columns;
                for (place, replication) in some.iter().enumerate() {
                    for (eight, &number) in abreast.iter_mut().zip(&replication[cells.clone()]) {
                        eight.set(place, number);
                    }
                }
                // Without pairs there are no squares and no products.
                let squares = self.squares.get_mut(cells.clone()).unwrap_or_default();
                for (at, (sums, eight)) in self.sums[cells].iter_mut().zip(&mut abreast).enumerate() {
                    let Some(eight) = eight.sums() else { continue };
                    sums.push_eight(&eight);
                    if let Some(square) = squares.get_mut(at) {
                        *square = square.saturating_add(eight.apart);
                    }
                }
                let cells = row * ratios..(row + 1) * ratios;
                let products = self.products.get_mut(cells.clone()).unwrap_or_default();
                for (at, (cross, &(above, below))) in self.crosses[cells].iter_mut().zip(&self.ratios).enumerate() {
                    let Some((sum, apart)) = abreast[above].products(&abreast[below]) else { continue };
                    *cross = cross.saturating_add(sum);
                    if let Some(product) = products.get_mut(at) {
                        *product = product.saturating_add(apart);
                    }
                }
            }
        }
    }

    fn add_controls(&mut self, ready: &[Vec<u64>]) {
        if self.controls.is_empty() {
            return;
        }
        let (cells, is_paired) = (self.sums.len(), self.pairing.is_some());
        for two in ready.chunks(2) {
            let (one, of_one) = two[0].split_at(cells);
            self.demand.push(variables([0, 0], of_one));
            let Some((other, of_other)) = two.get(1).map(|other| other.split_at(cells)) else {
                for (control, &of_one) in self.controls.iter_mut().zip(of_one) {
                    control.push(one, of_one);
                }
                continue;
            };
            self.demand.push(variables([0, 0], of_other));
            if is_paired {
                self.demand.push_pair(variables([0, 0], of_one), variables([0, 0], of_other));
            }
            for (control, (&of_one, &of_other)) in self.controls.iter_mut().zip(of_one.iter().zip(of_other)) {
                control.push_two(one.iter().zip(other), of_one, of_other);
            }
        }
    }

    /// Writes all sums, those who wait for their partner as they are.
    pub fn write(&self, to: &mut NumberWriter) {
        let is_in_order = self.waiting.is_sorted_by_key(|(replication, _)| *replication);
        if is_in_order && !self.has_ready() {
            return self.write_added_up(to);
        }
        let mut settled = self.clone();
        settled.add_up();
        settled.write_added_up(to);
    }

    fn write_added_up(&self, to: &mut NumberWriter) {
        to.put(self.count);
        self.sums.iter().for_each(|sums| sums.write(to));
        to.put_sparse(&self.crosses);
        to.put_sparse(&self.squares);
        self.products.iter().for_each(|&product| to.put_signed(product));
        for control in &self.controls {
            to.put_sparse(&control.crosses);
            control.products.iter().for_each(|&product| to.put_signed(product));
        }
        if !self.controls.is_empty() {
            self.demand.write(to);
        }
        to.put(self.waiting.len() as u64);
        for (replication, cells) in &self.waiting {
            to.put(*replication);
            to.put_sparse(cells);
        }
    }

    /// Reads what [`Sheet::write`] wrote of a sheet of this shape; `None` where it is no such thing.
    pub fn read(&mut self, from: &mut NumberReader<'_>) -> Option<()> {
        self.count = from.take()?;
        for sums in &mut self.sums {
            *sums = Sums::read(from)?;
        }
        from.take_sparse(&mut self.crosses)?;
        from.take_sparse(&mut self.squares)?;
        for product in &mut self.products {
            *product = from.take_signed()?;
        }
        for control in &mut self.controls {
            from.take_sparse(&mut control.crosses)?;
            for product in &mut control.products {
                *product = from.take_signed()?;
            }
        }
        if !self.controls.is_empty() {
            self.demand = HalfSums::read(from)?;
        }
        for _ in 0..from.take::<u64>()? {
            let replication = from.take()?;
            let mut cells = vec![0; self.sums.len() + self.controls.len()];
            from.take_sparse(&mut cells)?;
            self.waiting.push((replication, cells));
        }
        Some(())
    }

    /// Pairs that are whole, but still wait.
    fn waiting_pairs(&self) -> impl Iterator<Item = (&[u64], &[u64])> {
        let firsts = self.waiting.iter().filter(|(replication, _)| replication.is_multiple_of(2));
        firsts.filter_map(|(replication, one)| {
            let partner = self.waiting.iter().find(|(other, _)| other ^ 1 == *replication)?;
            Some((one.as_slice(), partner.1.as_slice()))
        })
    }

    /// Sums of a column in a row.
    pub fn moments(&self, row: usize, column: usize) -> Moments {
        let at = row * self.columns + column;
        let mut sums = self.sums[at];
        for (_, cells) in &self.waiting {
            sums.push(cells[at]);
        }
        let moments = Moments::of(self.count + self.waiting.len() as u64, sums);
        let Some(pairing) = self.pairing else { return moments };
        let apart = self.waiting_pairs().map(|(one, other)| squared(one[at], other[at]));
        moments.in_strata(pairing, apart.fold(self.squares[at], u128::saturating_add))
    }

    /// Position of a ratio; `None` for a pair that nothing divides.
    pub fn position(&self, numerator: usize, denominator: usize) -> Option<usize> {
        self.ratios.iter().position(|&pair| pair == (numerator, denominator))
    }

    /// Sums of the two columns of a ratio, by its position, in a row.
    pub fn ratio_at(&self, row: usize, position: usize) -> RatioMoments {
        let (numerator, denominator) = self.ratios[position];
        let at = row * self.ratios.len() + position;
        let (x, y) = (row * self.columns + numerator, row * self.columns + denominator);
        let waiting = self.waiting.iter().map(|(_, cells)| u128::from(cells[x]) * u128::from(cells[y]));
        let products = waiting.fold(self.crosses[at], u128::saturating_add);
        let (above, below) = (self.moments(row, numerator), self.moments(row, denominator));
        let added_up = self.products.get(at).copied().unwrap_or(0);
        let apart = self.waiting_pairs().map(|(one, other)| product((one[x], other[x]), (one[y], other[y])));
        RatioMoments::from_stratified(&above, &below, products, apart.fold(added_up, i128::saturating_add))
    }

    /// Sums of a column with the controls, divided by another or, without a ratio's position, by one in each replication.
    pub fn half_sums(&self, row: usize, numerator: usize, ratio: Option<usize>) -> HalfSums {
        let (x, y) = (row * self.columns + numerator, ratio.map(|at| row * self.columns + self.ratios[at].1));
        let mut sums = self.demand.clone();
        sums.set(0, &self.added_up(x));
        match (y, ratio) {
            (Some(y), Some(position)) => {
                let at = row * self.ratios.len() + position;
                sums.set(1, &self.added_up(y));
                sums.products[0][1] = self.crosses[at];
                sums.differences[0][1] = self.products.get(at).copied().unwrap_or(0);
            }
            _ => sums.set_to_one(1),
        }
        for (at, control) in self.controls.iter().enumerate() {
            for (variable, cell) in [(0, Some(x)), (1, y)] {
                let Some(cell) = cell else { continue };
                sums.products[variable][2 + at] = control.crosses[cell];
                sums.differences[variable][2 + at] = control.products.get(cell).copied().unwrap_or(0);
            }
        }
        let cells = self.sums.len();
        let of = |row: &[u64]| variables([row[x], y.map_or(1, |y| row[y])], &row[cells..]);
        for (_, row) in &self.waiting {
            sums.push(of(row));
        }
        if self.pairing.is_some() {
            for (one, other) in self.waiting_pairs() {
                sums.push_pair(of(one), of(other));
            }
        }
        sums
    }

    /// Sums of a cell over those who do not wait.
    fn added_up(&self, at: usize) -> Moments {
        let moments = Moments::of(self.count, self.sums[at]);
        match self.pairing {
            Some(pairing) => moments.in_strata(pairing, self.squares[at]),
            None => moments,
        }
    }
}

impl Control {
    /// Takes in all cells of a replication, with the control's number.
    fn push(&mut self, cells: &[u64], number: u64) {
        for (cross, &value) in self.crosses.iter_mut().zip(cells) {
            *cross = cross.saturating_add(u128::from(value) * u128::from(number));
        }
    }

    /// Takes in all cells of two replications, with the control's number in each.
    fn push_two<'c>(&mut self, cells: impl Iterator<Item = (&'c u64, &'c u64)>, of_one: u64, of_other: u64) {
        let products = |one: u64, other: u64| {
            (u128::from(one) * u128::from(of_one)).saturating_add(u128::from(other) * u128::from(of_other))
        };
        // Most of what is counted never happens.
        let cells = cells.map(|(&one, &other)| (one, other));
        if self.products.is_empty() {
            for (cross, (one, other)) in self.crosses.iter_mut().zip(cells) {
                if one | other > 0 {
                    *cross = cross.saturating_add(products(one, other));
                }
            }
            return;
        }
        for ((cross, apart), (one, other)) in self.crosses.iter_mut().zip(&mut self.products).zip(cells) {
            if one | other > 0 {
                *cross = cross.saturating_add(products(one, other));
                *apart = apart.saturating_add(product((one, other), (of_one, of_other)));
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        for (sum, more) in self.crosses.iter_mut().zip(&other.crosses) {
            *sum = sum.saturating_add(*more);
        }
        for (sum, more) in self.products.iter_mut().zip(&other.products) {
            *sum = sum.saturating_add(*more);
        }
    }
}

/// Numerator, denominator and controls of a replication.
fn variables([above, below]: [u64; 2], controls: &[u64]) -> [u64; 4] {
    [above, below, controls.first().copied().unwrap_or(0), controls.get(1).copied().unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_add_up_in_any_order() {
        let days: [(u64, [u64; 4]); 3] = [(0, [1, 2, 0, 0]), (1, [3, 4, 5, 10]), (2, [0, 1, 2, 2])];
        let played = |days: &[(u64, [u64; 4])]| {
            let mut sheet = Sheet::new(2, 2, &[(0, 1)], None, 0);
            for (at, day) in days {
                sheet.push(*at, day, &[]);
            }
            sheet
        };
        let bytes = |sheet: &Sheet| {
            let mut to = NumberWriter::default();
            sheet.write(&mut to);
            to.into_bytes()
        };
        let together = played(&days);
        let mut apart = played(&days[2..]);
        apart.merge(&mut played(&days[..2]));
        assert_eq!(bytes(&apart), bytes(&together));
        assert_eq!(together.ratio_at(0, 0).ratio(), Some(4.0 / 7.0));
        assert_eq!(together.ratio_at(1, 0).ratio(), Some(7.0 / 12.0));
        assert!(together.position(1, 0).is_none());
    }

    /// Forty replications of three numbers, in several orders and parts: what waits is read as what is added up.
    #[test]
    fn who_waits_counts_as_well_and_pairs_find_each_other() {
        let day = |at: u64| [at * at % 17, at % 5, 3 + at % 7];
        let pairing = Some(Pairing::of_strata(10));
        let played = |days: &mut dyn Iterator<Item = u64>| {
            let mut sheet = Sheet::new(1, 3, &[(0, 2), (1, 2)], pairing, 0);
            days.for_each(|at| sheet.push(at, &day(at), &[]));
            sheet
        };
        for count in [1, 2, 3, 7, 8, 9, 16, 21, 40] {
            let sheet = played(&mut (0..count));
            // Counted by hand: sums, squares, and the squared difference of each whole pair.
            let sum: u64 = (0..count).map(|at| day(at)[0]).sum();
            let apart: u64 = (0..count / 2).map(|pair| day(2 * pair)[0].abs_diff(day(2 * pair + 1)[0]).pow(2)).sum();
            let moments = sheet.moments(0, 0);
            assert_eq!((moments.count(), moments.sum()), (count, u128::from(sum)));
            let expected = Moments::of(count, sums_of((0..count).map(|at| day(at)[0])));
            assert_eq!(moments, expected.in_strata(Pairing::of_strata(10), apart.into()));
            // Odd ones first, backwards, and from three parts.
            let mut parts = played(&mut (0..count).filter(|at| at % 3 == 0).rev());
            parts.merge(&mut played(&mut (0..count).filter(|at| at % 3 == 2)));
            parts.merge(&mut played(&mut (0..count).filter(|at| at % 3 == 1)));
            let bytes = |sheet: &Sheet| {
                let mut to = NumberWriter::default();
                sheet.write(&mut to);
                to.into_bytes()
            };
            assert_eq!(bytes(&parts), bytes(&sheet), "{count} replications");
            assert_eq!(parts.ratio_at(0, 1), sheet.ratio_at(0, 1));
            let mut again = Sheet::new(1, 3, &[(0, 2), (1, 2)], pairing, 0);
            let written = bytes(&sheet);
            let mut from = NumberReader::new(&written);
            assert_eq!(again.read(&mut from), Some(()));
            assert!(from.is_at_end());
            assert_eq!((again.moments(0, 2), again.ratio_at(0, 0)), (sheet.moments(0, 2), sheet.ratio_at(0, 0)));
        }
    }

    fn sums_of(values: impl Iterator<Item = u64>) -> Sums {
        let mut sums = Sums::default();
        values.for_each(|value| sums.push(value));
        sums
    }
}
