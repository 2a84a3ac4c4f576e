use std::sync::LazyLock;

use onrecord_article::Probability;

use super::Linked;

/// How often statements with such a margin are right: content, cue and source in the sense of the
/// relaxed score. Measured on articles that the model had not seen.
pub(super) fn probability(linked: &Linked) -> Probability {
    let own = linked.source.is_some() && !linked.inherited;
    let row = STEPS.partition_point(|step| step.margin <= linked.margin).saturating_sub(1);
    let probability =
        STEPS.get(row).map_or(0, |step| if own { step.own_source } else { step.other });
    Probability::thousandths(probability)
}

/// From this margin up, a statement is right so often, in thousandths.
struct Step {
    margin: u16,
    own_source: u16,
    other: u16,
}

/// A line a step: margin, probability with a source of its own, without one.
static STEPS: LazyLock<Vec<Step>> = LazyLock::new(|| {
    include_str!("../../en/probability.txt")
        .lines()
        .filter_map(|line| {
            let mut numbers = line.split(' ').map(|number| number.parse().ok());
            let mut next = || numbers.next().flatten();
            Some(Step { margin: next()?, own_source: next()?, other: next()? })
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surer_is_likelier() {
        assert!(STEPS.is_sorted_by_key(|step| step.margin));
        assert!(STEPS.is_sorted_by_key(|step| step.own_source));
        assert!(STEPS.is_sorted_by_key(|step| step.other));
        assert!(STEPS.len() > 2 && STEPS[0].margin == 0);
    }
}
