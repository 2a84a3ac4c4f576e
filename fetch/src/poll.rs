use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};

use onrecord_read::listing;
use url::Url;

use crate::address;
use crate::archive::Archive;
use crate::client::{Answer, Client, FetchError, Settings, now};
use crate::journal::Line;

/// No more parts of a sitemap are polled.
const MOST_SITEMAPS: usize = 100;

/// What came of one address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The address.
    pub url: String,
    /// What came of it.
    pub what: What,
}

/// What came of an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A feed or sitemap that names so many pages for the first time.
    Polled(usize),
    /// A feed that is as it was.
    Unchanged,
    /// A page that is in the archive, with so many bytes.
    Kept(usize),
    /// A page that is not fetched, and why.
    LeftOut(String),
    /// No answer, and why.
    Failed(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = &self.url;
        match &self.what {
            What::Polled(new) => write!(f, "polled {url}: {new} new"),
            What::Unchanged => write!(f, "polled {url}: unchanged"),
            What::Kept(bytes) => write!(f, "kept {url}: {bytes} bytes"),
            What::LeftOut(why) => write!(f, "left out {url}: {why}"),
            What::Failed(why) => write!(f, "failed {url}: {why}"),
        }
    }
}

/// What came of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Feeds and sitemaps that answered.
    pub polled: usize,
    /// Pages that are in the archive now.
    pub kept: usize,
    /// Pages that are not for programs, or hold nothing to read.
    pub left_out: usize,
    /// Addresses that did not answer.
    pub failed: usize,
    /// Pages that are left for the next run.
    pub waiting: usize,
}

/// Polls feeds and sitemaps, and keeps the pages that they name and that no earlier run into this
/// folder has kept. `watch` is told what came of each address, from any thread.
///
/// # Errors
/// If the folder cannot be used. What fails on the network is an [`Outcome`].
pub fn fetch(
    feeds: &[String],
    folder: &Path,
    settings: &Settings,
    watch: &(dyn Fn(&Outcome) + Sync),
) -> Result<Counts, FetchError> {
    let archive = Archive::open(folder, settings.contact.clone())?;
    let run = Run {
        client: Client::new(settings.clone()),
        archive: Mutex::new(archive),
        counts: Mutex::default(),
        watch,
    };
    let sitemaps: Mutex<Vec<String>> = Mutex::default();
    run.each(feeds.to_vec(), |feed| {
        let more = run.poll(feed)?;
        held(&sitemaps).extend(more);
        Ok(())
    })?;
    let mut sitemaps = std::mem::take(&mut *held(&sitemaps));
    sitemaps.sort();
    sitemaps.dedup();
    run.each(sitemaps, |sitemap| run.poll(sitemap).map(|_deeper| ()))?;
    let mut wanted = held(&run.archive).known.wanted();
    wanted.truncate(settings.most_pages);
    run.each(wanted, |page| run.page(page))?;
    let mut counts = *held(&run.counts);
    counts.waiting = held(&run.archive).known.wanted().len();
    Ok(counts)
}

struct Run<'a> {
    client: Client,
    archive: Mutex<Archive>,
    counts: Mutex<Counts>,
    watch: &'a (dyn Fn(&Outcome) + Sync),
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Run<'_> {
    /// Does the work on every address, several servers at a time, the addresses of one server in
    /// their order.
    fn each(
        &self,
        urls: Vec<String>,
        work: impl Fn(&str) -> Result<(), FetchError> + Sync,
    ) -> Result<(), FetchError> {
        let queue = Mutex::new(by_server(urls));
        let broken: Mutex<Option<FetchError>> = Mutex::default();
        let stop = &self.client.settings().stop;
        let over = || stop.load(Ordering::Relaxed) || held(&broken).is_some();
        std::thread::scope(|scope| {
            for _ in 0..self.client.settings().jobs.max(1) {
                scope.spawn(|| {
                    while let Some(urls) = { held(&queue).pop_front() } {
                        for url in urls.iter().take_while(|_| !over()) {
                            if let Err(error) = work(url) {
                                held(&broken).get_or_insert(error);
                            }
                        }
                    }
                });
            }
        });
        broken.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    fn tell(&self, url: &str, what: What) {
        let mut counts = held(&self.counts);
        let count = match what {
            What::Polled(_) | What::Unchanged => &mut counts.polled,
            What::Kept(_) => &mut counts.kept,
            What::LeftOut(_) => &mut counts.left_out,
            What::Failed(_) => &mut counts.failed,
        };
        *count += 1;
        (self.watch)(&Outcome { url: url.to_owned(), what });
    }

    /// Asks a feed or sitemap what is new; the sitemaps that it names are for the caller.
    fn poll(&self, feed: &str) -> Result<Vec<String>, FetchError> {
        let conditions = held(&self.archive).known.conditions(feed);
        let failed = |why: String| {
            self.tell(feed, What::Failed(why));
            Ok(Vec::new())
        };
        let answer = match self.client.get(feed, &conditions) {
            Ok(answer) => answer,
            Err(FetchError::Stopped) => return Ok(Vec::new()),
            Err(error) => return failed(error.to_string()),
        };
        if answer.status == 304 {
            self.tell(feed, What::Unchanged);
            return Ok(Vec::new());
        }
        if !answer.is_whole() {
            return failed(format!("the server answered {}", answer.status));
        }
        let Some(listing) = listing(&answer.body, answer.charset().as_deref()) else {
            return failed("is no feed and no sitemap".to_owned());
        };
        let mut archive = held(&self.archive);
        let mut named = HashSet::new();
        let mut lines = Vec::new();
        for link in &listing.pages {
            if let Some(url) = self.absolute(&answer, &link.url, link.published.as_deref())
                && !archive.known.is_named(&url)
                && named.insert(url.clone())
            {
                lines.push(Line::Named { url, by: feed.to_owned() });
            }
        }
        let sitemaps = listing.sitemaps.iter().take(MOST_SITEMAPS);
        let sitemaps = sitemaps
            .filter_map(|link| self.absolute(&answer, &link.url, link.published.as_deref()))
            .collect();
        lines.push(archive.keep(&answer)?);
        // The feed is noted after its pages: were it noted alone, they would be lost.
        lines.push(Line::Feed {
            url: feed.to_owned(),
            at: now(),
            etag: answer.header("etag").map(str::to_owned),
            last_modified: answer.header("last-modified").map(str::to_owned),
        });
        archive.note(lines)?;
        drop(archive);
        self.tell(feed, What::Polled(named.len()));
        Ok(sitemaps)
    }

    /// A link of a feed as an address that can be asked, unless it is too old.
    fn absolute(&self, answer: &Answer, link: &str, published: Option<&str>) -> Option<String> {
        let since = self.client.settings().since.as_deref();
        if let (Some(since), Some(published)) = (since, published)
            && published < since
        {
            return None;
        }
        let mut url = Url::parse(&answer.url).ok()?.join(link.trim()).ok()?;
        url.set_fragment(None);
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }

    fn page(&self, page: &str) -> Result<(), FetchError> {
        let answer = self.client.get(page, &Default::default());
        let (why, again) = match answer {
            Ok(answer) if answer.is_whole() => {
                let mut archive = held(&self.archive);
                let written = archive.keep(&answer)?;
                let kept = Line::Kept { url: page.to_owned(), at: now(), status: answer.status };
                archive.note(vec![written, kept])?;
                drop(archive);
                self.tell(page, What::Kept(answer.body.len()));
                return Ok(());
            }
            Err(FetchError::Stopped) => return Ok(()),
            Ok(answer) => (format!("the server answered {}", answer.status), answer.status >= 500),
            Err(error) => (error.to_string(), may_be_better_later(&error)),
        };
        let line = Line::Left { url: page.to_owned(), at: now(), why: why.clone(), again };
        held(&self.archive).note(vec![line])?;
        self.tell(page, if again { What::Failed(why) } else { What::LeftOut(why) });
        Ok(())
    }
}

fn may_be_better_later(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::Busy(_) | FetchError::Network(_) | FetchError::Silent | FetchError::NoRobots(_)
    )
}

/// Addresses in groups of one server, in the order in which the servers come first.
fn by_server(urls: Vec<String>) -> VecDeque<Vec<String>> {
    let mut groups: VecDeque<Vec<String>> = VecDeque::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for url in urls {
        let server = Url::parse(&url).map_or_else(|_| url.clone(), |url| address::server(&url));
        let place = *places.entry(server).or_insert_with(|| {
            groups.push_back(Vec::new());
            groups.len() - 1
        });
        groups[place].push(url);
    }
    groups
}
