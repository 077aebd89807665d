//! Ctrl-C: the first finishes what is being played, the second stops at once.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::INTERRUPTED;
use crate::cli::terminal::Terminal;

/// Whether somebody wants the study to stop.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on.
    pub fn listen(terminal: Terminal) -> Self {
        let interrupt = Self::default();
        let asked = Arc::clone(&interrupt.asked);
        let heard = move || {
            if asked.swap(true, Ordering::Relaxed) {
                // The journal stands a kill at any instant.
                process::exit(i32::from(INTERRUPTED));
            }
            terminal
                .note("\nstopping: the scenarios that are being played are finished first; Ctrl-C again stops at once");
        };
        // Where nobody can listen, Ctrl-C ends the program, and nothing is lost either.
        let _ = ctrlc::set_handler(heard);
        interrupt
    }

    /// Whether somebody asked.
    pub fn was_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Raised once somebody asks.
    pub fn flag(&self) -> &AtomicBool {
        &self.asked
    }
}
