use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Work on `jobs` threads; results come out in the order of the items.
///
/// No more than `4 * jobs` results wait for an earlier one, so memory is bounded however many
/// items there are. Ends early when `consume` breaks. `next` is called by one thread at a time.
pub(super) fn in_order<I, O>(
    jobs: usize,
    next: impl FnMut() -> Option<I> + Send,
    work: impl Fn(I) -> O + Sync,
    mut consume: impl FnMut(O) -> ControlFlow<()>,
) where
    I: Send,
    O: Send,
{
    let source = Mutex::new((0usize, next));
    let queue = Queue {
        state: Mutex::new(State { done: BTreeMap::new(), given: 0, running: jobs, stopped: false }),
        changed: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let started =
                std::thread::Builder::new().stack_size(16 << 20).spawn_scoped(scope, || {
                    let _finished = Finished(&queue);
                    loop {
                        let (number, item) = {
                            let mut source = lock(&source);
                            let Some(item) = (source.1)() else { return };
                            source.0 += 1;
                            (source.0 - 1, item)
                        };
                        if !queue.wait_for_room(number, 4 * jobs) {
                            return;
                        }
                        queue.put(number, work(item));
                    }
                });
            if started.is_err() {
                drop(Finished(&queue)); // the threads there are do the work
            }
        }
        while let Some(result) = queue.take() {
            if consume(result).is_break() {
                break;
            }
        }
        queue.stop();
    });
}

struct Queue<O> {
    state: Mutex<State<O>>,
    changed: Condvar,
}

struct State<O> {
    /// Results that wait, by number.
    done: BTreeMap<usize, O>,
    /// How many results were given out: the number of the next one.
    given: usize,
    running: usize,
    stopped: bool,
}

impl<O> Queue<O> {
    fn wait_for_room(&self, number: usize, most: usize) -> bool {
        let mut state = lock(&self.state);
        while number >= state.given + most && !state.stopped {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        !state.stopped
    }

    fn put(&self, number: usize, result: O) {
        lock(&self.state).done.insert(number, result);
        self.changed.notify_all();
    }

    /// The next result in order; `None` when all is done.
    fn take(&self) -> Option<O> {
        let mut state = lock(&self.state);
        loop {
            let number = state.given;
            if let Some(result) = state.done.remove(&number) {
                state.given += 1;
                self.changed.notify_all();
                return Some(result);
            }
            if state.running == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stop(&self) {
        lock(&self.state).stopped = true;
        self.changed.notify_all();
    }
}

/// Says that a thread has ended, also if it panicked.
struct Finished<'a, O>(&'a Queue<O>);

impl<O> Drop for Finished<'_, O> {
    fn drop(&mut self) {
        lock(&self.0.state).running -= 1;
        self.0.changed.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(jobs: usize, items: usize, stop_after: usize) -> Vec<usize> {
        let mut from = 0..items;
        let mut out = Vec::new();
        let slow = |n: usize| {
            std::thread::sleep(std::time::Duration::from_micros((n % 7) as u64 * 50));
            n
        };
        in_order(
            jobs,
            || from.next(),
            slow,
            |n| {
                out.push(n);
                if out.len() == stop_after {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        out
    }

    #[test]
    fn results_come_in_order() {
        for jobs in [1, 2, 7] {
            assert_eq!(run(jobs, 500, usize::MAX), (0..500).collect::<Vec<_>>());
            assert!(run(jobs, 0, usize::MAX).is_empty());
        }
    }

    #[test]
    fn ends_early() {
        assert_eq!(run(4, 1_000_000, 10), (0..10).collect::<Vec<_>>());
    }
}
