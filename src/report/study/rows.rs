//! Rows of a study's CSV file: each value with its line, and a complaint where it is not what it should be.

use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::trouble::Trouble;
use crate::statistics::Estimate;

/// A file that is read row by row.
pub(super) struct Rows<R> {
    file: &'static str,
    reader: Reader<R>,
    head: Vec<String>,
    row: ByteRecord,
}

/// Bytes read at once.
const BUFFER: usize = 1 << 20;

impl<R: Read> Rows<R> {
    /// Begins with the head.
    pub(super) fn of(file: &'static str, text: R) -> Result<Self, Trouble> {
        let mut reader = ReaderBuilder::new().buffer_capacity(BUFFER).flexible(true).from_reader(text);
        let unreadable = |what: String| Trouble::Unreadable { file, line: 1, what };
        let head = reader.byte_headers().map_err(|problem| unreadable(problem.to_string()))?;
        let head: Result<Vec<String>, _> = head.iter().map(|name| String::from_utf8(name.to_vec())).collect();
        let head = head.map_err(|_| unreadable("a column's name is not UTF-8".to_owned()))?;
        if head.is_empty() {
            return Err(unreadable("the file is empty".to_owned()));
        }
        Ok(Self { file, reader, head, row: ByteRecord::new() })
    }

    /// The columns between `scenario` and these: paths of axes.
    pub(super) fn axes_before(&self, columns: &[&'static str]) -> Result<Vec<String>, Trouble> {
        let other = |what: String| Trouble::AnotherVersion { file: self.file, what };
        if self.head[0] != "scenario" {
            return Err(other(format!("the first is `{}`, not `scenario`", shortened(&self.head[0]))));
        }
        let Some(axes) = self.head.len().checked_sub(1 + columns.len()) else {
            return Err(other(format!("there are {} of them, and at least {}", self.head.len(), 1 + columns.len())));
        };
        for (found, expected) in self.head[1 + axes..].iter().zip(columns) {
            if found != expected {
                return Err(other(format!("`{}` is where `{expected}` should be", shortened(found))));
            }
        }
        Ok(self.head[1..=axes].to_vec())
    }

    /// Goes on to the next row; `false` behind the last one.
    pub(super) fn advance(&mut self) -> Result<bool, Trouble> {
        let more = self.reader.read_byte_record(&mut self.row).map_err(|problem| self.wrong(problem.to_string()))?;
        if more && self.row.len() != self.head.len() {
            let (values, columns) = (self.row.len(), self.head.len());
            return Err(self.wrong(format!("there are {values} values for {columns} columns; was the file cut short?")));
        }
        Ok(more)
    }

    /// A value as it stands there.
    pub(super) fn bytes(&self, column: usize) -> &[u8] {
        self.row.get(column).unwrap_or_default()
    }

    /// A value as text.
    pub(super) fn text(&self, column: usize) -> Result<&str, Trouble> {
        std::str::from_utf8(self.bytes(column)).map_err(|_| self.wrong("a value is not UTF-8".to_owned()))
    }

    /// A whole number.
    pub(super) fn count(&self, column: usize) -> Result<u64, Trouble> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.wrong(format!("`{}` should be a whole number", shortened(text))))
    }

    /// Value and interval in three columns, `None` where there is no value.
    pub(super) fn estimate(&self, column: usize) -> Result<Option<Estimate>, Trouble> {
        let (low, high) = (self.number(column + 1)?, self.number(column + 2)?);
        Ok(self.number(column)?.map(|value| Estimate { value, interval: low.zip(high) }))
    }

    /// A complaint about this row.
    pub(super) fn wrong(&self, what: String) -> Trouble {
        let line = self.row.position().map_or(1, csv::Position::line);
        Trouble::Unreadable { file: self.file, line, what }
    }

    fn number(&self, column: usize) -> Result<Option<f64>, Trouble> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Some).ok_or_else(|| self.wrong(format!("`{}` should be a number, or nothing", shortened(text))))
    }
}

/// Names that were met, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) list: Vec<String>,
    last: usize,
}

impl Names {
    /// A name was met. The same names come again in the same order, a million times: looked at first are the last one and
    /// the one behind it.
    pub(super) fn note(&mut self, name: &[u8]) {
        let count = self.list.len();
        let likely = [self.last, (self.last + 1) % count.max(1)];
        let found = likely
            .into_iter()
            .chain(0..count)
            .find(|&at| self.list.get(at).is_some_and(|known| known.as_bytes() == name));
        if let Some(at) = found {
            self.last = at;
        } else if let Ok(name) = std::str::from_utf8(name) {
            self.last = count;
            self.list.push(name.to_owned());
        }
    }
}

/// The beginning of a text that may be anything.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
