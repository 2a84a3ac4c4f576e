//! From margins to probabilities: how often statements with such a margin are right.

/// A statement: its margin, whether it has a source of its own, whether it is right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub margin: u16,
    pub own_source: bool,
    pub right: bool,
}

/// Lower ends of the steps.
const STEPS: [u16; 15] = [0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 130, 170, 220];

/// The table `probability.txt`: a line a step, with the share of right statements among those
/// with a source of their own and among the others; never falling.
pub(crate) fn table(cases: &[Case]) -> String {
    let [own, other] = [true, false].map(|own| {
        let of = |k: usize| {
            let end = STEPS.get(k + 1).copied().unwrap_or(u16::MAX);
            let is =
                |case: &&Case| case.own_source == own && (STEPS[k]..end).contains(&case.margin);
            let (mut right, mut all) = (0.0, 0.0);
            for case in cases.iter().filter(is) {
                right += f64::from(u8::from(case.right));
                all += 1.0;
            }
            (right, all)
        };
        never_falling((0..STEPS.len()).map(of).collect())
    });
    let thousandths = |p: f64| (p * 1000.0).round() as u32;
    let line =
        |k: usize| format!("{} {} {}\n", STEPS[k], thousandths(own[k]), thousandths(other[k]));
    (0..STEPS.len()).map(line).collect()
}

/// Shares right / all, neighbors pooled until none falls (isotonic regression).
fn never_falling(counts: Vec<(f64, f64)>) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (right, all) in counts {
        // One right of two, as it were, so that no share is 0 or 1.
        let mut pool = (right + 0.5, all + 1.0, 1);
        while let Some(&(r, a, n)) = pools.last()
            && r / a >= pool.0 / pool.1
        {
            pool = (r + pool.0, a + pool.1, n + pool.2);
            pools.pop();
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(r, a, n)| std::iter::repeat_n(r / a, n)).collect()
}

/// Expected calibration error: how far probabilities (of 0 to 1) are from what is right, over 10
/// equal steps, in percent.
pub(crate) fn error(cases: &[(f64, bool)]) -> f64 {
    let mut error = 0.0;
    for step in 0..10 {
        let of = |p: f64| ((p * 10.0) as usize).min(9) == step;
        let (mut sum, mut right) = (0.0, 0.0);
        for &(p, is) in cases.iter().filter(|(p, _)| of(*p)) {
            sum += p;
            right += f64::from(u8::from(is));
        }
        error += f64::abs(sum - right);
    }
    100.0 * error / (cases.len() as f64).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_never_fall() {
        let shares = never_falling(vec![(1.0, 9.0), (5.0, 9.0), (3.0, 9.0), (8.0, 9.0)]);
        assert!(shares.is_sorted());
        assert_eq!(shares[1], shares[2]);
    }

    #[test]
    fn error_of_the_calibrated_is_none() {
        let cases: Vec<(f64, bool)> = (0..100).map(|k| (0.75, k % 4 != 0)).collect();
        assert!(error(&cases) < 1e-9);
        assert!((error(&[(0.9, false)]) - 90.0).abs() < 1e-9);
    }
}
