//! One request at a time for each server, with a pause between two.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::robots::Robots;

/// How often a waiting program looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// The servers that were asked in this run.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    servers: Mutex<HashMap<String, Arc<Mutex<Server>>>>,
}

/// What is known of a server. Whoever holds it may send a request.
#[derive(Debug, Default)]
pub(crate) struct Server {
    free_at: Option<Instant>,
    /// Requests in a row that came to nothing.
    pub(crate) failures: u32,
    pub(crate) robots: Option<Arc<Robots>>,
    /// Does not speak https.
    pub(crate) is_plain: bool,
}

impl Turns {
    pub(crate) fn server(&self, name: &str) -> Arc<Mutex<Server>> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        servers.entry(name.to_owned()).or_default().clone()
    }
}

pub(crate) fn hold(server: &Mutex<Server>) -> MutexGuard<'_, Server> {
    server.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    /// Waits for the end of the pause; `false` if the run is to stop.
    pub(crate) fn wait(&self, stop: &AtomicBool) -> bool {
        self.free_at.is_none_or(|free_at| sleep_until(free_at, stop))
    }

    /// A request was answered, or not: the pause begins.
    pub(crate) fn rest(&mut self, delay: Duration) {
        let wished = self.robots.as_ref().and_then(|robots| robots.pause).unwrap_or_default();
        self.free_at = Some(Instant::now() + delay.max(wished));
    }
}

/// Waits; `false` if the run is to stop.
pub(crate) fn sleep_until(end: Instant, stop: &AtomicBool) -> bool {
    while !stop.load(Ordering::Relaxed) {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        std::thread::sleep(left.min(LOOK));
    }
    false
}
