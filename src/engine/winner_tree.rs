//! A winner (tournament) tree: many clocks, and always the earliest.
//!
//! One leaf per agent or contact type; its key is the time with the leaf's number in the low bits, so keys never tie
//! and equal times go by number. Setting a leaf replays a fixed number of matches without a data-dependent branch.
//! Cancelling is setting; there are no tombstones.
//!
//! Source: Knuth, The Art of Computer Programming 3, section 5.4.1 (tree of winners).

/// Clocks, one per leaf, of which the earliest is known.
#[derive(Debug, Clone)]
pub struct WinnerTree {
    /// Key of the earliest leaf.
    first: u64,
    /// Room for leaves, a power of two.
    width: usize,
    keys: Keys,
}

/// Keys by node: node 1 is the root, the children of node `i` are `2 i` and `2 i + 1`, and the leaves are numbered from
/// the width on.
///
/// The small sizes are known to the compiler, which unrolls the levels and checks nothing; a few levels too many cost
/// less than a loop. The smallest have a branching of eight: fewer levels, and a time that becomes earlier is put in
/// without looking at the others.
#[derive(Debug, Clone)]
enum Keys {
    One,
    UpTo4([u64; 4]),
    UpTo8([u64; GROUP]),
    UpTo16(Box<Groups>),
    UpTo64(Box<Groups>),
    UpTo128(Box<[u64; 256]>),
    UpTo512(Box<[u64; 1024]>),
    Many(Vec<u64>),
}

/// Bits of a key that hold the leaf's number: an engine has at most 100 000 agents.
const LEAF_BITS: u32 = 17;

impl WinnerTree {
    /// A tree of that many leaves, none of which will ever ring.
    pub fn new(leaves: usize) -> Self {
        debug_assert!(leaves <= 1 << LEAF_BITS, "validated: no more heads than leaves");
        let (width, keys) = match leaves {
            0 | 1 => (1, Keys::One),
            2..=4 => (4, Keys::UpTo4([u64::MAX; 4])),
            5..=8 => (8, Keys::UpTo8([u64::MAX; GROUP])),
            9..=16 => (64, Keys::UpTo16(Box::default())),
            17..=64 => (64, Keys::UpTo64(Box::default())),
            65..=128 => (128, Keys::UpTo128(Box::new([u64::MAX; 256]))),
            129..=512 => (512, Keys::UpTo512(Box::new([u64::MAX; 1024]))),
            _ => (leaves.next_power_of_two(), Keys::Many(vec![u64::MAX; 2 * leaves.next_power_of_two()])),
        };
        Self { first: u64::MAX, width, keys }
    }

    /// The time that stands for never: all real times are earlier.
    pub const NEVER: u64 = u64::MAX >> LEAF_BITS;

    /// Forgets all times.
    pub fn clear(&mut self) {
        self.first = u64::MAX;
        match &mut self.keys {
            Keys::One => (),
            Keys::UpTo4(keys) => keys.fill(u64::MAX),
            Keys::UpTo8(keys) => keys.fill(u64::MAX),
            Keys::UpTo16(groups) | Keys::UpTo64(groups) => groups.clear(),
            Keys::UpTo128(keys) => keys.fill(u64::MAX),
            Keys::UpTo512(keys) => keys.fill(u64::MAX),
            Keys::Many(keys) => keys.fill(u64::MAX),
        }
    }

    /// Earliest time; at least [`WinnerTree::NEVER`] when no leaf rings.
    #[inline]
    pub fn time(&self) -> u64 {
        time_of(self.first)
    }

    /// Leaf with the earliest time; among equals, the lowest number.
    #[inline]
    pub fn winner(&self) -> usize {
        leaf_of(self.first)
    }

    /// Sets a leaf's time; anything as late as [`WinnerTree::NEVER`] rings just before it.
    #[inline]
    pub fn set(&mut self, leaf: usize, time: u64) {
        self.put(leaf, key_of(leaf, time));
    }

    /// Lets a leaf never ring.
    #[inline]
    pub fn stop(&mut self, leaf: usize) {
        self.put(leaf, u64::MAX);
    }

    #[inline(always)]
    fn put(&mut self, leaf: usize, key: u64) {
        self.first = match &mut self.keys {
            Keys::One => key,
            Keys::UpTo4(keys) => {
                keys[leaf % 4] = key;
                let [a, b, c, d] = *keys;
                a.min(b).min(c.min(d))
            }
            Keys::UpTo8(keys) => {
                keys[leaf % GROUP] = key;
                least(keys)
            }
            Keys::UpTo16(groups) => {
                groups.put::<true>(leaf, key);
                groups.first
            }
            Keys::UpTo64(groups) => {
                groups.put::<false>(leaf, key);
                groups.first
            }
            Keys::UpTo128(keys) => replay::<7, 256>(keys, leaf, key),
            Keys::UpTo512(keys) => replay::<9, 1024>(keys, leaf, key),
            Keys::Many(keys) => replay_many(keys, self.width + leaf, key),
        };
    }
}

const fn time_of(key: u64) -> u64 {
    key >> LEAF_BITS
}

const fn leaf_of(key: u64) -> usize {
    (key & ((1 << LEAF_BITS) - 1)) as usize
}

#[inline]
fn key_of(leaf: usize, time: u64) -> u64 {
    time.min(WinnerTree::NEVER - 1) << LEAF_BITS | leaf as u64
}

/// Leaves in a group.
const GROUP: usize = 8;

/// Sixty-four clocks in eight groups of eight, of which the earliest is known, as in a [`WinnerTree`].
#[derive(Debug, Clone)]
pub struct Groups {
    /// Key of the earliest leaf of all.
    first: u64,
    /// By group.
    firsts: [u64; GROUP],
    keys: [[u64; GROUP]; GROUP],
}

impl Groups {
    /// Clocks.
    pub const LEAVES: usize = GROUP * GROUP;
    /// Leaves of the first two groups.
    pub const FEW: usize = 2 * GROUP;

    /// Forgets all times.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Earliest time; at least [`WinnerTree::NEVER`] when no leaf rings.
    #[inline]
    pub const fn time(&self) -> u64 {
        time_of(self.first)
    }

    /// Leaf with the earliest time.
    #[inline]
    pub const fn winner(&self) -> usize {
        leaf_of(self.first) % Self::LEAVES
    }

    /// Leaves that ring at a time.
    pub fn leaves_at(&self, time: u64) -> impl Iterator<Item = usize> {
        self.keys.as_flattened().iter().filter(move |key| time_of(**key) == time).map(|key| leaf_of(*key))
    }

    /// Sets a leaf's time.
    #[inline]
    pub fn set(&mut self, leaf: usize, time: u64) {
        self.put::<false>(leaf, key_of(leaf, time));
    }

    /// Lets a leaf never ring.
    #[inline]
    pub fn stop(&mut self, leaf: usize) {
        self.put::<false>(leaf, u64::MAX);
    }

    /// The same where none rings but some of the first few.
    #[inline]
    pub fn stop_among_few(&mut self, leaf: usize) {
        self.put::<true>(leaf, u64::MAX);
    }

    /// Puts in a leaf's key. `FEW`: no leaf rings but some of the first [`Groups::FEW`], and this is one of them.
    #[inline(always)]
    fn put<const FEW: bool>(&mut self, leaf: usize, key: u64) {
        let groups = if FEW { Self::FEW / GROUP } else { GROUP };
        let group = leaf / GROUP % groups;
        let keys = &mut self.keys[group];
        let old = std::mem::replace(&mut keys[leaf % GROUP], key);
        // Who calls knows which of both it is, and so does the processor.
        if key < old {
            self.firsts[group] = self.firsts[group].min(key);
            self.first = self.first.min(key);
        } else {
            // Both least ones at once: the second does not wait for the first to come back from memory.
            let of_others = if FEW {
                self.firsts[group ^ 1]
            } else {
                self.firsts[group] = u64::MAX;
                least(&self.firsts)
            };
            let here = least(keys);
            self.firsts[group] = here;
            self.first = here.min(of_others);
        }
    }
}

impl Default for Groups {
    fn default() -> Self {
        Self { first: u64::MAX, firsts: [u64::MAX; GROUP], keys: [[u64::MAX; GROUP]; GROUP] }
    }
}

/// The least of eight, without a branch.
#[inline(always)]
fn least(keys: &[u64; GROUP]) -> u64 {
    let least_of_four = |at: usize| keys[at].min(keys[at + 1]).min(keys[at + 2].min(keys[at + 3]));
    least_of_four(0).min(least_of_four(4))
}

/// Puts a leaf's key into a tree of so many levels and nodes, and returns the winner of it all.
#[inline(always)]
fn replay<const LEVELS: usize, const NODES: usize>(keys: &mut [u64; NODES], leaf: usize, mut key: u64) -> u64 {
    // The remainder changes nothing, and spares the checks.
    let mut node = (NODES / 2 + leaf) % NODES;
    for _ in 0..LEVELS {
        keys[node] = key;
        key = key.min(keys[node ^ 1]);
        node >>= 1;
    }
    key
}

#[inline(never)]
fn replay_many(keys: &mut [u64], mut node: usize, mut key: u64) -> u64 {
    while node > 1 {
        keys[node] = key;
        key = key.min(keys[node ^ 1]);
        node >>= 1;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_rings_first_and_equals_go_by_number() {
        let mut tree = WinnerTree::new(5);
        assert!(tree.time() >= WinnerTree::NEVER);
        tree.set(3, 10);
        tree.set(1, 10);
        tree.set(4, 7);
        assert_eq!((tree.time(), tree.winner()), (7, 4));
        tree.stop(4);
        assert_eq!((tree.time(), tree.winner()), (10, 1));
        tree.set(1, 12);
        assert_eq!((tree.time(), tree.winner()), (10, 3));
        tree.clear();
        assert!(tree.time() >= WinnerTree::NEVER);
    }

    #[test]
    fn one_leaf_is_a_tree() {
        let mut tree = WinnerTree::new(1);
        tree.set(0, 42);
        assert_eq!((tree.time(), tree.winner()), (42, 0));
        tree.set(0, u64::MAX);
        assert!(tree.time() < WinnerTree::NEVER);
    }

    #[test]
    fn it_agrees_with_a_plain_search_at_every_height() {
        let mut state = 1_u64;
        for leaves in [1, 2, 3, 5, 9, 37, 100, 200, 512, 600] {
            let mut tree = WinnerTree::new(leaves);
            let mut plain = vec![u64::MAX; leaves];
            for _ in 0..2000 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let leaf = (state >> 33) as usize % leaves;
                let time = state >> 44;
                tree.set(leaf, time);
                plain[leaf] = time;
                let first = (0..leaves).min_by_key(|&at| (plain[at], at)).unwrap();
                assert_eq!((tree.time(), tree.winner()), (plain[first], first));
            }
        }
    }
}
