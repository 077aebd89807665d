//! Exact sums of squares and products about their means.

/// `n` times the sum of `(x - mean of x) * (y - mean of y)`, exactly; `None` when it does not fit.
///
/// With `x = q n + r` for the totals, the whole part of both means is taken off before anything is multiplied by `n`, so
/// that nothing large cancels: `n T - r_x r_y` with `T = sum of x y - q_x Y - q_y r_x`.
pub(super) fn centered(n: u64, total_x: u128, total_y: u128, total_xy: u128) -> Option<i128> {
    let n = u128::from(n);
    if n == 0 {
        return None;
    }
    let (whole_x, rest_x) = (total_x / n, total_x % n);
    let (whole_y, rest_y) = (total_y / n, total_y % n);
    let off = whole_x.checked_mul(total_y)?.checked_add(whole_y.checked_mul(rest_x)?)?;
    let about_whole = signed(total_xy)?.checked_sub(signed(off)?)?;
    about_whole.checked_mul(signed(n)?)?.checked_sub(signed(rest_x.checked_mul(rest_y)?)?)
}

/// The same as a number, as exact as 53 bits are, in floating point where it does not fit.
pub(super) fn centered_or_nearly(n: u64, total_x: u128, total_y: u128, total_xy: u128) -> f64 {
    centered(n, total_x, total_y, total_xy)
        .map_or_else(|| n as f64 * total_xy as f64 - total_x as f64 * total_y as f64, |exact| exact as f64)
}

fn signed(value: u128) -> Option<i128> {
    i128::try_from(value).ok()
}
