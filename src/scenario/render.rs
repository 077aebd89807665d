//! Complaints as text: the place, the line, and what is written under it.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::diagnostic::{Complaints, Diagnostic, Severity};

/// More complaints than this at once are counted, not shown.
const MOST_SHOWN: usize = 50;
/// Longest stretch of a line that is shown \[bytes\].
const LONGEST_LINE: usize = 2_000;
/// Columns that a message may take.
const WIDTH: usize = 120;

/// Each complaint, a blank line between two.
pub fn complaints(complaints: &Complaints, color: bool) -> String {
    let all = &complaints.diagnostics;
    let mut text = all
        .iter()
        .take(MOST_SHOWN)
        .map(|diagnostic| one(diagnostic, &complaints.sources, color))
        .collect::<Vec<_>>()
        .join("\n");
    if all.len() > MOST_SHOWN {
        let _ = write!(text, "\nand {} more\n", all.len() - MOST_SHOWN);
    }
    text
}

fn one(diagnostic: &Diagnostic, sources: &[(String, String)], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.title.as_str());
    let place = diagnostic.place.and_then(|place| Some((place, sources.get(place.source)?)));
    let mut text = match place {
        Some((place, (name, source))) => {
            let line = Line::around(source, place.from, place.to);
            let head = renderer.render(&[title.element(
                Snippet::source(line.text)
                    .path(name.as_str())
                    .line_start(line.number)
                    .annotation(AnnotationKind::Primary.span(line.from..line.to).label(diagnostic.label.as_deref())),
            )]);
            tightened(&head, diagnostic.label.is_some())
        }
        None => renderer.render(&[annotate_snippets::Group::with_title(title)]) + "\n",
    };
    if let Some(hint) = &diagnostic.hint {
        let hint_level = Level::HELP.with_name("hint");
        text.push_str(
            &renderer.render(&[annotate_snippets::Group::with_title(hint_level.primary_title(hint.as_str()))]),
        );
        text.push('\n');
    }
    text
}

/// The line that a place begins on, and the place within it.
struct Line<'a> {
    text: &'a str,
    number: usize,
    from: usize,
    to: usize,
}

impl<'a> Line<'a> {
    fn around(source: &'a str, from: usize, to: usize) -> Self {
        let from = floor_boundary(source, from);
        let start = source[..from].rfind('\n').map_or(0, |at| at + 1);
        let end = source[from..].find('\n').map_or(source.len(), |at| from + at);
        let text = source[start..end].trim_end_matches('\r');
        let text = &text[..floor_boundary(text, (from - start).saturating_add(LONGEST_LINE))];
        let number = 1 + source[..start].bytes().filter(|&byte| byte == b'\n').count();
        let from = (from - start).min(text.len());
        let to = floor_boundary(text, to.saturating_sub(start)).max(from);
        Self { text, number, from, to }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Without the empty gutter lines; without the line of source too when nothing is written under it.
fn tightened(rendered: &str, with_line: bool) -> String {
    let mut text = String::new();
    for line in rendered.lines() {
        let plain = without_color(line);
        let gutter = plain.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
        let is_location = plain.trim_start().starts_with("-->");
        let in_snippet = !is_location && gutter.starts_with('|');
        if !in_snippet || (with_line && gutter.trim_end() != "|") {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn without_color(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\u{1b}') {
        plain.push_str(&rest[..at]);
        rest = rest[at..].split_once('m').map_or("", |(_, after)| after);
    }
    plain + rest
}
