//! Streams of random numbers, each named by what it is for.

use std::convert::Infallible;

use chacha20::ChaCha8Rng;
use rand::{Rng, SeedableRng, TryRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::elementary::exp;
use super::gamma::GammaShape;
use super::name::{EntityKey, Role};
use super::ziggurat::{Layer, Tables};
use crate::units::Share;

/// The independent stream of this seed, replication, role and entity (its name in the scenario; `center` for the center).
pub fn stream(seed: u64, replication: u64, role: Role, entity: &str) -> Stream {
    stream_of(seed, replication, role, EntityKey::of(entity))
}

/// The same as [`stream`], for an entity whose name was hashed before.
///
/// The four parts of the name are the key of a `ChaCha8` block cipher (Bernstein 2008), whose first bytes start the
/// stream: names that differ in one bit give unrelated streams, and no stream is a part of another that one could meet.
pub fn stream_of(seed: u64, replication: u64, role: Role, entity: EntityKey) -> Stream {
    let mut key = [0; 32];
    let parts = [seed, replication, EntityKey::of(role.name()).get(), entity.get()];
    for (place, part) in key.chunks_exact_mut(8).zip(parts) {
        place.copy_from_slice(&part.to_le_bytes());
    }
    let mut start = [0; 32];
    ChaCha8Rng::from_seed(key).fill_bytes(&mut start);
    Stream { source: Xoshiro256PlusPlus::from_seed(start), tables: Tables::get() }
}

/// A stream of random numbers: xoshiro256++ (Blackman and Vigna 2021).
#[derive(Clone)]
pub struct Stream {
    source: Xoshiro256PlusPlus,
    // Kept here because asking a lazy static for it costs a branch and a load at every draw.
    tables: &'static Tables,
}

impl Stream {
    /// The stream of one person in one place (such as a menu step): `person` is a number drawn for that person.
    ///
    /// Cheap, for draws that only some people need: whoever never gets to that place takes nothing from anybody.
    /// Started by `SplitMix64` (Steele, Lea, Flood 2014), as the generator's authors advise.
    pub fn of_person(person: u64, place: EntityKey) -> Self {
        Self { source: Xoshiro256PlusPlus::seed_from_u64(person ^ place.bits()), tables: Tables::get() }
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.source.next_u64()
    }

    /// Uniform on [0, 1), a multiple of 2⁻⁵³.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        unit_from(self.bits())
    }

    /// Exponential with mean one.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        let bits = self.bits();
        match self.tables.exponential.inner(bits) {
            Ok(x) => x,
            Err(layer) => {
                let (x, after) = self.clone().outer_exponential(layer, bits);
                *self = after;
                x
            }
        }
    }

    /// Normal with mean zero and standard deviation one.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        let bits = self.bits();
        match self.tables.normal.inner(bits) {
            Ok(x) => Layer::signed(x, bits),
            Err(layer) => {
                let (x, after) = self.clone().outer_normal(layer, bits);
                *self = after;
                x
            }
        }
    }

    /// The next exponentials with mean one, as the bits of each.
    #[inline]
    pub(crate) fn fill_exponential(&mut self, out: &mut [u64]) {
        // A copy of its own stays in registers.
        let mut stream = self.clone();
        out.fill_with(|| stream.exponential().to_bits());
        *self = stream;
    }

    /// The next normals, as the bits of each.
    #[inline]
    pub(super) fn fill_normal(&mut self, out: &mut [u64]) {
        let mut stream = self.clone();
        out.fill_with(|| stream.normal().to_bits());
        *self = stream;
    }

    /// Gamma with this shape and scale one (so its mean is the shape); zero when the shape is not a positive number.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        GammaShape::new(shape).draw(self)
    }

    /// Uniform on the whole numbers below `n`, without bias (Lemire 2019); zero when `n` is zero.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        let n = u64::from(n);
        let mut wide = u128::from(self.bits()) * u128::from(n);
        if (wide as u64) < n {
            let uneven = n.wrapping_neg() % n.max(1);
            while (wide as u64) < uneven {
                wide = u128::from(self.bits()) * u128::from(n);
            }
        }
        (wide >> 64) as u32
    }

    /// Whether something of this probability happens; takes one number from the stream whatever the share.
    #[inline]
    pub fn chance(&mut self, share: Share) -> bool {
        self.unit() < share.get()
    }

    /// The one exponential in ninety that does not lie inside its layer, and the stream after it: by value, because a
    /// stream whose address is known to a call cannot stay in registers.
    #[cold]
    #[inline(never)]
    fn outer_exponential(mut self, mut layer: usize, mut bits: u64) -> (f64, Self) {
        let tables = self.tables;
        let mut start = 0.0;
        loop {
            if layer == 0 {
                // The tail of an exponential is an exponential that starts later.
                start += tables.exponential.tail_start;
            } else {
                let x = tables.exponential.outer(layer, bits);
                if tables.exponential.height(layer, self.unit()) < exp(-x) {
                    return (start + x, self);
                }
            }
            bits = self.bits();
            match tables.exponential.inner(bits) {
                Ok(x) => return (start + x, self),
                Err(next) => layer = next,
            }
        }
    }

    /// The one normal in seventy that does not lie inside its layer, and the stream after it.
    #[cold]
    #[inline(never)]
    fn outer_normal(mut self, mut layer: usize, mut bits: u64) -> (f64, Self) {
        let tables = self.tables;
        loop {
            if layer == 0 {
                return (Layer::signed(self.normal_tail(), bits), self);
            }
            let x = tables.normal.outer(layer, bits);
            if tables.normal.height(layer, self.unit()) < exp(-0.5 * x * x) {
                return (Layer::signed(x, bits), self);
            }
            bits = self.bits();
            match tables.normal.inner(bits) {
                Ok(x) => return (Layer::signed(x, bits), self),
                Err(next) => layer = next,
            }
        }
    }

    /// A normal given that it exceeds the start of the tail (Marsaglia 1964).
    fn normal_tail(&mut self) -> f64 {
        let start = self.tables.normal.tail_start;
        loop {
            let beyond = self.exponential() / start;
            if 2.0 * self.exponential() > beyond * beyond {
                return start + beyond;
            }
        }
    }
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Stream").field(&self.source).finish()
    }
}

/// So that the distributions of the `rand` family which need no logarithm can be drawn from a stream.
impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.source.try_next_u32()
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.source.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.source.try_fill_bytes(bytes)
    }
}

/// The highest 53 bits as a number in [0, 1).
#[inline]
fn unit_from(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    (bits >> 11) as f64 * STEP
}
