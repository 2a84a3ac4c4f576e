//! A place for each feature of a model, such that no two have the same.
//!
//! Features are parted by their fingerprints into small groups. Each group has a number, its pilot,
//! which was searched for when the model was written: with it a short calculation leads from the
//! fingerprints of the group to free places. So a feature is found, or found missing, by looking
//! at one place, without a branch that a processor would have to guess. Beside its pilot a group
//! has eight marks, a bit each: most features that are not there are known by them.

/// Where features are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a> {
    /// One a group, and its marks.
    pilots: &'a [[u8; 2]],
    /// How many places there are.
    count: u64,
}

impl<'a> Places<'a> {
    /// `None` if there are no groups or no places.
    pub(super) fn new(pilots: &'a [[u8; 2]], count: usize) -> Option<Places<'a>> {
        let some = !pilots.is_empty() && count > 0;
        some.then_some(Places { pilots, count: count as u64 })
    }

    /// The place of a fingerprint, less than the number of places: the only one where it can be.
    /// And whether it can be there.
    #[inline(always)]
    pub(super) fn of(&self, fingerprint: u32) -> (u32, bool) {
        let [pilot, marks] = self.pilots[group(fingerprint, self.pilots.len())];
        (place(fingerprint, pilot, self.count), marks & mark(fingerprint) != 0)
    }
}

/// Less than `groups`.
#[inline(always)]
fn group(fingerprint: u32, groups: usize) -> usize {
    scaled(u64::from(fingerprint), groups as u64)
}

/// Less than `count`.
#[inline(always)]
fn place(fingerprint: u32, pilot: u8, count: u64) -> u32 {
    let turned = fingerprint ^ u32::from(pilot).wrapping_mul(0x9e37_79b1);
    scaled(u64::from(turned).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32, count) as u32
}

/// The mark that a fingerprint leaves on its group.
#[inline(always)]
fn mark(fingerprint: u32) -> u8 {
    1 << (fingerprint & 7)
}

#[inline(always)]
fn scaled(number: u64, end: u64) -> usize {
    ((number * end) >> 32) as usize
}

/// A place for each of some fingerprints.
pub(super) struct Layout {
    /// With their marks.
    pub(super) pilots: Vec<[u8; 2]>,
    /// How many places there are: some more than fingerprints.
    pub(super) count: usize,
    /// In the order of the fingerprints.
    pub(super) places: Vec<u32>,
}

/// Finds places for fingerprints that are all different.
pub(super) fn lay_out(fingerprints: &[u32]) -> Layout {
    let mut groups = vec![Vec::new(); (fingerprints.len() * 2 / 5).max(1)];
    let group_count = groups.len();
    for &fingerprint in fingerprints {
        groups[group(fingerprint, group_count)].push(fingerprint);
    }
    // One place in ten is free, or more if it must be.
    let mut count = fingerprints.len() * 10 / 9 + 1;
    let pilots = loop {
        match pilots(&groups, count) {
            Some(pilots) => break pilots,
            None => count += count / 32 + 1,
        }
    };
    let known = Places { pilots: &pilots, count: count as u64 };
    let places = fingerprints.iter().map(|&fingerprint| known.of(fingerprint).0).collect();
    Layout { pilots, count, places }
}

/// The pilots that lead each group to free places, the largest first. `None` if one finds none.
fn pilots(groups: &[Vec<u32>], count: usize) -> Option<Vec<[u8; 2]>> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(groups[group].len()));
    let mut taken = vec![false; count];
    let mut pilots = vec![[0; 2]; groups.len()];
    for number in order {
        let group = &groups[number];
        let pilot = (0..=u8::MAX).find(|&pilot| {
            let at = |fingerprint: &u32| place(*fingerprint, pilot, count as u64) as usize;
            let free = group
                .iter()
                .take_while(|fingerprint| !std::mem::replace(&mut taken[at(fingerprint)], true));
            let free = free.count();
            if free < group.len() {
                group[..free].iter().for_each(|fingerprint| taken[at(fingerprint)] = false);
            }
            free == group.len()
        })?;
        let marks = group.iter().fold(0, |marks, &fingerprint| marks | mark(fingerprint));
        pilots[number] = [pilot, marks];
    }
    Some(pilots)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::mix;

    #[test]
    fn no_two_share_a_place() {
        for len in [0, 1, 2, 3, 10, 1000, 30_000] {
            let mut fingerprints: Vec<u32> = (0..len).map(|k| (mix(5, k) >> 32) as u32).collect();
            fingerprints.sort_unstable();
            fingerprints.dedup();
            let layout = lay_out(&fingerprints);
            let mut places = layout.places.clone();
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), fingerprints.len());
            assert!(layout.count <= fingerprints.len() * 5 / 4 + 3, "few places are free");
            assert!(places.last().is_none_or(|&last| (last as usize) < layout.count));
        }
    }

    #[test]
    fn neighbors_find_places_too() {
        let fingerprints: Vec<u32> = (7..5000).collect();
        let layout = lay_out(&fingerprints);
        assert!(layout.places.iter().all(|&place| (place as usize) < layout.count));
    }

    #[test]
    fn every_fingerprint_is_within() {
        let places = Places::new(&[[3, 9], [200, 0], [255, 1]], 7).expect("some");
        assert!([0, 1, u32::MAX / 2, u32::MAX].iter().all(|&one| places.of(one).0 < 7));
        assert!(Places::new(&[], 7).is_none() && Places::new(&[[1, 1]], 0).is_none());
    }
}
