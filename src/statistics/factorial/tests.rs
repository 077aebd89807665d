//! Parts of variances that are known by hand.

use super::*;

/// Two draws of each of three groups, from -1 and 1; the outputs of all eight combinations.
fn block(draws: [[f64; 2]; 3], output: impl Fn(f64, f64, f64) -> f64) -> Vec<f64> {
    (0..8_usize).map(|at| output(draws[0][at & 1], draws[1][at >> 1 & 1], draws[2][at >> 2 & 1])).collect()
}

/// Every block that two-valued draws can bring about.
fn all_blocks(output: impl Fn(f64, f64, f64) -> f64 + Copy) -> Vec<Vec<f64>> {
    let sign = |bits: usize, at: usize| if bits >> at & 1 == 1 { 1.0 } else { -1.0 };
    let draws = |bits: usize| [0, 2, 4].map(|at| [sign(bits, at), sign(bits, at + 1)]);
    (0..64).map(|bits| block(draws(bits), output)).collect()
}

fn factorial(blocks: &[Vec<f64>]) -> Factorial {
    Factorial::of(3, blocks.iter().map(Vec::as_slice)).unwrap()
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-12
}

/// The mean over all blocks that can be drawn is what a block estimates: no bias.
#[test]
fn closed_indices_are_right_on_average_over_all_that_can_be_drawn() {
    // Y = 2a + b + 3bc + 5: Var(E[Y | a]) = 4, b: 1, c: 0, ab: 5, ac: 4, bc: 10, all: 14.
    let output = |a: f64, b: f64, c: f64| 2.0 * a + b + 3.0 * b * c + 5.0;
    let means = factorial(&all_blocks(output)).closed_indices().unwrap();
    for (set, expected) in [0.0, 4.0, 1.0, 5.0, 0.0, 4.0, 10.0, 14.0].into_iter().enumerate() {
        assert!(near(means[set], expected), "{set:03b}: {}", means[set]);
    }
}

/// Blocks of a generator that a test can carry: uniform numbers between 0 and 1.
fn drawn_blocks(count: usize, output: impl Fn(f64, f64, f64) -> f64 + Copy) -> Vec<Vec<f64>> {
    let mut state = 2026_u64;
    // Steele, Lea and Flood (2014).
    let mut uniform = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..count).map(|_| block([0; 3].map(|_| [uniform(), uniform()]), output)).collect()
}

#[test]
fn a_sum_is_split_by_the_variances_of_its_terms() {
    let blocks = drawn_blocks(2000, |a, b, c| 2.0 * a + b + 0.5 * c);
    let parts = factorial(&blocks).parts(0.95).unwrap();
    // 4 : 1 : 1/4, of a variance of 5.25 / 12.
    for (group, expected) in parts.groups.iter().zip([4.0 / 5.25, 1.0 / 5.25, 0.25 / 5.25]) {
        for part in [group.share, group.alone, group.together] {
            let (low, high) = part.interval.unwrap();
            assert!(low <= expected && expected <= high && high - low < 0.06, "{part:?}, not {expected}");
        }
    }
    let (low, high) = parts.variance.interval.unwrap();
    assert!(low < 5.25 / 12.0 && 5.25 / 12.0 < high && high - low < 0.04);
    let sum: f64 = parts.groups.iter().map(|group| group.share.value).sum();
    assert!(near(sum, 1.0));
}

#[test]
fn a_product_is_split_evenly_between_what_only_works_together() {
    // Y = (a - 1/2)(b - 1/2) + c / 4: with v = 1/12 the product has the variance v², all of it from both together; c has v / 16.
    let blocks = drawn_blocks(4000, |a, b, c| (a - 0.5) * (b - 0.5) + c / 4.0);
    let parts = factorial(&blocks).parts(0.95).unwrap();
    let v = 1.0 / 12.0;
    let variance = v * v + v / 16.0;
    let shares = [v * v / 2.0 / variance, v * v / 2.0 / variance, v / 16.0 / variance];
    for (group, expected) in parts.groups.iter().zip(shares) {
        let (low, high) = group.share.interval.unwrap();
        assert!(low <= expected && expected <= high && high - low < 0.1, "{:?}, not {expected}", group.share);
    }
    assert!(parts.groups[0].alone.value < 0.02, "by itself a does nothing");
    assert!((parts.groups[0].together.value - v * v / variance).abs() < 0.05);
}

#[test]
fn of_an_indicator_what_must_meet_is_shared() {
    // Y = 1 where a < 1/2 and b < 1/2: p = 1/4, Var = 3/16; Var(E[Y | a]) = Var(E[Y | b]) = 1/16; half of the rest each: 1/2 : 1/2 : 0.
    let blocks = drawn_blocks(2000, |a, b, _| f64::from(u8::from(a < 0.5 && b < 0.5)));
    let parts = factorial(&blocks).parts(0.95).unwrap();
    for (group, (share, alone, together)) in
        parts.groups.iter().zip([(0.5, 1.0 / 3.0, 2.0 / 3.0), (0.5, 1.0 / 3.0, 2.0 / 3.0), (0.0, 0.0, 0.0)])
    {
        for (part, expected) in [(group.share, share), (group.alone, alone), (group.together, together)] {
            let (low, high) = part.interval.unwrap();
            assert!(low - 1e-12 <= expected && expected <= high + 1e-12, "{part:?}, not {expected}");
        }
    }
    assert!(parts.groups[2].share.value.abs() < 1e-15, "what does nothing has nothing");
}

/// How often intervals from sixty blocks cover: the size that a run uses.
#[test]
fn intervals_of_sixty_blocks_cover_about_as_often_as_they_say() {
    let blocks = drawn_blocks(60 * 200, |a, b, c| f64::from(u8::from(a + 0.7 * b + 0.5 * c > 1.4)));
    let many = factorial(&blocks).parts(0.95).unwrap();
    let mut covered = [0_u32; 3];
    for some in blocks.chunks(60) {
        let parts = factorial(some).parts(0.95).unwrap();
        for (at, group) in parts.groups.iter().enumerate() {
            let (low, high) = group.share.interval.unwrap();
            let truth = many.groups[at].share.value;
            covered[at] += u32::from(low <= truth && truth <= high);
        }
    }
    assert!(covered.iter().all(|&count| count >= 176), "of 200, 190 are expected, with a deviation of 3: {covered:?}");
}

#[test]
fn what_one_group_leaves_when_all_others_stand_still() {
    let blocks = drawn_blocks(2000, |a, b, c| 2.0 * a + b + c);
    let left = factorial(&blocks).inner_variance(0b100, 0.95).unwrap();
    let (low, high) = left.interval.unwrap();
    assert!(low < 1.0 / 12.0 && 1.0 / 12.0 < high && high - low < 0.01, "{left:?}");
}

#[test]
fn nothing_is_told_from_nothing() {
    assert!(Factorial::of(3, [[0.0; 4].as_slice()]).is_none());
    assert!(Factorial::of(0, [[0.0; 1].as_slice()]).is_none());
    assert!(Factorial::of(1, [[0.0, f64::NAN].as_slice()]).is_none());
    assert_eq!(factorial(&vec![vec![7.0; 8]; 20]).parts(0.95), None, "nothing varies");
    assert_eq!(factorial(&drawn_blocks(5, |a, _, _| a)).parts(0.95), None, "too few");
    let one = Factorial::of(1, drawn_blocks(50, |a, _, _| a).iter().map(|block| &block[..2])).unwrap();
    assert!(near(one.parts(0.95).unwrap().groups[0].share.value, 1.0), "a single group has all of it");
}
