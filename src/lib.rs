//! A contact-center simulator.

pub mod engine;
pub mod experiment;
pub mod metrics;
pub mod model;
pub mod observation;
pub mod plan;
pub mod random;
pub mod report;
pub mod scenario;
pub mod statistics;
pub mod theory;
pub mod units;
