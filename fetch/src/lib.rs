//! News feeds and pages, fetched from public servers into WARC files.
//!
//! ```no_run
//! use onrecord_fetch::{Settings, fetch};
//!
//! let settings = Settings { contact: Some("desk@example.org".to_owned()), ..Settings::default() };
//! let feeds = ["https://example.com/news.rss".to_owned()];
//! let counts = fetch(&feeds, "crawl".as_ref(), &settings, &|outcome| println!("{outcome}"))?;
//! assert_eq!(counts.failed, 0);
//! # Ok::<(), onrecord_fetch::FetchError>(())
//! ```
//!
//! [`fetch`] polls feeds and sitemaps and keeps the pages that they name; [`Client::get`] asks for
//! one address. Both go through one client, and nothing else in the house opens a connection.
//!
//! **Invariants**:
//! * A connection is made only to an address that was looked up, found public, and is the one
//!   connected to; that holds for every step of a redirect. [`Reach::Besides`] excepts one
//!   server, for tests.
//! * A server gets one request at a time, with a pause between two ([`Settings::delay`]), and none
//!   that its robots.txt (RFC 9309) forbids.
//! * What is noted in the journal is in the archive: a run that was cut off, even by a power
//!   failure, goes on where it was.
//!
//! Useful for: following feeds. Not useful for: finding the pages of a site, which is a crawl.
#![deny(missing_docs)]

mod address;
mod archive;
mod client;
mod journal;
mod poll;
mod reach;
mod robots;
mod turns;
mod warc;

pub use address::Refused;
pub use client::{Answer, Client, Conditions, FetchError, Settings};
pub use poll::{Counts, Outcome, What, fetch};
pub use reach::Reach;
