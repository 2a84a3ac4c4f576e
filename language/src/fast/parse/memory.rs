use crate::linear::mix;

/// What was found out in one sentence, by the hash of what it depends on: the ways in a beam, and
/// one step and the next, ask much the same. Each hash has one place; a later one takes it over.
#[derive(Debug)]
pub(super) struct Memo<T> {
    places: Vec<(u64, T)>,
    sentence: u64,
}

const MEMOS: usize = 1 << 9;

impl<T: Copy + Default> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo { places: vec![(0, T::default()); MEMOS], sentence: 0 }
    }
}

impl<T: Copy> Memo<T> {
    /// Forgets everything.
    pub(super) fn start(&mut self) {
        self.sentence += 1;
    }

    /// What is known for a key, or else what `find` finds.
    #[inline]
    pub(super) fn get(&mut self, key: u64, find: impl FnOnce() -> T) -> T {
        let key = mix(self.sentence, key);
        let place = &mut self.places[key as usize % MEMOS];
        if place.0 != key {
            *place = (key, find());
        }
        place.1
    }
}
