//! Whole numbers as bytes, small ones as few: how sums are kept on disk, to be added to later.

/// Numbers of a sparse row that are looked at together.
const ABREAST: usize = 16;

/// Writes whole numbers, seven bits a byte, the lowest first; the highest bit of a byte says that more follow.
///
/// Source: LEB128, as in the DWARF debugging format (version 5, section 7.6).
#[derive(Debug, Clone, Default)]
pub struct NumberWriter(Vec<u8>);

impl NumberWriter {
    /// Writes a number.
    pub fn put(&mut self, number: impl Into<u128>) {
        let number = number.into();
        // Nearly all are small enough for half the digits.
        let Ok(mut rest) = u64::try_from(number) else { return self.put_large(number) };
        while rest >= 0x80 {
            self.0.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    fn put_large(&mut self, number: u128) {
        let mut rest = number;
        while rest >= 0x80 {
            self.0.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    /// Writes a number that may be below zero: those near zero, on either side, take few bytes.
    pub fn put_signed(&mut self, number: i128) {
        self.put(((number << 1) ^ (number >> (i128::BITS - 1))).cast_unsigned());
    }

    /// Writes a row of numbers most of which are zero: how many lie before the next that is not, then that.
    pub fn put_sparse<N: Copy + Into<u128>>(&mut self, row: &[N]) {
        let mut zeros = 0_u64;
        // Zeros are passed over many at a time.
        for some in row.chunks(ABREAST) {
            if some.iter().fold(0, |any, &number| any | number.into()) == 0 {
                zeros += some.len() as u64;
                continue;
            }
            for &number in some {
                let number = number.into();
                if number == 0 {
                    zeros += 1;
                } else {
                    self.put(std::mem::take(&mut zeros));
                    self.put(number);
                }
            }
        }
        if zeros > 0 {
            self.put(zeros);
        }
    }

    /// An empty list with room for so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Reads what a [`NumberWriter`] wrote.
#[derive(Debug, Clone)]
pub struct NumberReader<'b>(&'b [u8]);

impl<'b> NumberReader<'b> {
    /// From the first number on.
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// The next number; `None` when the bytes are at their end, or say a number that does not fit.
    pub fn take<N: TryFrom<u128>>(&mut self) -> Option<N> {
        let mut number = 0_u128;
        let mut shift = 0;
        loop {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            let bits = u128::from(byte & 0x7f);
            let shifted = bits.checked_shl(shift).filter(|shifted| shifted >> shift == bits)?;
            number |= shifted;
            if byte < 0x80 {
                return N::try_from(number).ok();
            }
            shift += 7;
        }
    }

    /// The next number, which may be below zero; `None` as for [`NumberReader::take`].
    pub fn take_signed(&mut self) -> Option<i128> {
        let number: u128 = self.take()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// Reads into a row what [`NumberWriter::put_sparse`] wrote of one of this length; `None` where it is no such thing.
    pub fn take_sparse<N: Default + TryFrom<u128>>(&mut self, row: &mut [N]) -> Option<()> {
        let mut rest = row;
        while !rest.is_empty() {
            let zeros = self.take::<usize>().filter(|&zeros| zeros <= rest.len())?;
            let (empty, others) = rest.split_at_mut(zeros);
            empty.fill_with(N::default);
            let Some((number, others)) = others.split_first_mut() else { return Some(()) };
            *number = self.take()?;
            rest = others;
        }
        Some(())
    }

    /// Whether all has been read.
    pub const fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_and_small_ones_take_a_byte() {
        let numbers = [0, 1, 127, 128, 300, u128::from(u64::MAX), u128::MAX];
        let mut writer = NumberWriter::default();
        for number in numbers {
            writer.put(number);
        }
        let bytes = writer.into_bytes();
        // The standard's own example: 128 is 80 01.
        assert_eq!(bytes[..5], [0, 1, 127, 0x80, 1]);
        let mut reader = NumberReader::new(&bytes);
        for number in numbers {
            assert_eq!(reader.take::<u128>(), Some(number));
        }
        assert!(reader.is_at_end());
        assert_eq!(reader.take::<u128>(), None);
    }

    #[test]
    fn numbers_below_zero_come_back_as_they_were() {
        let numbers = [0, -1, 1, -64, 63, i128::MIN, i128::MAX];
        let mut writer = NumberWriter::default();
        for number in numbers {
            writer.put_signed(number);
        }
        let bytes = writer.into_bytes();
        assert_eq!(bytes[..5], [0, 1, 2, 127, 126]);
        let mut reader = NumberReader::new(&bytes);
        for number in numbers {
            assert_eq!(reader.take_signed(), Some(number));
        }
    }

    #[test]
    fn sparse_rows_come_back_as_they_were() {
        let long = (0..100).map(|at| if matches!(at, 15 | 16 | 47 | 99) { at } else { 0 }).collect();
        for row in [vec![], vec![0_u64; 9], vec![0, 0, 5, 0, 7], vec![1, 0, 0], vec![3, 4], vec![0; 40], long] {
            let mut writer = NumberWriter::default();
            writer.put_sparse(&row);
            let bytes = writer.into_bytes();
            let mut read = vec![99; row.len()];
            let mut reader = NumberReader::new(&bytes);
            assert_eq!(reader.take_sparse(&mut read), Some(()));
            assert_eq!((read, reader.is_at_end()), (row, true));
        }
        assert_eq!(NumberReader::new(&[9, 1]).take_sparse(&mut [0_u64; 3]), None);
    }

    #[test]
    fn what_is_no_number_is_none() {
        assert_eq!(NumberReader::new(&[0x80]).take::<u64>(), None);
        assert_eq!(NumberReader::new(&[0xff; 40]).take::<u128>(), None);
        assert_eq!(NumberReader::new(&[0x80, 0x80, 0x04]).take::<u16>(), None);
    }
}
