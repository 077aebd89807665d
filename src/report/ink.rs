//! Colour, which helps and never carries meaning.

/// Whether words are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Bold, red, yellow and green, as terminals write them.
    Colour,
    /// Letters alone.
    Plain,
}

impl Ink {
    /// What matters most.
    pub fn bold(self, words: &str) -> String {
        self.paint(words, "1")
    }

    /// What was missed or is wrong.
    pub fn bad(self, words: &str) -> String {
        self.paint(words, "1;31")
    }

    /// What wants a second look.
    pub fn doubtful(self, words: &str) -> String {
        self.paint(words, "33")
    }

    /// What was kept.
    pub fn good(self, words: &str) -> String {
        self.paint(words, "32")
    }

    /// What may be passed over.
    pub fn faint(self, words: &str) -> String {
        self.paint(words, "2")
    }

    fn paint(self, words: &str, code: &str) -> String {
        match self {
            Self::Colour if !words.is_empty() => format!("\u{1b}[{code}m{words}\u{1b}[0m"),
            _ => words.to_owned(),
        }
    }
}
