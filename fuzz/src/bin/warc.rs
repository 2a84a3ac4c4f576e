#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| onrecord_fuzz::check(b"WARC/1.0\r\n", bytes));
