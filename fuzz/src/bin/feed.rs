#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| onrecord_fuzz::check(b"<?xml version='1.0'?><rss version='2.0'>", bytes));
