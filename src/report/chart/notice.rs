//! *The notice*: what callers were told against what they then waited.

use super::axis::{Panel, round_ticks};
use super::canvas::{BELOW_CAPTION, Canvas, Drawn, MARGIN, Point, Stroke, WIDTH, paint, solid};
use super::palette::{BAND, BLUE, Dash, INK};
use super::placement::Frame;
use super::series::drawable;
use super::text::{Anchor, Text, Unit, text};
use super::{Caption, ChartError};

/// More panels than this do not fit on a page.
const MOST_PANELS: usize = 4;
/// Height of a panel \[px\].
const HEIGHT: f64 = 400.0;
/// Height of each of two rows of panels \[px\].
const HALF_HEIGHT: f64 = 250.0;
/// From a panel's left edge to where its words begin: labels of the axis \[px\].
const LABELS: f64 = 60.0;
/// Room for the names of lines at a panel's right \[px\].
const NAMES: f64 = 172.0;
/// From a panel's upper edge up to the first row of words \[px\].
const WORDS: f64 = 50.0;
/// From a panel's lower edge to the next one's first row of words \[px\].
const BETWEEN: f64 = 72.0;

/// What callers were told against what they then waited.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticePicture {
    /// Title, subtitle, small print.
    pub caption: Caption,
    /// A panel a queue; the first four are drawn.
    pub queues: Vec<NoticePanel>,
}

/// One queue's announcements.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticePanel {
    /// The queue's name.
    pub label: String,
    /// Announcements of about the same wait, shortest first.
    pub points: Vec<NoticePoint>,
}

/// Announcements of about the same wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoticePoint {
    /// What was announced, on average \[s\].
    pub announced: f64,
    /// Waits from then on that 10, 50 and 90 % did not exceed \[s\].
    pub waited: [f64; 3],
}

/// Draws the announcements as SVG.
///
/// # Errors
/// When the drawing fails; no input is known to make it fail.
pub fn draw(picture: &NoticePicture) -> Result<String, ChartError> {
    let panels: Vec<(&str, Vec<NoticePoint>)> = picture
        .queues
        .iter()
        .map(|queue| (queue.label.as_str(), in_minutes(&queue.points)))
        .filter(|(_, points)| !points.is_empty())
        .take(MOST_PANELS)
        .collect();
    let columns = if panels.len() > 1 { 2 } else { 1 };
    let rows = panels.len().div_ceil(columns).max(1);
    let panel_height = if rows > 1 { HALF_HEIGHT } else { HEIGHT };
    let height = BELOW_CAPTION + rows as f64 * (WORDS + panel_height + BETWEEN) + 24.0;
    let width = (WIDTH - 2.0 * MARGIN) / columns as f64;
    paint(&picture.caption, height, |canvas| {
        if panels.is_empty() {
            return canvas.apology("Nobody heard an announcement", height / 2.0);
        }
        for (place, (label, points)) in panels.iter().enumerate() {
            let left = MARGIN + width * (place % columns) as f64;
            let top = BELOW_CAPTION + WORDS + (place / columns) as f64 * (WORDS + panel_height + BETWEEN);
            let frame = Frame { left: left + LABELS, top, right: left + width - NAMES, bottom: top + panel_height };
            draw_panel(canvas, label, points, frame)?;
        }
        Ok(())
    })
}

/// Points whose numbers can be drawn, in minutes, by what was announced.
fn in_minutes(points: &[NoticePoint]) -> Vec<NoticePoint> {
    let minutes = |seconds: f64| drawable(seconds).map(|seconds| seconds.max(0.0) / 60.0);
    let mut points: Vec<NoticePoint> = points
        .iter()
        .filter_map(|point| {
            let [low, middle, high] = point.waited;
            let waited = [minutes(low)?, minutes(middle)?, minutes(high)?];
            Some(NoticePoint { announced: minutes(point.announced)?, waited })
        })
        .collect();
    points.sort_by(|one, other| one.announced.total_cmp(&other.announced));
    points
}

fn draw_panel(canvas: &mut Canvas<'_>, label: &str, points: &[NoticePoint], frame: Frame) -> Drawn {
    let furthest = points.last().map_or(1.0, |point| point.announced).max(0.1);
    let longest = points.iter().map(|point| point.waited[2]).fold(furthest, f64::max);
    let panel = Panel::linear(frame, (0.0, furthest), (0.0, longest * 1.05));
    let bare = Unit::Other(String::new());
    let across = round_ticks((0.0, furthest), &bare, 8);
    let up = round_ticks((0.0, longest * 1.05), &bare, 6);
    let left = frame.left - LABELS;
    canvas.text(&text(label).size(17.0).bold().fitted(frame.right - left), (left, frame.top - 42.0))?;
    canvas.text(&text("Waited from then on [min]").bold(), (left, frame.top - 19.0))?;
    panel.grid(canvas, &across, &up, true)?;
    let middle = f64::midpoint(frame.left, frame.right);
    canvas.text(&text("Announced [min]").bold().anchor(Anchor::Middle), (middle, frame.bottom + 42.0))?;

    let line = |at: usize| -> Vec<Point> {
        points.iter().map(|point| panel.at((point.announced, point.waited[at]))).collect()
    };
    let (soonest, half, latest) = (line(0), line(1), line(2));
    let band: Vec<Point> = latest.iter().chain(soonest.iter().rev()).copied().collect();
    canvas.area(&band, BLUE, BAND)?;
    canvas.line(&soonest, solid(BLUE, 1.0))?;
    canvas.line(&latest, solid(BLUE, 1.0))?;
    let truth = panel.at((furthest, furthest));
    canvas.line(&[panel.at((0.0, 0.0)), truth], Stroke { colour: INK, width: 1.8, dash: Dash::Long })?;
    canvas.line(&half, solid(BLUE, 2.6))?;
    for ((&low, &middle), &high) in soonest.iter().zip(&half).zip(&latest) {
        canvas.line(&[low, high], solid(BLUE, 1.0))?;
        canvas.dot(middle, BLUE)?;
    }
    let end = |line: &[Point]| line.last().map_or(frame.bottom, |point| point.1);
    let name = |words: &str| text(words).colour(BLUE.for_words());
    let labels: [(f64, Text); 4] = [
        (end(&latest), name("9 in 10 waited less")),
        (end(&half), name("half waited less").bold()),
        (truth.1, text("as announced")),
        (end(&soonest), name("1 in 10 waited less")),
    ];
    panel.end_labels(canvas, &labels)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NASTY, becomes_a_png, caption, words_of};
    use super::*;

    fn panel(label: &str, factor: f64) -> NoticePanel {
        let point = |announced: f64| NoticePoint {
            announced,
            waited: [0.35, 0.8, 1.7].map(|part| part * factor * announced + 5.0),
        };
        NoticePanel { label: label.to_owned(), points: [40.0, 95.0, 150.0, 240.0, 380.0, 520.0].map(point).to_vec() }
    }

    fn picture(queues: Vec<NoticePanel>) -> NoticePicture {
        NoticePicture { caption: caption(), queues }
    }

    #[test]
    fn each_queue_has_a_panel_and_its_lines_have_names() {
        for count in 1..=5 {
            let names = ["billing", "outage", "moving", "meter reading", "fifth"];
            let queues = names[..count].iter().zip(1..).map(|(name, at)| panel(name, 0.6 + 0.2 * f64::from(at)));
            let svg = draw(&picture(queues.collect())).unwrap();
            becomes_a_png(&svg);
            let words = words_of(&svg);
            let said = |wanted: &str| words.iter().filter(|found| *found == wanted).count();
            assert_eq!((said("as announced"), said("half waited less")), (count.min(4), count.min(4)));
            assert_eq!(said("fifth"), 0);
            if let Some(folder) = std::env::var_os("PICTURES") {
                let png = super::super::to_png(&svg).unwrap();
                std::fs::write(std::path::Path::new(&folder).join(format!("notice-{count}.png")), png).unwrap();
            }
        }
    }

    #[test]
    fn no_number_breaks_the_notice() {
        words_of(&draw(&picture(Vec::new())).unwrap());
        words_of(&draw(&picture(vec![NoticePanel { label: "x".repeat(300), points: Vec::new() }])).unwrap());
        for value in NASTY {
            for other in NASTY {
                let points = vec![
                    NoticePoint { announced: value, waited: [other, value, other] },
                    NoticePoint { announced: other, waited: [1.0, other, value] },
                ];
                words_of(&draw(&picture(vec![NoticePanel { label: "queue".to_owned(), points }])).unwrap());
            }
        }
    }
}
