//! Scenarios to start from.

/// A commented scenario that can be run as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// What `ccsim new` calls it.
    pub name: &'static str,
    /// What it shows, in one line.
    pub about: &'static str,
    /// The file.
    pub text: &'static str,
}

/// All templates, the one to begin with first.
pub fn templates() -> &'static [Template] {
    &[
        Template {
            name: "first-day",
            about: "one queue, one team, a promise, and an hour that hurts: begin here",
            text: include_str!("template/first-day.toml"),
        },
        Template {
            name: "erlang-a",
            about: "the textbook: Poisson calls, exponential talk and patience",
            text: include_str!("template/erlang-a.toml"),
        },
        Template {
            name: "two-skills",
            about: "two contact types, specialists, a flexible team and an overflow",
            text: include_str!("template/two-skills.toml"),
        },
        Template {
            name: "shifts",
            about: "shifts with breaks, illness, meetings and wages",
            text: include_str!("template/shifts.toml"),
        },
        Template {
            name: "menu",
            about: "a greeting, a menu and self-service in front of three queues, on so many lines",
            text: include_str!("template/menu.toml"),
        },
        Template {
            name: "hotline",
            about: "announced waits, callbacks, wrong keys, redials, repeated calls, and what they cost",
            text: include_str!("template/hotline.toml"),
        },
        Template {
            name: "contract",
            about: "an outsourced line for a month: what is paid, what was promised, and what missing it costs",
            text: include_str!("../../scenarios/outsourced-line.toml"),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, Source};

    #[test]
    fn every_template_reads_without_a_word() {
        for template in templates() {
            let source = Source::from_text(format!("{}.toml", template.name), template.text);
            let reading = scenario::read(&source, &[]).unwrap_or_else(|complaints| panic!("{complaints}"));
            assert!(reading.warnings.diagnostics.is_empty(), "{}", reading.warnings);
        }
    }
}
