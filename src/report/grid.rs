//! Columns that line up; a narrow page gets fewer of them.

use comfy_table::presets;
use comfy_table::{CellAlignment, ContentArrangement, Table};

/// A table without lines. Its first column is the names; the others come in the order of their importance.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    left: Vec<usize>,
}

/// Between two columns.
const GAP: usize = 3;

impl Grid {
    /// A table with these heads; an empty list: no line of heads.
    pub fn new<T: Into<String>>(head: impl IntoIterator<Item = T>) -> Self {
        Self { head: head.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// With these columns (the first is 0, which always is) written from the left.
    #[must_use]
    pub fn left(self, columns: &[usize]) -> Self {
        Self { left: columns.to_vec(), ..self }
    }

    /// One more row.
    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The lines, each at most `width` columns wide if leaving out columns from the right can do it; `indent` spaces go
    /// before each.
    pub fn lines(&self, width: usize, indent: usize) -> Vec<String> {
        let count = self.rows.iter().chain([&self.head]).map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..count).map(|column| self.width_of(column)).collect();
        let fits = |columns: usize| {
            let gaps = GAP * columns.saturating_sub(1);
            indent + widths[..columns].iter().sum::<usize>() + gaps <= width
        };
        let columns = (2.min(count)..=count).rev().find(|&columns| fits(columns)).unwrap_or(2.min(count));
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        let shown = |row: &[String]| {
            let mut cells = row[..row.len().min(columns)].to_vec();
            cells.resize(columns, String::new());
            cells
        };
        if !self.head.is_empty() {
            table.set_header(shown(&self.head));
        }
        for row in &self.rows {
            table.add_row(shown(row));
        }
        table.discover_columns();
        for (at, column) in table.column_iter_mut().enumerate() {
            let is_left = at == 0 || self.left.contains(&at);
            column.set_padding((0, GAP as u16));
            column.set_cell_alignment(if is_left { CellAlignment::Left } else { CellAlignment::Right });
        }
        table.lines().map(|line| format!("{}{}", " ".repeat(indent), line).trim_end().to_owned()).collect()
    }

    fn width_of(&self, column: usize) -> usize {
        let cells = self.rows.iter().chain([&self.head]).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    }
}

/// A bar of so many cells and eighths of a cell.
pub(super) fn bar(share: f64, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * cells as f64 * 8.0).round() as usize;
    // Something is never drawn as nothing.
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// Words broken into lines of at most so many columns; later lines are indented. Spaces before the first word stay, and
/// a figure stays with its thousands, its doubt and its unit.
pub fn wrapped(words: &str, width: usize, indent: usize) -> String {
    let body = words.trim_start_matches(' ');
    let mut column = words.len() - body.len();
    let mut out = " ".repeat(column);
    for (at, piece) in unbroken(body).into_iter().enumerate() {
        let length = piece.chars().count();
        if at > 0 && column + 1 + length > width.max(indent + LEAST_ROOM) {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(piece);
        column += length;
    }
    out
}

/// Pieces of a text between which a line may break.
fn unbroken(body: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, _) in body.match_indices(' ') {
        if !belongs_together(&body[start..at], &body[at + 1..]) {
            pieces.push(&body[start..at]);
            start = at + 1;
        }
    }
    pieces.push(&body[start..]);
    pieces
}

/// Whether what follows is a part of the figure before it: `1`, `229`, `±22`, `s`.
fn belongs_together(before: &str, after: &str) -> bool {
    let next = after.split(' ').next().unwrap_or_default();
    let is_figure = before.ends_with(|last: char| last.is_ascii_digit() || last == ')');
    let word = next.trim_end_matches([',', ';', ':', '.']);
    let is_thousands = next.len() >= 3 && next.bytes().take(3).all(|byte| byte.is_ascii_digit());
    is_figure && (next.starts_with('±') || is_thousands || UNITS.contains(&word))
}

/// Units that never begin a line.
const UNITS: [&str; 7] = ["%", "s", "ms", "min", "h", "EUR", "ct"];

/// Columns that wrapped words get at the least.
const LEAST_ROOM: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_page_gets_fewer_columns() {
        let mut grid = Grid::new(["", "answered", "gave up"]);
        grid.row(["center", "78 %", "4 %"]);
        assert_eq!(grid.lines(80, 0), ["         answered   gave up", "center       78 %       4 %"]);
        assert_eq!(grid.lines(20, 0), ["         answered", "center       78 %"]);
        assert_eq!(grid.lines(1, 2).len(), 2);
        assert!(Grid::default().lines(80, 0).concat().is_empty());
    }

    #[test]
    fn words_break_between_words_and_keep_their_indent() {
        assert_eq!(wrapped("  one two three", 12, 4), "  one two three");
        assert_eq!(wrapped("  one two three four five six", 24, 4), "  one two three four\n    five six");
        assert_eq!(wrapped("", 24, 4), "");
        let figures = "there were 1 229 ±22 of them, and 30.2 ±1.1 s more";
        assert_eq!(wrapped(figures, 22, 2), "there were 1 229 ±22\n  of them, and\n  30.2 ±1.1 s more");
    }

    #[test]
    fn a_bar_never_hides_something() {
        assert_eq!(bar(0.0, 10), "");
        assert_eq!(bar(1e-6, 10), "▏");
        assert_eq!(bar(0.55, 10), "█████▌");
        assert_eq!(bar(7.0, 3), "███");
    }
}
