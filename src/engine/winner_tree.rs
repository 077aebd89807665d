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
    /// Bits of a key that hold the leaf's number.
    bits: u32,
    /// Key of the earliest leaf.
    first: u64,
    /// Keys of the two children of node `i`, whose numbers are `2 i` and `2 i + 1`; node 1 is the root, and the leaves
    /// are numbered from the number of pairs on. Kept in pairs, because a match then costs one bounds check, not two.
    pairs: Vec<[u64; 2]>,
}

impl WinnerTree {
    /// A tree of that many leaves, none of which will ever ring.
    pub fn new(leaves: usize) -> Self {
        let width = leaves.max(1).next_power_of_two();
        Self { bits: width.trailing_zeros(), first: u64::MAX, pairs: vec![[u64::MAX; 2]; width] }
    }

    /// The time that stands for never in a tree with as many leaves as an engine can have: all real times are earlier.
    pub const NEVER: u64 = u64::MAX >> 17;

    /// Forgets all times.
    pub fn clear(&mut self) {
        self.first = u64::MAX;
        self.pairs.fill([u64::MAX; 2]);
    }

    /// Earliest time; at least [`WinnerTree::NEVER`] when no leaf rings.
    #[inline]
    pub fn time(&self) -> u64 {
        self.first >> self.bits
    }

    /// Leaf with the earliest time; among equals, the lowest number.
    #[inline]
    pub fn winner(&self) -> usize {
        (self.first & (self.pairs.len() as u64 - 1)) as usize
    }

    /// Sets a leaf's time; anything as late as [`WinnerTree::NEVER`] rings just before it.
    #[inline]
    pub fn set(&mut self, leaf: usize, time: u64) {
        let time = time.min(Self::NEVER - 1);
        self.put(leaf, (time << self.bits) | leaf as u64);
    }

    /// Lets a leaf never ring.
    #[inline]
    pub fn stop(&mut self, leaf: usize) {
        self.put(leaf, u64::MAX);
    }

    #[inline]
    fn put(&mut self, leaf: usize, mut key: u64) {
        let mut node = self.pairs.len() + leaf;
        while node > 1 {
            let pair = &mut self.pairs[node >> 1];
            pair[node & 1] = key;
            key = key.min(pair[(node & 1) ^ 1]);
            node >>= 1;
        }
        self.first = key;
    }
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
    fn it_agrees_with_a_plain_search() {
        let mut tree = WinnerTree::new(37);
        let mut plain = [u64::MAX; 37];
        let mut state = 1_u64;
        for _ in 0..10_000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let leaf = (state >> 33) as usize % 37;
            let time = state >> 44;
            tree.set(leaf, time);
            plain[leaf] = time;
            let first = (0..37).min_by_key(|&at| (plain[at], at)).unwrap();
            assert_eq!((tree.time(), tree.winner()), (plain[first], first));
        }
    }
}
