//! `results.parquet`: the rows of `results.csv` in columns with types, a tenth of the size.
//!
//! Written row group by row group, so memory stays bounded; without times of day, so that the same study has the same bytes.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::files::Form;
use crate::statistics::Estimate;

/// Rows of a group: what is held at a time.
const ROWS: usize = 1 << 18;
/// Columns behind those of the axes: are they texts, and may they be empty?
const COLUMNS: [(&str, Physical, Repetition); 7] = [
    ("metric", Physical::BYTE_ARRAY, Repetition::REQUIRED),
    ("scope", Physical::BYTE_ARRAY, Repetition::REQUIRED),
    ("interval", Physical::BYTE_ARRAY, Repetition::OPTIONAL),
    ("value", Physical::DOUBLE, Repetition::OPTIONAL),
    ("low", Physical::DOUBLE, Repetition::OPTIONAL),
    ("high", Physical::DOUBLE, Repetition::OPTIONAL),
    ("unit", Physical::BYTE_ARRAY, Repetition::REQUIRED),
];

/// The file while it is written.
pub struct ResultsParquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    rows: Rows,
}

/// What a group holds, by column.
#[derive(Debug, Default)]
struct Rows {
    scenario: Vec<i64>,
    axes: Vec<Column>,
    /// Metric, scope, interval, unit.
    texts: [Texts; 4],
    /// Value, low, high.
    numbers: [Numbers; 3],
}

/// Settings of an axis.
#[derive(Debug)]
enum Column {
    Numbers(Vec<f64>),
    Texts(Vec<ByteArray>),
}

#[derive(Debug, Default)]
struct Texts {
    there: Vec<ByteArray>,
    /// By row: one where there is a text.
    levels: Vec<i16>,
}

#[derive(Debug, Default)]
struct Numbers {
    there: Vec<f64>,
    /// By row: one where there is a number.
    levels: Vec<i16>,
}

/// A form's texts: metric, scope, interval and unit of each line.
pub struct Lines(Vec<[ByteArray; 4]>);

impl Lines {
    /// Of a form, made once for all its scenarios.
    pub fn of(form: &Form) -> Self {
        let texts = form.lines().iter().map(|line| [&line.metric, &line.scope, &line.interval, &line.unit]);
        Self(texts.map(|line| line.map(|text| ByteArray::from(text.as_str()))).collect())
    }
}

impl<W: Write + Send> ResultsParquet<W> {
    /// Begins a file for a study with these axes: a path, and whether all settings are plain numbers.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn new(out: W, axes: &[(&str, bool)], version: &str) -> Result<Self, ParquetError> {
        let column = |name: &str, kind: Physical, repetition: Repetition| {
            let text = (kind == Physical::BYTE_ARRAY).then_some(LogicalType::String);
            let column = Type::primitive_type_builder(name, kind).with_repetition(repetition).with_logical_type(text);
            column.build().map(Arc::new)
        };
        let kind = |is_number| if is_number { Physical::DOUBLE } else { Physical::BYTE_ARRAY };
        let mut columns = vec![column("scenario", Physical::INT64, Repetition::REQUIRED)?];
        for &(path, is_number) in axes {
            columns.push(column(path, kind(is_number), Repetition::REQUIRED)?);
        }
        for (name, kind, repetition) in COLUMNS {
            columns.push(column(name, kind, repetition)?);
        }
        let schema = Type::group_type_builder("results").with_fields(columns).build()?;
        let properties = WriterProperties::builder()
            .set_created_by(format!("ccsim {version}"))
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_max_row_group_row_count(Some(ROWS))
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        let axes = axes.iter().map(|axis| if axis.1 { Column::Numbers(vec![]) } else { Column::Texts(vec![]) });
        Ok(Self { writer, rows: Rows { axes: axes.collect(), ..Rows::default() } })
    }

    /// Adds the rows of a scenario: its number, its settings as `results.csv` shows them, and its figures.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(
        &mut self,
        number: usize,
        settings: &[&str],
        lines: &Lines,
        figures: &[Option<Estimate>],
    ) -> Result<(), ParquetError> {
        let settings: Vec<(f64, ByteArray)> =
            settings.iter().map(|text| (text.parse().unwrap_or(f64::NAN), ByteArray::from(*text))).collect();
        for (texts, figure) in lines.0.iter().zip(figures) {
            self.rows.push(number, &settings, texts, *figure);
            if self.rows.scenario.len() == ROWS {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Writes what is left and the file's end.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> Result<W, ParquetError> {
        if !self.rows.scenario.is_empty() {
            self.flush()?;
        }
        self.writer.into_inner()
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let Rows { scenario, axes, texts: [metric, scope, interval, unit], numbers } = &self.rows;
        integers(&mut group, scenario)?;
        for axis in axes {
            match axis {
                Column::Numbers(numbers) => doubles(&mut group, numbers, None)?,
                Column::Texts(texts) => strings(&mut group, texts, None)?,
            }
        }
        strings(&mut group, &metric.there, None)?;
        strings(&mut group, &scope.there, None)?;
        strings(&mut group, &interval.there, Some(&interval.levels))?;
        for numbers in numbers {
            doubles(&mut group, &numbers.there, Some(&numbers.levels))?;
        }
        strings(&mut group, &unit.there, None)?;
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

impl Rows {
    fn push(&mut self, number: usize, settings: &[(f64, ByteArray)], texts: &[ByteArray; 4], figure: Option<Estimate>) {
        self.scenario.push(i64::try_from(number).unwrap_or(i64::MAX));
        for (column, (number, text)) in self.axes.iter_mut().zip(settings) {
            match column {
                Column::Numbers(numbers) => numbers.push(*number),
                Column::Texts(texts) => texts.push(text.clone()),
            }
        }
        for (column, text) in self.texts.iter_mut().zip(texts) {
            // Required columns have a text on every line: their levels are not written.
            column.levels.push(i16::from(!text.is_empty()));
            column.there.push(text.clone());
        }
        let interval = &mut self.texts[2];
        if interval.levels.last() == Some(&0) {
            interval.there.pop();
        }
        let (low, high) = figure.and_then(|figure| figure.interval).unzip();
        for (column, number) in self.numbers.iter_mut().zip([figure.map(|figure| figure.value), low, high]) {
            // As in the other tables: no infinities, and minus zero is zero.
            let number = number.filter(|number| number.is_finite());
            column.levels.push(i16::from(number.is_some()));
            column.there.extend(number.map(|number| number + 0.0));
        }
    }

    fn clear(&mut self) {
        self.scenario.clear();
        for axis in &mut self.axes {
            match axis {
                Column::Numbers(numbers) => numbers.clear(),
                Column::Texts(texts) => texts.clear(),
            }
        }
        for column in &mut self.texts {
            column.there.clear();
            column.levels.clear();
        }
        for column in &mut self.numbers {
            column.there.clear();
            column.levels.clear();
        }
    }
}

type Group<'g, W> = SerializedRowGroupWriter<'g, W>;

fn integers<W: Write + Send>(group: &mut Group<'_, W>, values: &[i64]) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<Int64Type>().write_batch(values, None, None)?;
    column.close()
}

fn doubles<W: Write + Send>(
    group: &mut Group<'_, W>,
    values: &[f64],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<DoubleType>().write_batch(values, levels, None)?;
    column.close()
}

fn strings<W: Write + Send>(
    group: &mut Group<'_, W>,
    values: &[ByteArray],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<ByteArrayType>().write_batch(values, levels, None)?;
    column.close()
}
