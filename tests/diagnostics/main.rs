//! Does the reader speak well? One bad scenario and its expected words per message.

use ccsim::scenario::{self, Reading, Source};

mod shared;
