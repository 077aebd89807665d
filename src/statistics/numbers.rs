//! Whole numbers as bytes, small ones as few: how sums are kept on disk, to be added to later.

/// Writes whole numbers, seven bits a byte, the lowest first; the highest bit of a byte says that more follow.
///
/// Source: LEB128, as in the DWARF debugging format (version 5, section 7.6).
#[derive(Debug, Clone, Default)]
pub struct NumberWriter(Vec<u8>);

impl NumberWriter {
    /// Writes a number.
    pub fn put(&mut self, number: impl Into<u128>) {
        let mut rest = number.into();
        while rest >= 0x80 {
            self.0.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
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
        numbers.iter().for_each(|&number| writer.put(number));
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
    fn what_is_no_number_is_none() {
        assert_eq!(NumberReader::new(&[0x80]).take::<u64>(), None);
        assert_eq!(NumberReader::new(&[0xff; 40]).take::<u128>(), None);
        assert_eq!(NumberReader::new(&[0x80, 0x80, 0x04]).take::<u16>(), None);
    }
}
