//! All points of a study, none of them written down: each is found from its number.

use std::collections::BTreeMap;

use super::cases::Cases;
use super::choice::Choice;
use super::values::Values;
use crate::random;

/// All points: every row of each factor with every row of the others, the last factor's changing fastest.
#[derive(Debug, Default)]
pub struct Points {
    factors: Vec<Factor>,
}

/// Rows of settings.
#[derive(Debug)]
pub enum Factor {
    /// A row for each case.
    Cases(Vec<Vec<Choice>>),
    /// A row for each value of one axis.
    Axis(Values),
    /// Rows that spread over several axes at once.
    Design(Design),
}

/// Points spread over several axes at once.
#[derive(Debug)]
pub struct Design {
    kind: DesignKind,
    points: u32,
    seed: u64,
    axes: Vec<Values>,
}

#[derive(Debug)]
enum DesignKind {
    Sobol,
    /// Where each point lies on each axis.
    LatinHypercube(Vec<Vec<f64>>),
}

impl Points {
    /// Every row of each factor with every row of the others.
    pub fn new(factors: Vec<Factor>) -> Self {
        Self { factors }
    }

    /// The factors.
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// How many there are, however many that is.
    pub fn count(&self) -> u128 {
        self.factors.iter().fold(1, |count, factor| count.saturating_mul(u128::from(factor.len())))
    }

    /// How many there are; it was made sure that the machine can count so far.
    pub fn len(&self) -> usize {
        usize::try_from(self.count()).unwrap_or(usize::MAX)
    }

    /// What is set at a point, factor by factor.
    pub fn choices(&self, point: usize) -> Vec<Choice> {
        let mut choices = Vec::with_capacity(self.factors.len());
        for (factor, row) in self.factors.iter().zip(self.rows(point)) {
            match factor {
                Factor::Axis(values) => choices.push(values.choice(row)),
                _ => choices.extend(factor.row(row)),
            }
        }
        choices
    }

    /// Which row of each factor a point has.
    pub fn rows(&self, point: usize) -> Vec<u64> {
        let mut left = point as u64;
        let mut rows = vec![0; self.factors.len()];
        for (row, factor) in rows.iter_mut().zip(&self.factors).rev() {
            let length = factor.len().max(1);
            *row = left % length;
            left /= length;
        }
        rows
    }

    /// The point that has these rows.
    pub fn point_of(&self, rows: &[u64]) -> usize {
        rows.iter().zip(&self.factors).fold(0, |point, (row, factor)| point * factor.len() as usize + *row as usize)
    }

    /// All points, those that set the same to the axes that move people next to each other, and otherwise in their order.
    pub fn playing_order(&self, moves: &[bool]) -> Vec<u32> {
        let classes: Vec<Vec<u32>> = self.factors.iter().map(|factor| factor.people(moves)).collect();
        let mut keyed: Vec<(u64, u32)> = (0..self.len())
            .map(|point| {
                let rows = self.rows(point);
                let key = rows
                    .iter()
                    .zip(&classes)
                    .fold(0_u64, |key, (row, classes)| key * classes.len() as u64 + u64::from(classes[*row as usize]));
                (key, point as u32)
            })
            .collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, point)| point).collect()
    }
}

impl Factor {
    /// A row for each case; `columns` are the axes of the paths, and `name` that of the names, if there is one.
    pub fn of_cases(cases: &Cases, name: Option<usize>, columns: &[usize]) -> Self {
        let row = |(at, case): (usize, &super::cases::Case)| {
            let number = (at + 1).to_string();
            let named = name.map(|axis| Choice::of_name(axis, case.name.as_ref().unwrap_or(&number)));
            let settings = case.settings.iter().map(|(path, node)| Choice::of(columns[*path], node.clone()));
            named.into_iter().chain(settings).collect()
        };
        Self::Cases(cases.rows.iter().enumerate().map(row).collect())
    }

    /// Number of rows.
    pub fn len(&self) -> u64 {
        match self {
            Self::Cases(rows) => rows.len() as u64,
            Self::Axis(values) => values.len().unwrap_or(0),
            Self::Design(design) => design.points.into(),
        }
    }

    /// What is set in a row.
    pub fn row(&self, at: u64) -> Vec<Choice> {
        match self {
            Self::Cases(rows) => rows[at as usize].clone(),
            Self::Axis(values) => vec![values.choice(at)],
            Self::Design(design) => design.row(at),
        }
    }

    /// For each row the first one that sets the same to the axes that move people.
    fn people(&self, moves: &[bool]) -> Vec<u32> {
        let mut seen: BTreeMap<Vec<(usize, String)>, u32> = BTreeMap::new();
        (0..self.len())
            .map(|at| {
                let moving = self.row(at).into_iter().filter(|choice| moves[choice.axis]);
                let key = moving.map(|choice| (choice.axis, choice.setting.text)).collect();
                *seen.entry(key).or_insert(at as u32)
            })
            .collect()
    }
}

impl Design {
    /// A scrambled Sobol sequence over these axes.
    pub fn sobol(points: u32, seed: u64, axes: Vec<Values>) -> Self {
        Self { kind: DesignKind::Sobol, points, seed, axes }
    }

    /// A Latin hypercube over these axes, each with its path.
    pub fn latin_hypercube(points: u32, seed: u64, axes: Vec<(String, Values)>) -> Self {
        let (names, axes): (Vec<String>, Vec<Values>) = axes.into_iter().unzip();
        let places = names.iter().map(|name| random::latin_layers(seed, name, points)).collect();
        Self { kind: DesignKind::LatinHypercube(places), points, seed, axes }
    }

    /// Its axes' values.
    pub fn axes(&self) -> &[Values] {
        &self.axes
    }

    fn row(&self, at: u64) -> Vec<Choice> {
        let place = |axis: usize| match &self.kind {
            DesignKind::Sobol => random::sobol(self.seed, at as u32, axis),
            DesignKind::LatinHypercube(places) => places[axis][at as usize],
        };
        self.axes.iter().enumerate().map(|(axis, values)| values.at_share(place(axis))).collect()
    }
}
