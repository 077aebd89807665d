//! Indices held against functions whose indices are known.

use super::*;

/// Points of a lattice that fills a cube evenly (Roberts's sequence: powers of the root of x^(d+1) = x + 1), 0 to 1.
fn lattice(points: usize, dimensions: usize) -> Vec<Vec<f64>> {
    let mut root = 1.5_f64;
    for _ in 0..60 {
        root = libm::pow(1.0 + root, 1.0 / (dimensions as f64 + 1.0));
    }
    let value = |dimension: usize, point: usize| {
        let step = libm::pow(root, -(dimension as f64 + 1.0));
        (0.5 + step * (point as f64 + 1.0)).fract()
    };
    (0..dimensions).map(|dimension| (0..points).map(|point| value(dimension, point)).collect()).collect()
}

/// Ishigami and Homma (1990) with a = 7 and b = 0.1 on -pi..pi.
fn ishigami(points: usize) -> (Vec<Vec<f64>>, Vec<f64>) {
    let inputs: Vec<Vec<f64>> = lattice(points, 3)
        .iter()
        .map(|values| values.iter().map(|u| (2.0 * u - 1.0) * std::f64::consts::PI).collect())
        .collect();
    let value = |at: usize| {
        let (x1, x2, x3) = (inputs[0][at], inputs[1][at], inputs[2][at]);
        libm::sin(x1) + 7.0 * libm::sin(x2) * libm::sin(x2) + 0.1 * libm::pow(x3, 4.0) * libm::sin(x1)
    };
    let output = (0..points).map(value).collect();
    (inputs, output)
}

/// Its indices (Homma and Saltelli 1996): first-order and total.
const ISHIGAMI: [(f64, f64); 3] = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];

#[test]
fn the_expansion_finds_ishigami_s_indices() {
    let (inputs, output) = ishigami(1024);
    let found = sensitivity(&inputs, &output, 0.95).unwrap();
    assert!(matches!(found.method, Method::Expansion { predicted, .. } if predicted > 0.95), "{:?}", found.method);
    for (importance, (alone, together)) in found.inputs.iter().zip(ISHIGAMI) {
        assert!((importance.alone.value - alone).abs() < 0.01, "{importance:?} {alone}");
        assert!((importance.together.unwrap().value - together).abs() < 0.01, "{importance:?} {together}");
    }
}

#[test]
fn classes_find_ishigami_s_first_order_indices() {
    for points in [1024, 4096] {
        let (inputs, output) = ishigami(points);
        for (values, (alone, _)) in inputs.iter().zip(ISHIGAMI) {
            let part = classes::part(values, &output, classes::count(points)).unwrap();
            assert!((part - alone).abs() < 0.03, "{points}: {part} {alone}");
        }
    }
}

#[test]
fn a_function_that_no_polynomial_predicts_is_left_to_classes() {
    let inputs = lattice(400, 2);
    // A coin for each point, and a step: half of the variance each.
    let value = |at: usize| {
        let coin = if (at * at * 7 + at / 3_usize).is_multiple_of(2) { 0.5 } else { -0.5 };
        coin + if inputs[0][at] < 0.5 { 0.5 } else { -0.5 }
    };
    let output: Vec<f64> = (0..400).map(value).collect();
    let found = sensitivity(&inputs, &output, 0.95).unwrap();
    assert_eq!(found.method, Method::Classes { classes: 20 });
    let step = found.inputs[0];
    let (low, high) = step.alone.interval.unwrap();
    assert!(low < 0.5 && 0.5 < high && high - low < 0.3, "{step:?}");
    assert!(found.inputs[1].alone.value < 0.1, "{found:?}");
    assert_eq!(step.together, None);
}

#[test]
fn noise_is_not_taken_for_an_input_that_matters() {
    // One input rules, the other does nothing, and every point has noise.
    let inputs = lattice(128, 2);
    let noise = |at: usize| ((at * 7919 % 101) as f64 / 50.0 - 1.0) * 0.1;
    let output: Vec<f64> = (0..128).map(|at| 3.0 * inputs[0][at] + noise(at)).collect();
    let found = sensitivity(&inputs, &output, 0.95).unwrap();
    let (first, second) = (found.inputs[0], found.inputs[1]);
    assert!((first.slope.unwrap() - 3.0).abs() < 0.05, "{first:?}");
    assert!(first.alone.value > 0.97, "{first:?}");
    let together = second.together.unwrap();
    assert!(together.value < 0.02 && together.interval.unwrap().0 <= 0.0, "{second:?}");
}

#[test]
fn few_levels_are_enough() {
    // A sum of an input with two values and one with three, every combination eight times: parts by hand 0.6 and 0.4.
    let first: Vec<f64> = (0..48).map(|at| f64::from(at % 2)).collect();
    let second: Vec<f64> = (0..48).map(|at| f64::from(at / 2 % 3)).collect();
    let output: Vec<f64> = first.iter().zip(&second).map(|(a, b)| 2.0 * a + b).collect();
    let found = sensitivity(&[first, second], &output, 0.95).unwrap();
    assert!((found.inputs[0].alone.value - 0.6).abs() < 1e-9, "{found:?}");
    assert!((found.inputs[1].together.unwrap().value - 0.4).abs() < 1e-9, "{found:?}");
}

#[test]
fn intervals_cover_the_truth() {
    // 60 samples of 200 points each: shifted lattices, a product with noise. By hand: with u and v even on 0..1 and y = (u - 1/2) + (u - 1/2)(v - 1/2), the
    // variances are 1/12 and 1/144 beside the noise.
    let truth = (1.0 / 12.0) / (1.0 / 12.0 + 1.0 / 144.0);
    let mut covered = 0;
    for sample in 0..60_usize {
        let all = lattice(200 * 61, 3);
        let cut: Vec<Vec<f64>> = all.iter().map(|values| values[sample * 200..(sample + 1) * 200].to_vec()).collect();
        let output: Vec<f64> =
            (0..200).map(|at| (cut[0][at] - 0.5) * (0.5 + cut[1][at]) + 0.1 * (cut[2][at] * 1e4).fract()).collect();
        let found = sensitivity(&cut[..2], &output, 0.95).unwrap();
        let (low, high) = found.inputs[0].alone.interval.unwrap();
        covered += usize::from(low <= truth && truth <= high);
    }
    assert!(covered >= 50, "{covered} of 60");
}

#[test]
fn what_cannot_be_told_is_not() {
    let inputs = lattice(40, 2);
    let constant = vec![7.0; 40];
    assert_eq!(sensitivity(&inputs, &constant, 0.95), None);
    assert_eq!(sensitivity(&[], &constant, 0.95), None);
    assert_eq!(sensitivity(&lattice(5, 2), &[1.0, 2.0, 3.0, 4.0, 5.0], 0.95), None);
    let broken: Vec<f64> = (0..40).map(|at| if at == 3 { f64::NAN } else { f64::from(at) }).collect();
    assert_eq!(sensitivity(&inputs, &broken, 0.95), None);
    // An input that never changes does nothing, and brings nothing down.
    let still = vec![inputs[0].clone(), vec![1.0; 40]];
    let output: Vec<f64> = inputs[0].iter().map(|u| u * u).collect();
    let found = sensitivity(&still, &output, 0.95).unwrap();
    assert!(found.inputs[1].alone.value.abs() < 1e-9 && found.inputs[0].alone.value > 0.99, "{found:?}");
}
