use super::places::lay_out;
use super::{COPIED, FINEST, Feature, Form, HEADER, MAGIC, Pair, VERSION, fingerprint};

/// Writes a model file: each feature with its weights, one a class. Features whose weights are
/// all 0 are left out. The same input gives the same bytes, in whatever order it comes.
///
/// # Panics
/// If there are more than 256 classes, a name is longer than 255 bytes, a row has not one
/// weight a class, or all rows together have more than 2²⁴ weights, of more than 12 classes.
pub fn encode(classes: &[String], rows: Vec<(Feature, Vec<i8>)>) -> Vec<u8> {
    let dense = classes.len() <= Form::Dense.most_classes();
    let wide = |(feature, weights): (Feature, Vec<i8>)| {
        (feature, weights.into_iter().map(i16::from).collect())
    };
    let form = if dense { Form::Dense } else { Form::Sparse };
    write(form, classes, rows.into_iter().map(wide).collect())
}

/// The same with weights of up to [`FINEST`] in place of bytes: no larger, for three classes at
/// most, or for more than 12.
///
/// # Panics
/// If there are more than 64 classes, or for the reasons of [`encode`].
pub fn encode_fine(classes: &[String], rows: Vec<(Feature, Vec<i16>)>) -> Vec<u8> {
    let dense = classes.len() <= Form::FineDense.most_classes();
    write(if dense { Form::FineDense } else { Form::FineSparse }, classes, rows)
}

fn write(form: Form, classes: &[String], mut rows: Vec<(Feature, Vec<i16>)>) -> Vec<u8> {
    assert!(classes.len() <= form.most_classes(), "too many classes");
    rows.retain(|(_, weights)| weights.iter().any(|&weight| weight != 0));
    rows.sort_unstable_by_key(|&(feature, _)| feature);
    rows.dedup_by_key(|&mut (feature, _)| fingerprint(feature));
    let fingerprints: Vec<u32> = rows.iter().map(|&(feature, _)| fingerprint(feature)).collect();
    let layout = lay_out(&fingerprints);
    let mut slots = vec![0; layout.count * form.slot_bytes()];
    let mut pairs: Vec<Pair> = Vec::new();
    for (((_, weights), fingerprint), place) in rows.iter().zip(fingerprints).zip(layout.places) {
        assert_eq!(weights.len(), classes.len(), "one weight a class");
        let slot = &mut slots[place as usize * form.slot_bytes()..][..form.slot_bytes()];
        let (mark, payload) = slot.split_at_mut(4);
        mark.copy_from_slice(&fingerprint.to_le_bytes());
        match form {
            Form::Dense => {
                let bytes = weights.iter().map(|&weight| weight as u8);
                payload.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
            }
            Form::FineDense => {
                let bits = weights.iter().rev();
                let bits = bits.fold(0, |bits, &weight| bits << 10 | u32::from(fine(weight)));
                payload.copy_from_slice(&bits.to_le_bytes());
            }
            Form::Sparse | Form::FineSparse => {
                let start = pairs.len();
                let used = (0u16..).zip(weights).filter(|&(_, &weight)| weight != 0);
                // 255 is more than any trained row has.
                pairs.extend(used.take(255).map(|(class, &weight)| match form {
                    Form::Sparse => [class as u8, weight as u8],
                    _ => (fine(weight) << 6 | class).to_le_bytes(),
                }));
                assert!(start < 1 << 24, "too many weights");
                let row = start << 8 | (pairs.len() - start);
                payload.copy_from_slice(&(row as u32).to_le_bytes()); // fewer than 2^24 pairs before
            }
        }
    }
    // A row is read with what follows it.
    pairs.extend([[0; 2]; COPIED]);
    let mut out = MAGIC.to_vec();
    let counts = [layout.pilots.len(), layout.count, pairs.len()];
    let head = [VERSION as usize, classes.len(), form as usize].into_iter().chain(counts);
    head.for_each(|number| out.extend_from_slice(&(number as u32).to_le_bytes()));
    debug_assert_eq!(out.len(), HEADER);
    for name in classes {
        out.push(u8::try_from(name.len()).expect("a class name is at most 255 bytes"));
        out.extend_from_slice(name.as_bytes());
    }
    out.extend_from_slice(layout.pilots.as_flattened());
    out.extend_from_slice(&slots);
    out.extend_from_slice(pairs.as_flattened());
    out
}

/// A weight in ten bits.
fn fine(weight: i16) -> u16 {
    weight.clamp(-FINEST, FINEST) as u16 & 0x3ff
}
