//! Columns of CSV files, as spreadsheets write them: semicolons, decimal commas, byte-order marks.

use std::path::Path;

use super::diagnostic::{Diagnostic, Place};
use super::source;
use super::tree::Table;

/// A column, and how its numbers are written.
pub struct Column {
    /// The file, as the scenario names it.
    pub path: String,
    /// Line and text of each row that is not empty.
    pub cells: Vec<(u64, String)>,
    /// Whether a comma is a decimal point, because it does not separate columns.
    decimal_comma: bool,
    /// What a point is in a number such as 1.250.
    point: Point,
}

/// What a point is, where it could part thousands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Point {
    /// It begins the decimals.
    Decimal,
    /// It parts thousands, because other numbers of the file have decimal commas.
    Thousands,
    /// Nobody can know.
    Unclear,
}

/// A file with more bad rows than this is the wrong file.
const MOST_BAD_ROWS: usize = 5;

/// Reads the column that a table `{ path, column }` names.
pub fn read(folder: &Path, table: &Table, place: Place) -> Result<Column, Diagnostic> {
    let text = |key: &str| table.get(key).and_then(super::tree::Node::text);
    let node = table.get("path").or(table.get("file"));
    let (Some(path), Some(heading)) = (text("path").or(text("file")), text("column")) else {
        return Err(Diagnostic::error(place, "a column needs a path and a heading"));
    };
    let path_place = node.map_or(place, |node| node.place);
    let content = source::read_text(&folder.join(path))
        .map_err(|trouble| Diagnostic::error(path_place, trouble.to_string()).label(""))?;
    if content.trim().is_empty() {
        return Err(Diagnostic::error(path_place, format!("`{path}` is empty")).label(""));
    }
    // A spreadsheet may say first what separates its columns.
    let content = match content.split_once('\n') {
        Some((first, rest)) if first.trim_end().eq_ignore_ascii_case("sep=;") => rest,
        _ => content.as_str(),
    };
    let separator = separator(content);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(content.as_bytes());
    let bad = |error: csv::Error| Diagnostic::error(path_place, format!("cannot read `{path}`: {error}")).label("");
    let headings = reader.headers().map_err(bad)?.clone();
    let heading_place = table.get("column").map_or(place, |node| node.place);
    let Some(at) = headings.iter().position(|name| name == heading) else {
        let title = format!("`{path}` has no column `{heading}`");
        let known = headings.iter();
        let list = known.clone().take(MOST_NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let complaint = Diagnostic::error(heading_place, title).near_miss(heading, known, "its columns are");
        return Err(complaint.hint(format!("its columns are {list}")));
    };
    if headings.iter().filter(|name| *name == heading).count() > 1 {
        let title = format!("`{path}` has more than one column `{heading}`");
        return Err(Diagnostic::error(heading_place, title).label("which one?").hint("give each heading once"));
    }
    let mut cells = Vec::new();
    let (mut commas, mut clear_points, mut unclear_points) = (false, false, false);
    for record in reader.records() {
        let record = record.map_err(bad)?;
        for cell in &record {
            commas |= is_number_with_comma(cell);
        }
        if record.iter().any(|cell| !cell.is_empty()) {
            let cell = record.get(at).unwrap_or_default();
            unclear_points |= may_part_thousands(cell);
            clear_points |= cell.contains('.') && !may_part_thousands(cell);
            let line = record.position().map_or(0, csv::Position::line);
            cells.push((line, record.get(at).unwrap_or_default().to_owned()));
        }
    }
    if cells.is_empty() {
        return Err(Diagnostic::error(path_place, format!("`{path}` has headings but no rows")).label(""));
    }
    let point = match (separator == b';' && content.contains(';'), commas) {
        (true, true) => Point::Thousands,
        (true, false) if unclear_points && !clear_points => Point::Unclear,
        _ => Point::Decimal,
    };
    Ok(Column { path: path.to_owned(), cells, decimal_comma: separator != b',', point })
}

/// More headings than this help nobody.
const MOST_NAMED: usize = 12;

impl Column {
    /// Every cell as something; a complaint for each that is not, up to a few.
    pub fn each<T>(
        &self,
        place: Place,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, Vec<Diagnostic>> {
        let (mut values, mut complaints, mut bad) = (Vec::with_capacity(self.cells.len()), Vec::new(), 0);
        for (line, text) in &self.cells {
            if let Some(value) = read(text) {
                values.push(value);
                continue;
            }
            bad += 1;
            if bad <= MOST_BAD_ROWS {
                let found = if text.is_empty() { "nothing".to_owned() } else { format!("\"{text}\"") };
                let title = format!("line {line} of `{}` must have {what}, not {found}", self.path);
                let complaint = Diagnostic::error(place, title);
                let unclear = self.point == Point::Unclear && may_part_thousands(text);
                let hint = "a decimal point, or does it part thousands? Write it without, or with a decimal comma";
                complaints.push(if unclear { complaint.hint(hint) } else { complaint });
            }
        }
        if bad > MOST_BAD_ROWS {
            let title = format!("{} more rows of `{}` do not have {what}", bad - MOST_BAD_ROWS, self.path);
            complaints.push(Diagnostic::error(place, title));
        }
        if complaints.is_empty() { Ok(values) } else { Err(complaints) }
    }

    /// A number as the file writes it.
    pub fn number(&self, text: &str) -> Option<f64> {
        if may_part_thousands(text) && self.point == Point::Unclear {
            return None;
        }
        let plain = match (self.decimal_comma, text.rfind(','), text.rfind('.')) {
            // 1.234,5: points part thousands, the comma is the decimal one.
            (true, Some(comma), Some(point)) if point < comma => text.replace('.', "").replace(',', "."),
            (true, None, Some(_)) if self.point == Point::Thousands && may_part_thousands(text) => {
                text.replace('.', "")
            }
            (true, Some(_), None) => text.replacen(',', ".", 1),
            _ => text.to_owned(),
        };
        let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        plain.parse::<f64>().ok().filter(|number| digits && number.is_finite())
    }
}

/// `1.250` or `12.500.000`: points where a German spreadsheet parts thousands.
fn may_part_thousands(text: &str) -> bool {
    let mut groups = text.trim_start_matches(['+', '-']).split('.');
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && digits(first) && first != "0");
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|group| group.len() == 3 && digits(group))
}

/// `2,5`
fn is_number_with_comma(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_digit() || b"+-.,".contains(&byte);
    text.contains(',') && text.bytes().all(fits) && text.ends_with(|last: char| last.is_ascii_digit())
}

/// What separates columns: whichever of semicolon, tab and comma the first line has most of outside quotes.
pub fn separator(content: &str) -> u8 {
    let first = content.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let (mut semicolons, mut tabs, mut commas) = (0, 0, 0);
    for byte in first.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => semicolons += 1,
            b'\t' if !quoted => tabs += 1,
            b',' if !quoted => commas += 1,
            _ => {}
        }
    }
    // A single column has none of them: then a comma in a number is a decimal one.
    if commas > semicolons && commas > tabs {
        b','
    } else if tabs > semicolons {
        b'\t'
    } else {
        b';'
    }
}
