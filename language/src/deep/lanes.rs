//! Sixteen numbers at once, by what the processor has: the one place of the project with unsafe code.
//!
//! **Invariant**: every kind of processor gives the same bits. Products of bytes are summed in
//! integers: weights have 7 bits, so that no sum of two products leaves 16 bits. Floats are added
//! and multiplied lane by lane, in one order, and each step is rounded as IEEE 754 says.

/// How many lanes there are.
pub(super) const LANES: usize = 16;

/// Four numbers of 8 bits with a sign for each lane.
pub(super) type Bytes = [u8; 4 * LANES];

/// What a processor does with sixteen numbers at once.
pub(super) trait Lanes: Copy {
    type Sums: Copy;
    type Floats: Copy;

    /// Whether there are registers for the sums of six rows with four times sixteen columns.
    fn are_many(self) -> bool;
    fn no_sums(self) -> Self::Sums;
    /// Adds to each lane's sum four bytes of a row times the lane's own four.
    fn add_products(self, sums: Self::Sums, row: [u8; 4], columns: &Bytes) -> Self::Sums;
    fn sums(self, sums: Self::Sums) -> [i32; LANES];

    fn floats(self, from: &[f32; LANES]) -> Self::Floats;
    fn all(self, one: f32) -> Self::Floats;
    /// `a * b + c`, rounded once.
    fn multiply_add(self, a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    fn store(self, floats: Self::Floats, to: &mut [f32; LANES]);
    /// The lowest 8 bits of each.
    fn lowest_bytes(self, of: &[u32; LANES]) -> [u8; LANES];
}

/// One number made of all, by halves: in the same order on every machine.
#[inline(always)]
pub(super) fn fold(mut lanes: [f32; LANES], of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] = of(lanes[lane], lanes[lane + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// Work that wants lanes. `run` must be `#[inline(always)]`, and what it calls too: only then is
/// it compiled for the processor that is found.
pub(super) trait Task {
    type Out;
    fn run(self, lanes: impl Lanes) -> Self::Out;
}

/// Does the work with the best lanes of this processor.
pub(super) fn run<T: Task>(task: T) -> T::Out {
    #[cfg(target_arch = "x86_64")]
    return x86::run_best(task);
    #[cfg(not(target_arch = "x86_64"))]
    return task.run(Plain);
}

/// Any processor.
#[derive(Clone, Copy)]
pub(super) struct Plain;

impl Lanes for Plain {
    type Sums = [i32; LANES];
    type Floats = [f32; LANES];

    #[inline(always)]
    fn are_many(self) -> bool {
        false
    }

    #[inline(always)]
    fn no_sums(self) -> Self::Sums {
        [0; LANES]
    }

    #[inline(always)]
    fn add_products(self, sums: Self::Sums, row: [u8; 4], columns: &Bytes) -> Self::Sums {
        std::array::from_fn(|lane| {
            let product = |k: usize| i32::from(row[k]) * i32::from(columns[4 * lane + k] as i8);
            sums[lane] + product(0) + product(1) + product(2) + product(3)
        })
    }

    #[inline(always)]
    fn sums(self, sums: Self::Sums) -> [i32; LANES] {
        sums
    }

    #[inline(always)]
    fn floats(self, from: &[f32; LANES]) -> Self::Floats {
        *from
    }

    #[inline(always)]
    fn all(self, one: f32) -> Self::Floats {
        [one; LANES]
    }

    #[inline(always)]
    fn multiply_add(self, a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| a[lane].mul_add(b[lane], c[lane]))
    }

    #[inline(always)]
    fn store(self, floats: Self::Floats, to: &mut [f32; LANES]) {
        *to = floats;
    }

    #[inline(always)]
    fn lowest_bytes(self, of: &[u32; LANES]) -> [u8; LANES] {
        of.map(|bits| bits as u8)
    }
}

/// AVX-512 with the products of bytes (VNNI), and AVX2.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "the instructions of a processor are asked for by name")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Bytes, LANES, Lanes, Plain, Task};

    /// Exists only where the features that [`run_best`] asks for were found.
    #[derive(Clone, Copy)]
    struct Avx512(());

    /// As [`Avx512`].
    #[derive(Clone, Copy)]
    struct Avx2(());

    pub(super) fn run_best<T: Task>(task: T) -> T::Out {
        if is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vnni")
            && is_x86_feature_detected!("fma")
        {
            // SAFETY: the features were found just now.
            unsafe { with_avx512(task) }
        } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: the features were found just now.
            unsafe { with_avx2(task) }
        } else {
            task.run(Plain)
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma")]
    fn with_avx512<T: Task>(task: T) -> T::Out {
        task.run(Avx512(()))
    }

    #[target_feature(enable = "avx2,fma")]
    fn with_avx2<T: Task>(task: T) -> T::Out {
        task.run(Avx2(()))
    }

    // SAFETY, of all that follows: a value of the type is proof of the features, and what is read
    // or written lies in an array of its full size.
    impl Lanes for Avx512 {
        type Sums = __m512i;
        type Floats = __m512;

        #[inline(always)]
        fn are_many(self) -> bool {
            true
        }

        #[inline(always)]
        fn no_sums(self) -> __m512i {
            unsafe { _mm512_setzero_si512() }
        }

        #[inline(always)]
        fn add_products(self, sums: __m512i, row: [u8; 4], columns: &Bytes) -> __m512i {
            unsafe {
                let row = _mm512_set1_epi32(i32::from_le_bytes(row));
                _mm512_dpbusd_epi32(sums, row, _mm512_loadu_si512(columns.as_ptr().cast()))
            }
        }

        #[inline(always)]
        fn sums(self, sums: __m512i) -> [i32; LANES] {
            let mut to = [0; LANES];
            unsafe { _mm512_storeu_si512(to.as_mut_ptr().cast(), sums) };
            to
        }

        #[inline(always)]
        fn floats(self, from: &[f32; LANES]) -> __m512 {
            unsafe { _mm512_loadu_ps(from.as_ptr()) }
        }

        #[inline(always)]
        fn all(self, one: f32) -> __m512 {
            unsafe { _mm512_set1_ps(one) }
        }

        #[inline(always)]
        fn multiply_add(self, a: __m512, b: __m512, c: __m512) -> __m512 {
            unsafe { _mm512_fmadd_ps(a, b, c) }
        }

        #[inline(always)]
        fn store(self, floats: __m512, to: &mut [f32; LANES]) {
            unsafe { _mm512_storeu_ps(to.as_mut_ptr(), floats) };
        }

        #[inline(always)]
        fn lowest_bytes(self, of: &[u32; LANES]) -> [u8; LANES] {
            let mut to = [0; LANES];
            unsafe {
                let bytes = _mm512_cvtepi32_epi8(_mm512_loadu_si512(of.as_ptr().cast()));
                _mm_storeu_si128(to.as_mut_ptr().cast(), bytes);
            }
            to
        }
    }

    impl Lanes for Avx2 {
        type Sums = [__m256i; 2];
        type Floats = [__m256; 2];

        #[inline(always)]
        fn are_many(self) -> bool {
            false
        }

        #[inline(always)]
        fn no_sums(self) -> [__m256i; 2] {
            unsafe { [_mm256_setzero_si256(); 2] }
        }

        #[inline(always)]
        fn add_products(self, sums: [__m256i; 2], row: [u8; 4], columns: &Bytes) -> [__m256i; 2] {
            unsafe {
                let row = _mm256_set1_epi32(i32::from_le_bytes(row));
                let ones = _mm256_set1_epi16(1);
                let add = |sums, columns: *const u8| {
                    // 2 * 255 * 63 is less than 2 to the power of 15.
                    let pairs = _mm256_maddubs_epi16(row, _mm256_loadu_si256(columns.cast()));
                    _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, ones))
                };
                let (low, high) = columns.split_at(2 * LANES);
                [add(sums[0], low.as_ptr()), add(sums[1], high.as_ptr())]
            }
        }

        #[inline(always)]
        fn sums(self, sums: [__m256i; 2]) -> [i32; LANES] {
            let mut to = [0; LANES];
            let (low, high) = to.split_at_mut(LANES / 2);
            unsafe {
                _mm256_storeu_si256(low.as_mut_ptr().cast(), sums[0]);
                _mm256_storeu_si256(high.as_mut_ptr().cast(), sums[1]);
            }
            to
        }

        #[inline(always)]
        fn floats(self, from: &[f32; LANES]) -> [__m256; 2] {
            let (low, high) = from.split_at(LANES / 2);
            unsafe { [_mm256_loadu_ps(low.as_ptr()), _mm256_loadu_ps(high.as_ptr())] }
        }

        #[inline(always)]
        fn all(self, one: f32) -> [__m256; 2] {
            unsafe { [_mm256_set1_ps(one); 2] }
        }

        #[inline(always)]
        fn multiply_add(self, a: [__m256; 2], b: [__m256; 2], c: [__m256; 2]) -> [__m256; 2] {
            unsafe { [_mm256_fmadd_ps(a[0], b[0], c[0]), _mm256_fmadd_ps(a[1], b[1], c[1])] }
        }

        #[inline(always)]
        fn store(self, floats: [__m256; 2], to: &mut [f32; LANES]) {
            let (low, high) = to.split_at_mut(LANES / 2);
            unsafe {
                _mm256_storeu_ps(low.as_mut_ptr(), floats[0]);
                _mm256_storeu_ps(high.as_mut_ptr(), floats[1]);
            }
        }

        #[inline(always)]
        fn lowest_bytes(self, of: &[u32; LANES]) -> [u8; LANES] {
            let mut to = [0; LANES];
            let (low, high) = of.split_at(LANES / 2);
            unsafe {
                let lowest = |half: &[u32]| {
                    let bits = _mm256_loadu_si256(half.as_ptr().cast());
                    _mm256_and_si256(bits, _mm256_set1_epi32(255))
                };
                // Packed half by half of a register: fours of bytes at 0, 4, 1, 5 come in order.
                let pairs = _mm256_packus_epi32(lowest(low), lowest(high));
                let fours = _mm256_packus_epi16(pairs, pairs);
                let order = _mm256_setr_epi32(0, 4, 1, 5, 0, 4, 1, 5);
                let bytes = _mm256_permutevar8x32_epi32(fours, order);
                _mm_storeu_si128(to.as_mut_ptr().cast(), _mm256_castsi256_si128(bytes));
            }
            to
        }
    }

    #[cfg(test)]
    pub(super) fn run_avx2<T: Task>(task: T) -> Option<T::Out> {
        let found = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        // SAFETY: the features were found just now.
        found.then(|| unsafe { with_avx2(task) })
    }
}

/// What comes of every kind of lanes that this processor has: for tests.
#[cfg(test)]
pub(super) fn each<T: Task>(task: impl Fn() -> T) -> Vec<T::Out> {
    let mut all = vec![task().run(Plain), run(task())];
    #[cfg(target_arch = "x86_64")]
    all.extend(x86::run_avx2(task()));
    all
}
